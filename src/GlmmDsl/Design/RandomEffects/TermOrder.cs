using System.Collections.Immutable;

namespace GlmmDsl.Design.RandomEffects;

/// <summary>The order of random-effects terms, and so of θ, that lme4 uses.</summary>
internal static class TermOrder
{
    /// <summary>
    /// Keeps the list where the numbers of levels never increase along it; otherwise sorts it stably by increasing number and reverses the
    /// whole, so that ties come in reverse order (as lme4's <c>rev(order(nlevels))</c> does).
    /// </summary>
    public static ImmutableArray<RandomEffectsTerm> Sort(IReadOnlyList<RandomEffectsTerm> terms)
    {
        bool isSorted = true;
        for (int i = 1; i < terms.Count; i++)
        {
            isSorted &= terms[i].Group.Levels.Length <= terms[i - 1].Group.Levels.Length;
        }

        return isSorted ? [.. terms] : [.. terms.OrderBy(t => t.Group.Levels.Length).Reverse()];
    }
}
