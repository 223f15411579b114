using System.Collections.Immutable;
using GlmmDsl.Data;

namespace GlmmDsl.Design;

/// <summary>What a formula and a table have become.</summary>
/// <param name="Matrices">The engine's input.</param>
/// <param name="Basis">What prediction needs to make the same columns for new rows.</param>
/// <param name="Notices">What was noticed on the way, in order of their numbers.</param>
internal sealed record DesignResult(ModelMatrices Matrices, TrainingBasis Basis, ImmutableArray<Notice> Notices)
{
    /// <summary>The columns that the formula reads, all rows of the data; null for a design of cross-products. What averages over the observed rows changes a column there.</summary>
    public Table? Table { get; init; }
}
