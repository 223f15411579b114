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
    /// <summary>The step of the rule in standard deviations of the integrand; its error is e⁻¹²⁰ for a normal one.</summary>
    private const double StepOfWidth = 0.4;

    /// <summary>−log of the terms left out, against the largest.</summary>
    private const double Negligible = 42;
    private const int MostSteps = 100_000;
    private const int MostPasses = 60;

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

    /// <summary>
    /// −log ∫ f(y | η + sz) φ(z) dz, by the trapezoidal rule about the mode of the integrand with steps of its own width: of a large count it is far narrower than φ, and anywhere.
    /// </summary>
    private double Log(double eta, double deviation, double total, double size)
    {
        double constant = kernel.Constant([total], [size]);
        if (!(deviation > 0))
        {
            return -(kernel.LogDensity(eta, total, size) + constant);
        }

        double Exponent(double z) => kernel.LogDensity(eta + (deviation * z), total, size) - (0.5 * z * z);
        (double mode, double width) = Mode(Exponent, eta, deviation, total, size);
        double largest = Exponent(mode);
        double step = width * StepOfWidth, sum = 1;
        foreach (int direction in (ReadOnlySpan<int>)[-1, 1])
        {
            for (int k = 1; k < MostSteps; k++)
            {
                double log = Exponent(mode + (direction * k * step)) - largest;
                if (!(log > -Negligible))
                {
                    break;
                }

                sum += Math.Exp(log);
            }
        }

        return -(largest + Math.Log(sum * step / Math.Sqrt(2 * Math.PI)) + constant);
    }

    /// <summary>The largest exponent by Newton's method, each step halved until it rises, and the standard deviation of the normal density with its curvature there.</summary>
    private (double Mode, double Width) Mode(Func<double, double> exponent, double eta, double deviation, double total, double size)
    {
        double z = 0, value = exponent(0), curvature = 1;
        Span<double> score = stackalloc double[1], observed = stackalloc double[1], derivative = stackalloc double[1], expected = stackalloc double[1];
        for (int pass = 0; pass < MostPasses; pass++)
        {
            double[] at = [eta + (deviation * z)];
            _ = kernel.Evaluate(at, [total], [size], score, observed, derivative);
            kernel.Expected(at, [size], expected);
            curvature = 1 + (deviation * deviation * Math.Max(observed[0] > 0 ? observed[0] : expected[0], 0));
            double move = ((deviation * score[0]) - z) / curvature;
            double next = exponent(z + move);
            for (int half = 0; half < MostPasses && !(next >= value); half++)
            {
                move /= 2;
                next = exponent(z + move);
            }

            if (!(next >= value) || Math.Abs(move) * Math.Sqrt(curvature) < 1e-3)
            {
                break;
            }

            (z, value) = (z + move, next);
        }

        return (z, 1 / Math.Sqrt(curvature));
    }
}
