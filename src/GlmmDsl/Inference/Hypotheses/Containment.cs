using GlmmDsl.Formulas;

namespace GlmmDsl.Inference.Hypotheses;

/// <summary>
/// Which terms contain which, as lmerTest decides it: a term contains another if it has all its variables and more, and the same numeric ones. Variables that R's
/// <c>terms</c> marks for indicators (2 in its <c>factors</c>) do not count, nor do matrices such as <c>poly(x, 2)</c> count as numeric.
/// </summary>
internal static class Containment
{
    /// <summary>For each term the terms that contain it, in the order of the formula; none for the intercept.</summary>
    public static int[][] Of(IReadOnlyList<PlanTerm> terms)
    {
        HashSet<PlanVariable>[] all = [.. terms.Select(t => t.Factors.Select(f => f.Variable).ToHashSet())];
        HashSet<PlanVariable>[] counted = [.. all.Select((set, t) => set.Where(v => IsMarginCovered(all, t, v)).ToHashSet())];
        return [.. terms.Select((term, t) => term.IsIntercept
            ? []
            : Enumerable.Range(0, terms.Count).Where(u => counted[u].Count > counted[t].Count && counted[t].IsSubsetOf(counted[u])
                && counted[t].Count(IsNumeric) == counted[u].Count(IsNumeric)).ToArray())];
    }

    /// <summary>Whether a term without one of its variables lies within an earlier term.</summary>
    private static bool IsMarginCovered(HashSet<PlanVariable>[] terms, int term, PlanVariable variable)
    {
        HashSet<PlanVariable> margin = [.. terms[term]];
        margin.Remove(variable);
        return margin.Count == 0 || terms.Take(term).Any(margin.IsSubsetOf);
    }

    private static bool IsNumeric(PlanVariable variable) =>
        !variable.IsCategorical && variable.Variable.Expression is not CallSyntax { Function.IsQuoted: false, Function.Name: "poly" or "scale" };
}
