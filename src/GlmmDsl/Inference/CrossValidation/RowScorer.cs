using GlmmDsl.Families;
using GlmmDsl.Fits;
using GlmmDsl.Fitting;
using MathNet.Numerics;

namespace GlmmDsl.Inference.CrossValidation;

/// <summary>
/// Scores predictions of rows whose linear predictor is known up to a normal error. Of a linear model the predictive distribution is normal; of any other it is the
/// mixture over that error.
/// </summary>
internal sealed class RowScorer(FittedModel model)
{
    private const int Nodes = 81;
    private const double Range = 7;

    private readonly GeneralizedResponse response = model.Response;
    private readonly LikelihoodKernel kernel = model.Family.Kernel(model.Link);
    private readonly MarginalMean means = new(model.Family.Kernel(model.Link));

    /// <summary>The scores of a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="eta">The predicted linear predictor.</param>
    /// <param name="variance">The variance of its error.</param>
    /// <param name="dispersion">φ of the fit without the row.</param>
    public RowScore Of(int row, double eta, double variance, double dispersion)
    {
        (double total, double size) = (response.Totals[row], response.Sizes[row]);
        if (model.IsLinear)
        {
            double deviation = Math.Sqrt(variance + (dispersion / size));
            double error = total - eta, z = error / deviation;
            double log = (0.5 * z * z) + Math.Log(deviation) + (0.5 * Math.Log(2 * Math.PI));
            double density = Math.Exp(-0.5 * z * z) / Math.Sqrt(2 * Math.PI);
            double crps = deviation * ((z * SpecialFunctions.Erf(z / Constants.Sqrt2)) + (2 * density) - (1 / Math.Sqrt(Math.PI)));
            return new RowScore(log, crps, double.NaN, 1, error);
        }

        double mean = means.At(eta, variance).Mean;
        double observed = response.Observed(row);
        double brier = model.Family.HasTrials ? (total * (1 - mean) * (1 - mean)) + ((size - total) * mean * mean) : double.NaN;
        return new RowScore(Log(eta, Math.Sqrt(variance), total, size), double.NaN, brier, model.Family.HasTrials ? size : 1, observed - mean);
    }

    /// <summary>−log ∫ f(y | η + sz) φ(z) dz, by the trapezoidal rule about the largest term.</summary>
    private double Log(double eta, double deviation, double total, double size)
    {
        Span<double> logs = stackalloc double[Nodes];
        double largest = double.NegativeInfinity, weights = 0;
        for (int k = 0; k < Nodes; k++)
        {
            double z = Range * ((2.0 * k / (Nodes - 1)) - 1);
            weights += Math.Exp(-0.5 * z * z);
            logs[k] = kernel.LogDensity(eta + (deviation * z), total, size) - (0.5 * z * z);
            largest = Math.Max(largest, logs[k]);
        }

        double sum = 0;
        foreach (double log in logs)
        {
            sum += Math.Exp(log - largest);
        }

        return -(largest + Math.Log(sum / weights) + kernel.Constant([total], [size]));
    }
}
