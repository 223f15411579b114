using System.Collections.Immutable;
using GlmmDsl.Families;

namespace GlmmDsl.Fitting.Generalized;

/// <summary>The notice of separation in a model with several linear predictors, or with thresholds: which coefficients have run to infinity, to which side, and what to do.</summary>
internal static class SaturationNotice
{
    private const int MostNames = 5;

    /// <summary>A coefficient whose part of the direction is below this share of the largest has not run.</summary>
    private const double Tolerance = 1e-3;

    /// <summary>Makes the notice.</summary>
    /// <param name="solution">The solution.</param>
    /// <param name="direction">The direction, over all coefficients.</param>
    public static Notice Of(GeneralizedSolution solution, double[] direction)
    {
        List<(string Part, string Name, double Move)> all = [.. Coefficients(solution, direction)];
        double least = Tolerance * all.Max(c => Math.Abs(c.Move));
        List<(string Part, string Name, double Move)> moving = [.. all.Where(c => Math.Abs(c.Move) > least)];
        string[] parts = [.. moving.Select(c => c.Part).Distinct(StringComparer.Ordinal)];
        string runs = string.Join("; ", parts.Select(part => In(part, parts.Length > 1) + Names([.. moving.Where(c => c.Part == part)])));
        string where = parts.Length == 1 ? Owner(parts[0]) : "";
        string prior = parts.Contains("")
            ? "; where the predictor must stay, a weak prior on the coefficients of the mean (FitOptions.CoefficientPrior, --prior-sd 2.5) keeps its estimate finite"
            : "";
        return new Notice(
            NoticeId.Separation,
            $"The fixed effects{where} separate the outcomes: the likelihood keeps growing as {runs}, and has no maximum. These have no finite estimate: what is shown is where the search stopped, and their standard errors say nothing. All other numbers are those of the limit. Leave out or merge the level or predictor that decides the outcome, or gather more rows{prior}.",
            [.. moving.Select(c => c.Name)]);
    }

    private static IEnumerable<(string Part, string Name, double Move)> Coefficients(GeneralizedSolution solution, double[] direction)
    {
        int at = 0;
        foreach (int column in solution.Kept)
        {
            yield return ("", solution.Matrices.FixedNames[column], direction[at++]);
        }

        foreach (PredictorSolution other in solution.Others)
        {
            string part = other.Predictor switch { Predictor.ZeroInflation => "zero inflation", Predictor.Dispersion => "dispersion", _ => solution.Family.ShapeName ?? "shape" };
            foreach (int column in other.Kept)
            {
                string name = other.Matrices.FixedNames.Length > column ? other.Matrices.FixedNames[column] : part;
                yield return (part, name, direction[at++]);
            }
        }

        // The thresholds are those between the categories that occur.
        ImmutableArray<string> thresholds = solution.Thresholds?.Names ?? [];
        int[] places = solution.Thresholds?.Places() ?? [];
        for (int j = 0; j < thresholds.Length; j++)
        {
            if (places[j] >= 0)
            {
                yield return ("", thresholds[j], direction[at + places[j]]);
            }
        }
    }

    private static string Names(List<(string Part, string Name, double Move)> moving)
    {
        string more = moving.Count > MostNames ? FormattableString.Invariant($" and {moving.Count - MostNames} more") : "";
        return string.Join(", ", moving.Take(MostNames).Select(c => $"{c.Name} → {(c.Move > 0 ? "+∞" : "−∞")}")) + more;
    }

    private static string In(string part, bool isNamed) => !isNamed ? "" : part.Length == 0 ? "in the mean " : $"in the {part} ";

    private static string Owner(string part) => part.Length == 0 ? "" : $" of the {part}";
}
