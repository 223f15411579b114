using System.Collections.Immutable;

namespace GlmmDsl.Formulas;

/// <summary>
/// Decides how each variable of each term is encoded, exactly as R's <c>terms</c> and <c>model.matrix</c> do (Chambers and Hastie 1992,
/// Statistical Models in S, section 2.4.1).
/// </summary>
internal static class TermCoding
{
    /// <summary>Encodes the terms of one part of a model, the intercept first where there is one.</summary>
    /// <param name="hasIntercept">Whether the part has an intercept.</param>
    /// <param name="terms">Its terms in R's order.</param>
    /// <param name="find">Gives the planned variable.</param>
    /// <param name="coding">How a factor is coded where it is coded by contrasts.</param>
    /// <param name="span">The place of the intercept.</param>
    public static ImmutableArray<PlanTerm> Encode(
        bool hasIntercept, ImmutableArray<Term> terms, Func<Variable, PlanVariable> find, Func<PlanVariable, Coding> coding, TextSpan span)
    {
        var encoded = ImmutableArray.CreateBuilder<PlanTerm>(terms.Length + 1);
        if (hasIntercept)
        {
            encoded.Add(new PlanTerm(ImmutableArray<PlanFactor>.Empty, span));
        }

        // Without an intercept R codes the first factor by indicators, whatever the margins say.
        bool isFirstFactorFull = !hasIntercept;
        var margins = new MarginIndex();
        foreach (Term term in terms)
        {
            PlanVariable[] variables = term.Variables.Select(find).ToArray();
            var factors = ImmutableArray.CreateBuilder<PlanFactor>(variables.Length);
            for (int i = 0; i < variables.Length; i++)
            {
                Encoding encoding = Encoding.Numeric;
                if (variables[i].IsCategorical)
                {
                    bool isContrasted = margins.Covers(variables, i) && !isFirstFactorFull;
                    isFirstFactorFull = false;
                    encoding = isContrasted ? Encoding.Contrasts : Encoding.Indicators;
                }

                factors.Add(new PlanFactor(variables[i], encoding, coding(variables[i])));
            }

            margins.Add(variables);
            encoded.Add(new PlanTerm(factors.MoveToImmutable(), term.Span));
        }

        return encoded.ToImmutable();
    }

    /// <summary>Answers whether a term without one of its variables lies within an earlier term (R's TermCode).</summary>
    private sealed class MarginIndex
    {
        private readonly Dictionary<PlanVariable, List<HashSet<PlanVariable>>> termsOf = [];

        public void Add(PlanVariable[] term)
        {
            var set = new HashSet<PlanVariable>(term);
            foreach (PlanVariable variable in set)
            {
                if (!termsOf.TryGetValue(variable, out List<HashSet<PlanVariable>>? sets))
                {
                    termsOf.Add(variable, sets = []);
                }

                sets.Add(set);
            }
        }

        public bool Covers(PlanVariable[] term, int without)
        {
            // The empty margin is covered even where there is no intercept: R corrects that by the rule of the first factor.
            PlanVariable[] margin = term.Where((_, i) => i != without).ToArray();
            return margin.Length == 0 ||
                (termsOf.TryGetValue(margin[0], out List<HashSet<PlanVariable>>? sets) && sets.Exists(set => margin.All(set.Contains)));
        }
    }
}
