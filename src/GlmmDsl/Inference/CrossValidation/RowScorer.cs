using GlmmDsl.Families;
using GlmmDsl.Fits;
using GlmmDsl.Fitting;
using GlmmDsl.Inference.Predictive;
using MathNet.Numerics;

namespace GlmmDsl.Inference.CrossValidation;

/// <summary>
/// Scores predictions of rows whose linear predictor is known up to a normal error. Of a linear model the predictive distribution is normal; of any other it is the
/// mixture over that error.
/// </summary>
internal sealed class RowScorer(FittedModel model)
{
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
        return new RowScore(-LikelihoodMean.Log(kernel, eta, Math.Sqrt(variance), total, size), Ranked(eta, variance, total), brier, model.Family.HasTrials ? size : 1, observed - mean);
    }

    /// <summary>The continuous ranked probability score of a count.</summary>
    private double Ranked(double eta, double variance, double total) =>
        model.Family.HasTrials || model.Family.HasThresholds ? double.NaN : new PredictiveMixture(model.Family, model.Link, [], [eta], [variance]).RankedScore(total);
}
