using System.Collections.Immutable;
using GlmmDsl.Families;
using GlmmDsl.Families.Dispersed;
using GlmmDsl.Fits;
using GlmmDsl.Fitting;

namespace GlmmDsl.Inference;

/// <summary>
/// The mean of a response whose linear predictors are independent normal numbers, with its derivatives in their means and variances: the random effects of zero inflation, dispersion and mean
/// integrated out. It is E(1 − p) times the mean of the conditional model, which has a closed form or one dimension where it is the link's, and is summed over mean and dispersion where it is not.
/// </summary>
internal sealed class MarginalResponse
{
    /// <summary>The trapezoidal rule over a normal number: its error is e⁻²π²/h² for an integrand as smooth as the density.</summary>
    private const double Step = 0.25, Range = 8.25;

    /// <summary>For a smaller standard deviation the derivative in the variance no longer changes.</summary>
    private const double LeastDeviation = 1e-4;

    private readonly bool hasMeansOfLink;
    private readonly MarginalMean link;
    private readonly MarginalMean zero = new(ZeroInflatedFamily.Probability);
    private readonly RowMean mean;
    private readonly bool[] hasRandom;
    private readonly int inflation;

    /// <summary>Takes a fit.</summary>
    public MarginalResponse(FittedModel model)
    {
        ImmutableArray<PredictorSolution> others = model.Solution.Others;
        hasMeansOfLink = model.Family.HasMeansOfLink;
        link = new MarginalMean(model.Family.Kernel(model.Link));
        mean = new RowMean(model.Family, model.Link, others);
        hasRandom = [!model.Matrices.Random.IsEmpty, .. others.Select(o => !o.Matrices.Random.IsEmpty)];
        inflation = others.ToList().FindIndex(o => o.Predictor == Predictor.ZeroInflation) + 1;
    }

    /// <summary>The mean at normal linear predictors.</summary>
    /// <param name="eta">Their means, the conditional one first.</param>
    /// <param name="variances">Their variances.</param>
    /// <param name="inEta">Receives the derivatives in the means.</param>
    /// <param name="inVariance">Receives the derivatives in the variances.</param>
    public double At(ReadOnlySpan<double> eta, ReadOnlySpan<double> variances, Span<double> inEta, Span<double> inVariance)
    {
        inEta.Clear();
        inVariance.Clear();
        double own;
        if (hasMeansOfLink)
        {
            (own, inEta[0], inVariance[0]) = link.At(eta[0], variances[0]);
        }
        else
        {
            own = Summed(eta, variances, inEta, inVariance);
        }

        if (inflation == 0)
        {
            return own;
        }

        (double none, double noneInEta, double noneInVariance) = zero.At(-eta[inflation], variances[inflation]);
        for (int k = 0; k < inEta.Length; k++)
        {
            inEta[k] *= none;
            inVariance[k] *= none;
        }

        (inEta[inflation], inVariance[inflation]) = (-noneInEta * own, noneInVariance * own);
        return none * own;
    }

    private double Summed(ReadOnlySpan<double> eta, ReadOnlySpan<double> variances, Span<double> inEta, Span<double> inVariance)
    {
        if (!double.IsFinite(eta[0]))
        {
            inEta.Fill(double.NaN);
            return double.NaN;
        }

        // The zero inflation is a factor of its own.
        int[] summed = [.. Enumerable.Range(0, eta.Length).Where(k => hasRandom[k] && (k == 0 || k != inflation))];
        double[] at = eta.ToArray(), gradient = new double[eta.Length], z = new double[eta.Length];
        double sum = 0, total = 0;
        Add(0, 1, variances, inEta, inVariance);
        for (int k = 0; k < inEta.Length; k++)
        {
            inEta[k] /= total;
            inVariance[k] /= total;
        }

        return sum / total;

        void Add(int place, double weight, ReadOnlySpan<double> variances, Span<double> inEta, Span<double> inVariance)
        {
            if (place == summed.Length)
            {
                double value = mean.Conditional(at, gradient);
                total += weight;
                sum += weight * value;
                for (int k = 0; k < gradient.Length; k++)
                {
                    inEta[k] += weight * gradient[k];
                }

                foreach (int k in summed)
                {
                    inVariance[k] += weight * z[k] * gradient[k] / (2 * Deviation(variances[k]));
                }

                return;
            }

            int summand = summed[place];
            double centre = at[summand], deviation = Deviation(variances[summand]);
            for (double x = -Range; x <= Range; x += Step)
            {
                z[summand] = x;
                at[summand] = centre + (deviation * x);
                Add(place + 1, weight * Math.Exp(-0.5 * x * x), variances, inEta, inVariance);
            }

            at[summand] = centre;
        }
    }

    private static double Deviation(double variance) => Math.Max(Math.Sqrt(Math.Max(variance, 0)), LeastDeviation);
}
