using GlmmDsl.Design;
using GlmmDsl.Families;

namespace GlmmDsl.Fitting.Generalized;

/// <summary>The notices that only this engine raises: separation, small clusters under the Laplace approximation, too few quadrature nodes.</summary>
internal static class GeneralizedNotices
{
    private const int MostNames = 5;

    /// <summary>With fewer trials per level than this on average, the Laplace approximation is biased (Joe 2008, Comput. Stat. Data Anal. 52).</summary>
    private const double SmallCluster = 5;

    /// <summary>Makes notices 504, 509, 518 and 522.</summary>
    public static IEnumerable<Notice> Of(GeneralizedSolution solution)
    {
        if (solution.Separation is { } direction)
        {
            yield return Separated(solution, direction);
        }

        if (solution.Saturated is { } saturated)
        {
            yield return SaturationNotice.Of(solution, saturated);
        }

        foreach (PredictorSolution other in solution.Others.Where(o => o.IsAtBoundary))
        {
            yield return AtBoundary(solution, other);
        }

        if (solution.Family.HasTrials && solution.Options is not { Approximation: Approximation.Quadrature, Nodes: > 1 })
        {
            foreach (Notice notice in SmallClusters(solution))
            {
                yield return notice;
            }
        }

        if (solution.MoreNodes?.ToNotice(solution.Options.Nodes) is { } unsettled)
        {
            yield return unsettled;
        }
    }

    private static Notice AtBoundary(GeneralizedSolution solution, PredictorSolution other)
    {
        bool isUp = other.LinearPredictor.Length > 0 && other.LinearPredictor[0] > 0;
        if (other.Predictor == Predictor.ZeroInflation)
        {
            string why = isUp ? "1: all zeros are structural ones"
                : solution.Family.Refusal(0, 1) is null ? "0: there are no more zeros than the family expects" : "0: the response has no zeros";
            return new Notice(
                NoticeId.AtBoundary,
                $"The zero inflation has run to its limit. The probability of a structural zero is {why}. Its coefficients have no estimates, and the others are those of the model without it: leave it out (ZeroInflation, --zi).",
                ["zi"]);
        }

        string name = other.Predictor == Predictor.Dispersion ? "dispersion" : solution.Family.ShapeName ?? "shape";
        double end = isUp ? double.PositiveInfinity : double.NegativeInfinity;
        string limit = (other.Predictor == Predictor.Shape ? solution.Family.ShapeOf(end) : Math.Exp(end)) switch { 0 => "zero", double.PositiveInfinity => "infinity", var value => FormattableString.Invariant($"{value:G3}") };
        string what = solution.Family.LimitOf(other.Predictor, isUp) ?? "the likelihood rises all the way there but hardly any more. Look at the residuals, and choose a family that fits them";
        return new Notice(
            NoticeId.AtBoundary,
            $"The {name} has run to its limit, {limit}: {what}. Its coefficients have no estimates; all other numbers are those of the limit.",
            [other.Predictor == Predictor.Dispersion ? "disp" : name]);
    }

    private static Notice Separated(GeneralizedSolution solution, double[] direction)
    {
        (string Name, double Share)[] moving =
            [.. direction.Select((share, k) => (solution.Matrices.FixedNames[solution.Kept[k]], share)).Where(d => d.share != 0).OrderByDescending(d => Math.Abs(d.share))];
        string limits = Runs(solution, double.PositiveInfinity, "+∞") + Runs(solution, double.NegativeInfinity, "−∞") + Runs(solution, double.NaN, "∞ on a side that the data leave open");
        string along = string.Join(", ", moving.Take(MostNames).Select(d => d.Name + " " + d.Share.ToString(Math.Abs(d.Share) < 1e-3 ? "+0.##e+0;-0.##e+0" : "+0.###;-0.###", System.Globalization.CultureInfo.InvariantCulture)));
        string more = moving.Length > MostNames ? FormattableString.Invariant($" and {moving.Length - MostNames} more") : "";
        return new Notice(
            NoticeId.Separation,
            $"The fixed effects separate the outcomes: the likelihood keeps growing along the direction ({along}{more}) and has no maximum. Without finite estimate:{limits.TrimEnd(';')}. All other numbers are the limits that the likelihood approaches. Leave out or merge the level or predictor that decides the outcome, or gather more rows; where the predictor must stay, a weak prior on the coefficients (FitOptions.CoefficientPrior, --prior-sd 2.5) keeps its estimate finite.",
            [.. moving.Select(d => d.Name)]);
    }

    private static string Runs(GeneralizedSolution solution, double to, string shown)
    {
        string[] names = [.. solution.Kept.Where((_, k) => solution.Beta[k].Equals(to)).Select(column => solution.Matrices.FixedNames[column])];
        string more = names.Length > MostNames ? FormattableString.Invariant($" and {names.Length - MostNames} more") : "";
        return names.Length == 0 ? "" : $" {string.Join(", ", names.Take(MostNames))}{more} → {shown};";
    }

    private static IEnumerable<Notice> SmallClusters(GeneralizedSolution solution)
    {
        double trials = solution.Response.Sizes.Sum();
        GroupingFactor[] groups = [.. solution.Matrices.Random.Select(t => t.Group).DistinctBy(g => g.Name, StringComparer.Ordinal)];
        foreach (GroupingFactor group in groups.Where(g => trials / g.Levels.Length < SmallCluster))
        {
            string remedy = groups.Length == 1
                ? "Fit by adaptive quadrature (FitQuadrature, --agq 25), which says whether its nodes are enough."
                : "With several grouping factors there is no quadrature to check it; read the variances with care.";
            yield return new Notice(
                NoticeId.SmallClustersWithLaplace,
                FormattableString.Invariant(
                    $"The levels of {group.Name} have {trials / group.Levels.Length:F1} trials on average: with so few, the Laplace approximation is rough, and variances, and the coefficients with them, can come out too small or too large. {remedy}"),
                [group.Name],
                group.Levels.Length);
        }
    }
}
