namespace GlmmDsl.Families.Densities;

/// <summary>A mean over a normal linear predictor that does not exist.</summary>
internal static class UndefinedAverage
{
    /// <summary>The error of a link whose mean has no average.</summary>
    /// <param name="link">R's name of the link.</param>
    public static InvalidOperationException Of(string link) => new(
        $"With the {link} link there is no average over the random effects: a normal linear predictor passes through 0, where the mean is infinite. Predict with random effects of zero or at their modes, or fit with the log link.");
}
