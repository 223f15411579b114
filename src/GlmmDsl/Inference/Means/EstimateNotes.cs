using System.Globalization;

namespace GlmmDsl.Inference.Means;

/// <summary>The lines under a table of marginal estimates or contrasts.</summary>
internal static class EstimateNotes
{
    /// <summary>The line before the table of estimates that hide an interaction; empty where there is none.</summary>
    public static string Warning(MarginalCells cells) => cells.IsInInteraction ? "NOTE: Results may be misleading due to involvement in interactions\n" : "";

    /// <summary>What was averaged over, and the method of the degrees of freedom.</summary>
    public static IEnumerable<string> Before(MarginalRequest request, MarginalCells cells)
    {
        if (!cells.AveragedOver.IsEmpty)
        {
            yield return $"Results are averaged over the levels of: {string.Join(", ", cells.AveragedOver)}";
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
        }
    }

    /// <summary>The scale that estimates are on, where it is not the response.</summary>
    public static IEnumerable<string> Scale(EstimateScale scale, bool isTransformed, bool isContrast)
    {
        if (scale.Own.Length > 0 && scale.Value is null && isContrast)
        {
            yield return $"Note: contrasts are still on the {scale.Own} scale";
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
