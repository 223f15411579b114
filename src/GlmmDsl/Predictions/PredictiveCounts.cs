using GlmmDsl.Families;
using GlmmDsl.Inference.Predictive;

namespace GlmmDsl.Predictions;

/// <summary>
/// The distribution of a new count whose linear predictor is known up to a normal error: P(Y ≤ y) = ∫ F(y | η + sz) φ(z) dz, by the trapezoidal rule, which
/// converges geometrically once its step is below the width of the rise of F.
/// </summary>
internal sealed class PredictiveCounts
{
    private const int FewestNodes = 121, MostNodes = 8001;
    private const double Range = 7.5;

    private readonly FamilyDefinition family;
    private readonly double[] means;
    private readonly double[] weights;

    /// <summary>Takes the distribution of the mean.</summary>
    /// <param name="family">The family of the counts.</param>
    /// <param name="kernel">Its kernel.</param>
    /// <param name="eta">The predicted linear predictor.</param>
    /// <param name="error">The standard deviation of its error.</param>
    public PredictiveCounts(FamilyDefinition family, LikelihoodKernel kernel, double eta, double error)
    {
        this.family = family;

        // F rises over a standard deviation of the count, which in z is this wide.
        double centre = Math.Max(kernel.Mean(eta), 1);
        double width = Math.Sqrt(centre) / Math.Max(Math.Abs(error * kernel.MeanDerivative(eta)), 1e-300);
        int count = (int)Math.Clamp(Math.Ceiling(4 * Range / width), FewestNodes, MostNodes) | 1;
        means = new double[count];
        weights = new double[count];
        double total = 0;
        for (int k = 0; k < count; k++)
        {
            double z = Range * ((2.0 * k / (count - 1)) - 1);
            total += weights[k] = Math.Exp(-0.5 * z * z);
            means[k] = Math.Max(kernel.Mean(eta + (error * z)), 0);
        }

        double mean = 0, square = 0, variance = 0;
        for (int k = 0; k < weights.Length; k++)
        {
            weights[k] /= total;
            mean += weights[k] * means[k];
            variance += weights[k] * kernel.Variance(means[k]);
        }

        for (int k = 0; k < weights.Length; k++)
        {
            square += weights[k] * (means[k] - mean) * (means[k] - mean);
        }

        StandardDeviation = Math.Sqrt(square + variance);
        Mean = mean;
    }

    /// <summary>The mean of the predictive distribution.</summary>
    public double Mean { get; }

    /// <summary>The standard deviation of the predictive distribution.</summary>
    public double StandardDeviation { get; }

    /// <summary>The smallest count y with P(Y ≤ y) ≥ a probability.</summary>
    public double Quantile(double probability) =>
        double.IsFinite(StandardDeviation) ? CountQuantile.Of(AtMost, probability, Mean + (10 * StandardDeviation) + 10) : double.NaN;

    private double AtMost(double count)
    {
        double sum = 0;
        for (int k = 0; k < weights.Length; k++)
        {
            sum += weights[k] * AtMost(count, means[k]);
        }

        return sum;
    }

    private double AtMost(double count, double mean)
    {
        if (mean == 0)
        {
            return 1;
        }

        return family.Tails(count, 1, mean).Upper;
    }
}
