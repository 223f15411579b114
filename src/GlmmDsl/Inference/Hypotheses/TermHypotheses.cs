using GlmmDsl.Fits;

namespace GlmmDsl.Inference.Hypotheses;

/// <summary>Which hypotheses a method tests of the terms.</summary>
internal static class TermHypotheses
{
    /// <summary>Wald's chi-square tests are those of car, F tests those of lmerTest.</summary>
    /// <param name="method">The method.</param>
    /// <param name="terms">The terms of its fit.</param>
    /// <param name="type">Which hypotheses.</param>
    public static IEnumerable<TermHypothesis> Of(FixedEffectsMethod method, FixedTerms terms, TestType type)
    {
        if (!method.HasDegreesOfFreedom)
        {
            return WaldHypotheses.Of(terms, method.Covariance, type);
        }

        // With one term the types agree.
        bool isOne = terms.Count <= 1 || terms.Terms.Count(t => !t.IsIntercept) <= 1;
        return isOne || type == TestType.I ? SequentialHypotheses.TypeOne(method.Model, terms)
            : type == TestType.II ? SequentialHypotheses.TypeTwo(method.Model, terms)
            : TypeThree(method.Model, terms);
    }

    /// <summary>Those that do not depend on the coding of factors; where a coding does not span a term's indicators, those of the columns as they are coded.</summary>
    public static IEnumerable<TermHypothesis> TypeThree(FittedModel model, FixedTerms terms) => TypeThreeHypotheses.Of(model, terms) ?? Marginal(terms);

    /// <summary>The columns of each term as they are coded.</summary>
    private static IEnumerable<TermHypothesis> Marginal(FixedTerms terms) =>
        terms.Terms.Select((term, t) => (term, t)).Where(p => !p.term.IsIntercept).Select(p => new TermHypothesis(p.term.Name, terms.Units(terms.Columns[p.t])));
}
