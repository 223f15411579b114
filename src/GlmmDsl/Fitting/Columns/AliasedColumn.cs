using System.Collections.Immutable;

namespace GlmmDsl.Fitting.Columns;

/// <summary>A fixed-effects column that is a linear combination of earlier ones.</summary>
/// <param name="Column">Its index.</param>
/// <param name="With">The kept columns that it is a combination of; empty for a column of zeros.</param>
internal sealed record AliasedColumn(int Column, ImmutableArray<int> With)
{
    /// <summary>The weights of those columns in the combination.</summary>
    public ImmutableArray<double> Weights { get; init; } = [];
}
