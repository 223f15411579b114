using GlmmDsl.Families;
using MathNet.Numerics;

namespace GlmmDsl.Inference;

/// <summary>
/// The mean of a row with the random effects integrated out, ∫ μ(η + √v z) φ(z) dz, and its derivatives in η and v. The random part of a linear predictor
/// is one normal number, of variance v = zᵀΣz, however many terms there are. In closed form for identity, log, sqrt and probit (Zeger, Liang
/// and Albert 1988, Biometrics 44); else by the trapezoidal rule, which converges geometrically for an integrand analytic in a strip
/// (Trefethen and Weideman 2014, SIAM Rev. 56): the step is chosen for an error of e⁻⁴⁰. Its terms grow with √v, so that a large one is left to <see cref="StepMean"/>.
/// </summary>
internal sealed class MarginalMean
{
    private const double Range = 8.6;

    /// <summary>log of the error aimed at.</summary>
    private const double Digits = 40;

    /// <summary>A larger standard deviation is summed in intervals.</summary>
    private const double WideDeviation = 16;

    private readonly LikelihoodKernel kernel;
    private readonly Link link;
    private readonly double strip;
    private readonly double reach;

    /// <summary>Takes the likelihood.</summary>
    /// <param name="kernel">Of the family and link.</param>
    /// <param name="link">The link.</param>
    public MarginalMean(LikelihoodKernel kernel, Link link)
    {
        this.kernel = kernel;
        this.link = link;

        // How far from the real axis the inverse link stays analytic and bounded: poles at ±iπ, e^(−e^η) growing beyond ±iπ/2, branch points at ±i.
        strip = link switch { Link.Cloglog => Math.PI / 2, Link.Cauchit => 1, _ => Math.PI };
        reach = link == Link.Cauchit ? double.PositiveInfinity : 64;
    }

    /// <summary>The marginal mean and its derivatives; with the log link it is infinite where exp(η + v/2) is beyond the range of numbers.</summary>
    /// <param name="eta">The linear predictor without random effects; infinite where the outcomes are separated.</param>
    /// <param name="variance">v, that of its random part; what rounding makes negative counts as 0, and beyond the range of numbers it leaves a probability undetermined, NaN.</param>
    public (double Mean, double InEta, double InVariance) At(double eta, double variance)
    {
        bool isProbability = link is Link.Logit or Link.Probit or Link.Cloglog or Link.Cauchit;
        if (double.IsInfinity(eta) && (isProbability || (link == Link.Log && eta < 0)))
        {
            // Certain, whatever the random part.
            return (eta > 0 ? 1 : 0, 0, 0);
        }

        variance = Math.Max(variance, 0);
        if (double.IsInfinity(variance) && isProbability)
        {
            return (double.NaN, double.NaN, double.NaN);
        }

        if (double.IsNaN(eta) || double.IsNaN(variance))
        {
            return (double.NaN, double.NaN, double.NaN);
        }

        switch (link)
        {
            case Link.Identity:
                return (eta, 1, 0);
            case Link.Sqrt:
                return ((eta * eta) + variance, 2 * eta, 1);
            case Link.Log:
                double mean = Math.Exp(eta + (variance / 2));
                return (mean, mean, mean / 2);
            case Link.Probit:
                double scale = Math.Sqrt(1 + variance);
                double density = Math.Exp(-0.5 * eta * eta / (1 + variance)) / Constants.Sqrt2Pi;
                return (kernel.Mean(eta / scale), density / scale, -0.5 * eta * density / (scale * scale * scale));
            default:
                double deviation = Math.Sqrt(variance);
                return deviation > WideDeviation ? StepMean.At(kernel, reach, eta, deviation) : Sum(eta, deviation);
        }
    }

    private (double Mean, double InEta, double InVariance) Sum(double eta, double deviation)
    {
        // ∂/∂v is half the mean of μ″, by parts E[z μ′(η + sz)]/2s; below 1e-4 it no longer changes.
        double s = Math.Max(deviation, 1e-4);
        double step = Math.Min(0.5, 2 * Math.PI * strip / (Digits * s));
        int count = (int)Math.Ceiling(Range / step);
        double mean = 0, slope = 0, moment = 0, total = 0;
        for (int k = -count; k <= count; k++)
        {
            double z = k * step;
            double weight = Math.Exp(-0.5 * z * z);
            double at = eta + (s * z);

            // The complementary log-log link is at 1 there, and its formula no number.
            double derivative = link == Link.Cloglog && at > reach ? 0 : kernel.MeanDerivative(at);
            total += weight;
            mean += weight * kernel.Mean(eta + (deviation * z));
            slope += weight * derivative;
            moment += weight * z * derivative;
        }

        return (mean / total, slope / total, moment / total / (2 * s));
    }
}
