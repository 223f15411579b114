using System.Collections.Immutable;

namespace GlmmDsl.Design;

/// <summary>What a formula and a table have become.</summary>
/// <param name="Matrices">The engine's input.</param>
/// <param name="Basis">What prediction needs to make the same columns for new rows.</param>
/// <param name="Notices">What was noticed on the way, in order of their numbers.</param>
internal sealed record DesignResult(ModelMatrices Matrices, TrainingBasis Basis, ImmutableArray<Notice> Notices);
