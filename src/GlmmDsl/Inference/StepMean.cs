using GlmmDsl.Families;
using MathNet.Numerics;
using MathNet.Numerics.Integration;

namespace GlmmDsl.Inference;

/// <summary>
/// The mean of an inverse link over a normal linear predictor that varies so widely that the link is almost a step from 0 to 1 in comparison:
/// E μ(η + sz) = Φ(η/s) + ∫₀^∞ [μ(−y) φ((y + η)/s) − (1 − μ(y)) φ((y − η)/s)] dy/s. The term added to the step is smooth on either side of 0. It is summed by Gauss–Legendre
/// rules over intervals that double in length away from 0, where the poles of the link are, and are short compared with s. The work grows as log s.
/// </summary>
internal static class StepMean
{
    private const int Nodes = 20;

    /// <summary>The range of integration in standard deviations; beyond it the normal density does not change the sum.</summary>
    private const double Range = 8.6;

    private static readonly GaussLegendreRule Rule = new(-1, 1, Nodes);

    /// <summary>The mean and its derivatives in η and s².</summary>
    /// <param name="kernel">The kernel of the family and link.</param>
    /// <param name="eta">η.</param>
    /// <param name="deviation">s, 1 or more.</param>
    public static AveragedMean At(LikelihoodKernel kernel, double eta, double deviation)
    {
        double mean = SpecialFunctions.Erfc(-eta / deviation / Constants.Sqrt2) / 2;
        double slope = 0, moment = 0;
        foreach (int side in (ReadOnlySpan<int>)[-1, 1])
        {
            double centre = side * eta;
            double end = Math.Min(centre + (Range * deviation), kernel.Reach);
            double start = Math.Max(centre - (Range * deviation), 0);
            while (start < end)
            {
                double stop = Math.Min(start + Math.Min(Math.Max(start, 1), 2 * deviation), end);
                double half = (stop - start) / 2;
                for (int k = 0; k < Nodes; k++)
                {
                    double y = side * (start + (half * (1 + Rule.GetAbscissa(k))));
                    double z = (y - eta) / deviation;
                    double weight = half / deviation * Rule.GetWeight(k) * Math.Exp(-0.5 * z * z) / Constants.Sqrt2Pi;
                    double derivative = kernel.MeanDerivative(y);
                    mean += weight * (kernel.Mean(y) - (side > 0 ? 1 : 0));
                    slope += weight * derivative;
                    moment += weight * z * derivative;
                }

                // η is so large that adding s does not change it: nothing is left to sum.
                if (!(stop > start))
                {
                    break;
                }

                start = stop;
            }
        }

        return new(Math.Clamp(mean, 0, 1), slope, moment / (2 * deviation));
    }
}
