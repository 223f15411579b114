using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace GlmmDsl.Analyzers.Fits;

/// <summary>
/// The fits a value can come from. It contains only what the code shows: a value with an unknown possible source has no set.
/// </summary>
/// <param name="Sources">The possible sources.</param>
/// <param name="AllOccur">Whether every source occurs at some time (the elements of a collection in a loop) and not just one of them (the branches of a condition).</param>
/// <param name="Index">The variable of the loop that runs through them; null when there is none.</param>
internal sealed record SourceSet(ImmutableArray<FitSource> Sources, bool AllOccur, ISymbol? Index = null)
{
    /// <summary>A number that comes from no fit, a constant; it can be compared with anything.</summary>
    public static SourceSet Neutral { get; } = new(ImmutableArray<FitSource>.Empty, AllOccur: false);

    /// <summary>One source.</summary>
    public static SourceSet Of(FitSource source) => new(ImmutableArray.Create(source), AllOccur: false);

    /// <summary>What comes from either.</summary>
    public static SourceSet Union(IReadOnlyList<SourceSet> sets, bool allOccur) =>
        new(sets.SelectMany(set => set.Sources).ToImmutableArray(), allOccur || sets.Any(set => set.AllOccur), sets.Select(set => set.Index).FirstOrDefault(index => index is not null));

    /// <summary>The same fits, as one of their criteria.</summary>
    public SourceSet WithCriterion(CriterionName criterion) =>
        this with { Sources = Sources.Select(source => source with { Criterion = criterion }).ToImmutableArray() };

    /// <summary>The ML fits of the same models at run time.</summary>
    public SourceSet? AsMl() =>
        Sources.All(source => source.RunTime is not null) ? this with { Sources = Sources.Select(source => source with { IsReml = false, Making = ImmutableArray<Location>.Empty }).ToImmutableArray() } : null;

    /// <summary>
    /// A pair that must not be compared. For alternatives all pairs must be wrong, because a condition elsewhere may keep the wrong ones apart; likewise
    /// where one loop's variable chooses both sides, <c>aic[i] &lt; aic[i + 1]</c>, because it cannot be seen which pairs meet.
    /// </summary>
    /// <param name="first">What one side can be.</param>
    /// <param name="second">What the other can be.</param>
    /// <param name="isTested">Whether a test of types around the comparison chooses among them.</param>
    /// <param name="isWrong">Whether two fits must not be compared.</param>
    public static (FitSource First, FitSource Second)? WrongPair(SourceSet first, SourceSet second, bool isTested, Func<FitSource, FitSource, bool> isWrong)
    {
        bool isCorrelated = first.Index is not null && SymbolEqualityComparer.Default.Equals(first.Index, second.Index);
        bool isAnyEnough = (first.AllOccur || second.AllOccur) && !isTested && !isCorrelated;
        (FitSource First, FitSource Second)? found = null;
        foreach (FitSource a in first.Sources)
        {
            foreach (FitSource b in second.Sources)
            {
                if (isWrong(a, b))
                {
                    found ??= (a, b);
                    if (isAnyEnough)
                    {
                        return found;
                    }
                }
                else if (!isAnyEnough)
                {
                    return null;
                }
            }
        }

        return found;
    }
}
