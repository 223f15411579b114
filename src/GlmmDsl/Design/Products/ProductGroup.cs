using System.Collections.Immutable;
using System.Globalization;
using GlmmDsl.Design.RandomEffects;

namespace GlmmDsl.Design.Products;

/// <summary>A grouping factor in cross-products: the combinations of levels that have rows, and the columns its terms are made of.</summary>
/// <param name="Key">Tells groups of a plan apart: <see cref="GroupIndex.KeyOf"/>.</param>
/// <param name="Variables">For each variable of the group, its levels.</param>
/// <param name="Levels">For each variable of the group, for each of the q combinations, the level.</param>
/// <param name="RowCounts">For each of the q combinations, its number of rows.</param>
/// <param name="Columns">The columns after the constant.</param>
internal sealed record ProductGroup(
    string Key,
    ImmutableArray<FactorLevels> Variables,
    ImmutableArray<ImmutableArray<string>> Levels,
    ImmutableArray<long> RowCounts,
    ImmutableArray<ProductColumn> Columns)
{
    /// <summary>Number of combinations, q.</summary>
    public int Count => RowCounts.Length;

    /// <summary>Equal for equal combinations.</summary>
    public string KeyOfLevel(int level) => Levels.Length == 1
        ? Levels[0][level]
        : string.Concat(Levels.Select(l => string.Create(CultureInfo.InvariantCulture, $"{l[level].Length}:{l[level]}")));

    /// <summary>Whether another has the same combinations in the same order.</summary>
    public bool HasLevelsOf(ProductGroup other) =>
        Count == other.Count && Levels.Zip(other.Levels).All(p => p.First == p.Second || p.First.AsSpan().SequenceEqual(p.Second.AsSpan()));
}
