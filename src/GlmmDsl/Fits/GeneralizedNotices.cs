using GlmmDsl.Design;
using GlmmDsl.Fitting.Generalized.Rows;

namespace GlmmDsl.Fits;

/// <summary>What is to be noticed in generalised models only: separation, small clusters under the Laplace approximation, overdispersion.</summary>
internal static class GeneralizedNotices
{
    private const int MostNames = 5;

    /// <summary>Fewer trials a level than this, on the average, bias the Laplace approximation (Joe 2008, Comput. Stat. Data Anal. 52).</summary>
    private const double SmallCluster = 5;

    /// <summary>A ratio below this is of no consequence, however certain.</summary>
    private const double SmallestRatio = 1.2;

    private const double LargestPValue = 0.01;

    /// <summary>Makes notices 504, 509, 510 and 518; none for a linear model.</summary>
    public static IEnumerable<Notice> Of(FittedModel model)
    {
        if (model.Generalized is not { } solution || model.Response is not { } response)
        {
            yield break;
        }

        if (solution.Separation is { } direction)
        {
            yield return Separated(model, direction);
        }

        if (response.Family.HasTrials && solution.Options is not { Approximation: Approximation.Quadrature, Nodes: > 1 })
        {
            foreach (Notice notice in SmallClusters(model, response))
            {
                yield return notice;
            }
        }

        if (solution.MoreNodes?.ToNotice(solution.Options.Nodes) is { } unsettled)
        {
            yield return unsettled;
        }

        if (DispersionCheck.Of(model) is { } check && check.Ratio > SmallestRatio && check.PValue < LargestPValue)
        {
            yield return new Notice(
                NoticeId.Overdispersion,
                FormattableString.Invariant(
                    $"The response varies more than its family allows: Pearson's X² is {check.ChiSquare:G4} on {check.DegreesOfFreedom} degrees of freedom, a ratio of {check.Ratio:F2}. Standard errors are then too small; add a random intercept for each row, or a predictor that explains the spread."),
                []);
        }
    }

    private static Notice Separated(FittedModel model, double[] direction)
    {
        (string Name, double Share)[] moving =
            [.. direction.Select((share, k) => (model.Matrices.FixedNames[model.Solution.Kept[k]], share)).Where(d => d.share != 0).OrderByDescending(d => Math.Abs(d.share))];
        string limits = Runs(model, double.PositiveInfinity, "+∞") + Runs(model, double.NegativeInfinity, "−∞") + Runs(model, double.NaN, "∞ on a side that the data leave open");
        string along = string.Join(", ", moving.Take(MostNames).Select(d => d.Name + " " + d.Share.ToString(Math.Abs(d.Share) < 1e-3 ? "+0.##e+0;-0.##e+0" : "+0.###;-0.###", System.Globalization.CultureInfo.InvariantCulture)));
        string more = moving.Length > MostNames ? FormattableString.Invariant($" and {moving.Length - MostNames} more") : "";
        return new Notice(
            NoticeId.Separation,
            $"The fixed effects separate the outcomes: the likelihood keeps growing along the direction ({along}{more}) and has no maximum. Without finite estimate:{limits.TrimEnd(';')}. All other numbers are the limits that the likelihood approaches. Leave out or merge the level or predictor that decides the outcome, or gather more rows; where the predictor must stay, a weak prior on the coefficients (FitOptions.CoefficientPrior, --prior-sd 2.5) keeps its estimate finite.",
            [.. moving.Select(d => d.Name)]);
    }

    private static string Runs(FittedModel model, double to, string shown)
    {
        string[] names = [.. model.Solution.Kept.Where((_, k) => model.Solution.Beta[k].Equals(to)).Select(column => model.Matrices.FixedNames[column])];
        string more = names.Length > MostNames ? FormattableString.Invariant($" and {names.Length - MostNames} more") : "";
        return names.Length == 0 ? "" : $" {string.Join(", ", names.Take(MostNames))}{more} → {shown};";
    }

    private static IEnumerable<Notice> SmallClusters(FittedModel model, GeneralizedResponse response)
    {
        double trials = response.Sizes.Sum();
        foreach (GroupingFactor group in model.Groups.Where(g => trials / g.Levels.Length < SmallCluster))
        {
            string remedy = model.Groups.Count() == 1
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
