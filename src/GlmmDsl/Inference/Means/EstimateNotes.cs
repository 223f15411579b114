using System.Globalization;

namespace GlmmDsl.Inference.Means;

/// <summary>The lines under a table of marginal estimates or contrasts.</summary>
internal static class EstimateNotes
{
    /// <summary>The line before the table of estimates that hide an interaction; empty where there is none.</summary>
    public static string Warning(MarginalCells cells) => (cells.Nesting.IsEmpty ? "" : $"NOTE: A nesting structure was detected in the fitted model:\n    {string.Join(", ", cells.Nesting)}\n") + (cells.IsInInteraction ? "NOTE: Results may be misleading due to involvement in interactions\n" : "");

    /// <summary>What was averaged over, and the method of the degrees of freedom.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="cells">The cells.</param>
    /// <param name="stillOn">The scale that contrasts are still on although estimates are of the response; null where they are not.</param>
    public static IEnumerable<string> Before(MarginalRequest request, MarginalCells cells, string? stillOn = null)
    {
        if (!cells.AveragedOver.IsEmpty)
        {
            yield return $"Results are averaged over the levels of: {string.Join(", ", cells.AveragedOver)}";
        }

        if (stillOn is not null)
        {
            yield return $"Note: contrasts are still on the {stillOn} scale";
        }

        if (request.Method.Model.IsLinear)
        {
            yield return $"Degrees-of-freedom method: {cells.Estimates.MethodName}";
        }

        if (request.RandomEffects is { } how)
        {
            yield return how switch
            {
                RandomEffectsAre.Integrated => "Means of the response with the random effects integrated out",
                RandomEffectsAre.Modes => "Means of the response at the conditional modes of the observed groups",
                _ => "Means of the response with random effects of zero",
            };
            if (ResponseMeans.HoldsVariances(request.Method.Model, how))
            {
                yield return "The variances of the random effects are taken as known";
            }
        }
    }

    /// <summary>The scale that estimates are on, where it is not the response and could be.</summary>
    public static IEnumerable<string> Scale(EstimateScale scale, bool isTransformed)
    {
        if (scale.IsLatent)
        {
            yield return $"Results are given on the {scale.Own} scale, on which the mean of the thresholds is 0.";
        }
        else if (scale.Own.Length > 0 && scale.Value is not null && !isTransformed)
        {
            yield return $"Results are given on the {scale.Own} (not the response) scale.";
        }
    }

    /// <summary>The level of the intervals.</summary>
    public static string Level(double level) => string.Create(CultureInfo.InvariantCulture, $"Confidence level used: {level}");

    /// <summary>The heading of a group of <c>by</c>.</summary>
    public static string Heading(FactorCell by) => by.Count == 0 ? "" : by.ToString();
}
