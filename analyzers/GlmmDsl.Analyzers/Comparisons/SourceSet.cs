using System.Collections.Immutable;

namespace GlmmDsl.Analyzers.Comparisons;

/// <summary>
/// The fits a value can come from. Nothing is in it that the code does not show: a value of which one possible source is unseen has no set.
/// </summary>
/// <param name="Sources">The possible sources.</param>
/// <param name="AllOccur">Whether every source occurs at some time (the elements of a collection that is run through) and not just one of them (the branches of a condition).</param>
internal sealed record SourceSet(ImmutableArray<FitSource> Sources, bool AllOccur)
{
    /// <summary>A number that comes from no fit, a constant; it can be compared with anything.</summary>
    public static SourceSet Neutral { get; } = new(ImmutableArray<FitSource>.Empty, AllOccur: false);

    /// <summary>One source.</summary>
    public static SourceSet Of(FitSource source) => new(ImmutableArray.Create(source), AllOccur: false);

    /// <summary>What comes from either.</summary>
    public static SourceSet Union(IEnumerable<SourceSet> sets, bool allOccur)
    {
        var all = sets.ToList();
        return new SourceSet(all.SelectMany(set => set.Sources).ToImmutableArray(), allOccur || all.Any(set => set.AllOccur));
    }

    /// <summary>The same fits, as one of their criteria.</summary>
    public SourceSet WithCriterion(CriterionName criterion) =>
        new(Sources.Select(source => source with { Criterion = criterion }).ToImmutableArray(), AllOccur);

    /// <summary>
    /// A pair that must not be compared. Of alternatives all pairs must be such, because a condition elsewhere may keep the wrong ones apart.
    /// </summary>
    public static (FitSource First, FitSource Second)? IncomparablePair(SourceSet first, SourceSet second)
    {
        var pairs = first.Sources.SelectMany(a => second.Sources.Select(b => (First: a, Second: b))).ToList();
        var wrong = pairs.Where(pair => Incomparability.Of(pair.First, pair.Second) is not null).ToList();
        bool isSeen = first.AllOccur || second.AllOccur ? wrong.Count > 0 : wrong.Count > 0 && wrong.Count == pairs.Count;
        return isSeen ? wrong[0] : null;
    }
}
