using GlmmDsl.Families;
using GlmmDsl.Fits;
using MathNet.Numerics.Integration;

namespace GlmmDsl.Inference;

/// <summary>
/// The quasi-likelihood of given means (Wedderburn 1974, Biometrika 61): Q = Σ m ∫ (M − t)/V(t) dt from M to μ(η), with the score m(M − μ)μ′/V. V is the variance function of the row, with its own dispersion.
/// </summary>
internal sealed class QuasiLikelihood
{
    /// <summary>Relative step of the one difference taken.</summary>
    private const double Step = 1e-5;
    private const int Order = 16;

    private readonly LikelihoodKernel link;
    private readonly FamilyDefinition family;
    private readonly FamilyDefinition[]? families;
    private readonly double[] means;
    private readonly double[] sizes;

    /// <summary>Takes the means M of a fit's rows.</summary>
    public QuasiLikelihood(FittedModel model, double[] means)
    {
        link = model.Response.Kernel;
        family = model.Family;
        families = model.Solution.Others.Any(o => !o.IsConstant) ? [.. Enumerable.Range(0, model.RowCount).Select(model.Solution.FamilyAt)] : null;
        this.means = means;
        sizes = model.Response.Sizes;
    }

    /// <summary>V of a row.</summary>
    public double Variance(int row, double eta) => VarianceOf(row, link.Mean(eta));

    /// <summary>Q.</summary>
    public double LogLikelihood(double[] eta)
    {
        double sum = 0;
        for (int i = 0; i < eta.Length; i++)
        {
            int row = i;
            double mean = link.Mean(eta[i]);
            sum += mean == means[i] ? 0 : sizes[i] * GaussLegendreRule.Integrate(t => (means[row] - t) / VarianceOf(row, t), means[i], mean, Order);
        }

        return sum < double.PositiveInfinity ? sum : double.NegativeInfinity;
    }

    /// <summary>Fills the score and the information, expected or observed.</summary>
    public void Fill(double[] eta, double[] score, double[]? expected, double[]? observed)
    {
        for (int i = 0; i < eta.Length; i++)
        {
            double apart = means[i] - link.Mean(eta[i]), weight = sizes[i] * Ratio(i, eta[i]), information = weight * link.MeanDerivative(eta[i]);
            score[i] = weight * apart;
            if (expected is not null)
            {
                expected[i] = information;
            }

            if (observed is not null)
            {
                double step = Step * (1 + Math.Abs(eta[i]));
                observed[i] = information - (sizes[i] * apart * (Ratio(i, eta[i] + step) - Ratio(i, eta[i] - step)) / (2 * step));
            }
        }
    }

    /// <summary>μ′/V.</summary>
    private double Ratio(int row, double eta) => link.MeanDerivative(eta) / Variance(row, eta);

    private double VarianceOf(int row, double mean)
    {
        // Of a t distribution with 2 degrees of freedom and fewer it is infinite at every mean: rows count alike.
        double variance = (families?[row] ?? family).VarianceOf(mean);
        return double.IsPositiveInfinity(variance) ? 1 : variance;
    }
}
