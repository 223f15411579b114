using GlmmDsl.Formulas;

namespace GlmmDsl.Generators.Emit;

/// <summary>
/// Says what each coefficient of the fixed effects means: <c>Active minus Placebo</c>, <c>per Week at Arm = Placebo</c>. The documentation of its property, which editors show.
/// </summary>
internal static class CoefficientMeanings
{
    private const int MostConditions = 6;

    /// <summary>The meanings, in the order of the columns that <see cref="ColumnShape.OfAll"/> gives.</summary>
    /// <param name="plan">The design.</param>
    /// <param name="isGeneralized">Whether the mean is behind a link.</param>
    public static IReadOnlyList<string> Of(DesignPlan plan, bool isGeneralized)
    {
        string intercept = isGeneralized ? "the linear predictor" : "the mean of " + plan.Response!.Label;
        var meanings = new List<string>();
        foreach (PlanTerm term in plan.Fixed)
        {
            string where = Where(term, plan);
            int[] counts = term.Factors.Select(Count).ToArray();
            int columns = counts.Aggregate(1, (product, count) => product * count);
            int[] parts = new int[counts.Length];
            for (int column = 0; column < columns; column++)
            {
                meanings.Add((term.IsIntercept ? intercept : OfColumn(term, parts)) + where);

                // The first factor varies fastest.
                for (int i = 0; i < parts.Length && ++parts[i] == counts[i]; i++)
                {
                    parts[i] = 0;
                }
            }
        }

        return meanings;
    }

    private static int Count(PlanFactor factor) =>
        factor.Variable.IsCategorical && factor.Variable.Levels.IsDefault ? 1 : FactorLabels.Of(factor, v => v.Levels).Count;

    private static string OfColumn(PlanTerm term, int[] parts)
    {
        IEnumerable<string> factors = term.Factors.Select((factor, i) => (Factor: factor, Part: parts[i])).Where(f => f.Factor.Variable.IsCategorical).Select(f => OfFactor(f.Factor, f.Part));
        IEnumerable<string> numbers = term.Factors.Select((factor, i) => (Factor: factor, Part: parts[i])).Where(f => !f.Factor.Variable.IsCategorical).Select(f => "per " + OfNumber(f.Factor, f.Part));
        return string.Join(", ", new[] { string.Join(", by ", factors), string.Join(" and ", numbers) }.Where(text => text.Length > 0));
    }

    private static string OfNumber(PlanFactor factor, int part)
    {
        string suffix = factor.Variable.Suffixes.IsDefaultOrEmpty ? "" : factor.Variable.Suffixes[part];
        return suffix.Length == 0 ? factor.Variable.Variable.Label : $"column {suffix} of {factor.Variable.Variable.Label}";
    }

    private static string OfFactor(PlanFactor factor, int part)
    {
        PlanVariable variable = factor.Variable;
        bool areKnown = !variable.Levels.IsDefault;
        if (factor.Encoding == Encoding.Indicators)
        {
            return areKnown ? $"{variable.Name} = {variable.Levels[part]}" : $"the level of {variable.Name}";
        }

        return factor.Coding switch
        {
            Coding.Treatment => areKnown ? $"{variable.Levels[part + 1]} minus {variable.Levels[0]}" : $"the level of {variable.Name} minus its first",
            Coding.Sum => areKnown ? $"{variable.Levels[part]} minus the mean of the levels of {variable.Name}" : $"a level of {variable.Name} minus the mean of its levels",
            Coding.Helmert => areKnown ? $"{variable.Levels[part + 1]} against the mean of the levels of {variable.Name} before it" : $"a level of {variable.Name} against the mean of those before it",
            _ => areKnown ? Trend(part) + " trend over the levels of " + variable.Name : "a polynomial trend over the levels of " + variable.Name,
        };
    }

    private static string Trend(int part) => part switch { 0 => "the linear", 1 => "the quadratic", 2 => "the cubic", _ => "a higher" };

    /// <summary>Where the other variables are held, those that interact with the term: a number at 0, a factor at its reference or at the mean of its levels.</summary>
    private static string Where(PlanTerm term, DesignPlan plan)
    {
        var own = new HashSet<PlanVariable>(term.Factors.Select(factor => factor.Variable));
        var met = new HashSet<PlanVariable>(own);
        var at = new List<string>();
        var over = new List<string>();
        bool isMore = false;
        foreach (PlanTerm other in plan.Fixed.Where(other => other.Factors.Length > own.Count && own.All(variable => other.Factors.Any(factor => factor.Variable == variable))))
        {
            foreach (PlanFactor factor in other.Factors.Where(factor => factor.Encoding != Encoding.Indicators && met.Add(factor.Variable)))
            {
                if (at.Count + over.Count == MostConditions)
                {
                    isMore = true;
                }
                else if (!factor.Variable.IsCategorical)
                {
                    at.Add(factor.Variable.Variable.Label + " = 0");
                }
                else if (factor.Coding == Coding.Treatment)
                {
                    at.Add(factor.Variable.Levels.IsDefaultOrEmpty ? "the first level of " + factor.Variable.Name : factor.Variable.Name + " = " + factor.Variable.Levels[0]);
                }
                else
                {
                    over.Add(factor.Variable.Name);
                }
            }
        }

        return (at.Count > 0 ? " at " + string.Join(", ", at) : "")
            + (over.Count > 0 ? " on average over the levels of " + string.Join(" and ", over) : "")
            + (isMore ? ", and so on" : "");
    }
}
