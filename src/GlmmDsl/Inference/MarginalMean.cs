using GlmmDsl.Families;

namespace GlmmDsl.Inference;

/// <summary>
/// The mean of a row with the random effects integrated out, ∫ μ(η + √v z) φ(z) dz, and its derivatives in η and v. The random part of a linear predictor
/// is one normal number, of variance v = zᵀΣz, however many terms there are. It has a closed form for some kernels; otherwise it is computed by the trapezoidal rule, which converges geometrically for an integrand analytic in a strip
/// (Trefethen and Weideman 2014, SIAM Rev. 56): the step is chosen for an error of e⁻⁴⁰. The number of terms grows with √v, so a large √v is left to <see cref="StepMean"/>.
/// </summary>
internal sealed class MarginalMean
{
    private const double Range = 8.6;

    /// <summary>Minus the logarithm of the target error.</summary>
    private const double Digits = 40;

    /// <summary>For a larger standard deviation <see cref="StepMean"/> is used.</summary>
    private const double WideDeviation = 16;

    private readonly LikelihoodKernel kernel;

    // Whether means are between 0 and 1, and so have a limit at either end.
    private readonly bool isBounded;

    /// <summary>Takes the likelihood.</summary>
    /// <param name="kernel">The kernel of the family and link.</param>
    public MarginalMean(LikelihoodKernel kernel)
    {
        this.kernel = kernel;
        isBounded = double.IsFinite(kernel.Mean(double.PositiveInfinity));
    }

    /// <summary>The marginal mean and its derivatives; with the log link it is infinite where exp(η + v/2) is outside the range of floating-point numbers.</summary>
    /// <param name="eta">The linear predictor without random effects; infinite where the outcomes are separated.</param>
    /// <param name="variance">v, the variance of its random part. If rounding makes it negative it counts as 0; if it is infinite, a probability is undetermined, NaN.</param>
    public AveragedMean At(double eta, double variance)
    {
        if (double.IsInfinity(eta) && double.IsFinite(kernel.Mean(eta)))
        {
            // Certain, whatever the random part.
            return new(kernel.Mean(eta), 0, 0);
        }

        variance = Math.Max(variance, 0);
        if (double.IsNaN(eta) || double.IsNaN(variance) || (double.IsInfinity(variance) && isBounded))
        {
            return new(double.NaN, double.NaN, double.NaN);
        }

        return kernel.NormalMean(eta, variance) ?? Summed(eta, Math.Sqrt(variance));
    }

    private AveragedMean Summed(double eta, double deviation) =>
        deviation > WideDeviation ? StepMean.At(kernel, eta, deviation) : Sum(eta, deviation);

    private AveragedMean Sum(double eta, double deviation)
    {
        // ∂/∂v is half the mean of μ″, by parts E[z μ′(η + sz)]/2s; below 1e-4 it no longer changes.
        double s = Math.Max(deviation, 1e-4);
        double step = Math.Min(0.5, 2 * Math.PI * kernel.Strip / (Digits * s));
        int count = (int)Math.Ceiling(Range / step);
        double mean = 0, slope = 0, moment = 0, total = 0;
        for (int k = -count; k <= count; k++)
        {
            double z = k * step;
            double weight = Math.Exp(-0.5 * z * z);
            double derivative = kernel.MeanDerivative(eta + (s * z));
            total += weight;
            mean += weight * kernel.Mean(eta + (deviation * z));
            slope += weight * derivative;
            moment += weight * z * derivative;
        }

        return new(mean / total, slope / total, moment / total / (2 * s));
    }
}
