using System.Collections.Immutable;
using GlmmDsl.Formulas;

namespace GlmmDsl.Inference.Comparison;

/// <summary>Which terms may be dropped alone: those that no other term contains (R's <c>drop.scope</c>).</summary>
internal static class Marginality
{
    /// <summary>The places of the terms that may be dropped, without the intercept, in order.</summary>
    public static IEnumerable<int> Droppable(ImmutableArray<PlanTerm> terms) =>
        Enumerable.Range(0, terms.Length).Where(i => !terms[i].IsIntercept && !terms.Where((_, j) => j != i).Any(other => Holds(other, terms[i])));

    /// <summary>
    /// Whether the columns that stay need a constant once a term goes: where the term's indicators of all levels held it, and another factor, coded by
    /// contrasts, stays. R codes that one by indicators then, which is the same space.
    /// </summary>
    public static bool NeedsConstant(ImmutableArray<PlanTerm> terms, int dropped) =>
        !terms.Any(t => t.IsIntercept)
        && HoldsConstant(terms[dropped])
        && terms.Where((t, i) => i != dropped && IsCategorical(t) && !HoldsConstant(t)).Any()
        && !terms.Where((t, i) => i != dropped && HoldsConstant(t)).Any();

    private static bool HoldsConstant(PlanTerm term) => IsCategorical(term) && term.Factors.All(f => f.Encoding == Encoding.Indicators);

    private static bool IsCategorical(PlanTerm term) => !term.IsIntercept && term.Factors.All(f => f.Variable.IsCategorical);

    private static bool Holds(PlanTerm larger, PlanTerm smaller) =>
        larger.Factors.Length > smaller.Factors.Length && smaller.Factors.All(f => larger.Factors.Any(g => g.Variable.Variable.Equals(f.Variable.Variable)));
}
