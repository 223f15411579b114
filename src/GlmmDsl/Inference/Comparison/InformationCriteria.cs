using GlmmDsl.Fits;

namespace GlmmDsl.Inference.Comparison;

/// <summary>Criteria besides AIC and BIC, and what follows from them.</summary>
internal static class InformationCriteria
{
    /// <summary>AIC + 2k(k + 1)/(n − k − 1); ∞ where n ≤ k + 1.</summary>
    public static double Corrected(FittedModel model)
    {
        double k = model.ParameterCount;
        double rest = model.ObservationCount - k - 1;
        return rest > 0 ? model.Aic + (2 * k * (k + 1) / rest) : double.PositiveInfinity;
    }

    /// <summary>Akaike's weights, in order; they sum to 1.</summary>
    /// <param name="differences">Each AIC less any one of them.</param>
    public static double[] Weights(IReadOnlyList<double> differences)
    {
        double smallest = differences.Min();
        double[] likelihoods = [.. differences.Select(d => Math.Exp(-(d - smallest) / 2))];
        double sum = likelihoods.Sum();
        return [.. likelihoods.Select(l => l / sum)];
    }
}
