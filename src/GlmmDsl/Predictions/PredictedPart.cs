using GlmmDsl.Families;
using GlmmDsl.Fits;
using GlmmDsl.Fitting;
using GlmmDsl.Inference;

namespace GlmmDsl.Predictions;

/// <summary>What a scale asks of a row's linear predictors: a number, its derivatives in them, and its limits.</summary>
internal sealed class PredictedPart
{
    private readonly FamilyDefinition family;
    private readonly LikelihoodKernel kernel;
    private readonly PredictionScale scale;
    private readonly RowMean mean;
    private readonly int inflation;
    private readonly int dispersion;

    /// <summary>Takes the scale.</summary>
    /// <exception cref="InvalidOperationException">A part that the model does not have, or means of categories.</exception>
    public PredictedPart(FittedModel model, PredictionScale scale)
    {
        this.scale = scale;
        family = model.Family;
        kernel = family.Kernel(model.Link);
        mean = new RowMean(family, model.Link, model.Solution.Others);
        inflation = Find(model, Families.Predictor.ZeroInflation);
        dispersion = Find(model, Families.Predictor.Dispersion);
        if (inflation == 0 && (scale is PredictionScale.ZeroProbability or PredictionScale.ZeroLink))
        {
            throw new InvalidOperationException("This model has no zero inflation, and so no probability of structural zeros to predict. Give it one (FitOptions.ZeroInflation, --zi), or ask for another scale.");
        }

        if (scale == PredictionScale.Dispersion && dispersion == 0)
        {
            throw new InvalidOperationException(model.IsLinear
                ? "All rows of a linear model have the same residual standard deviation, which is no prediction: it is Sigma of the fit."
                : $"The {family.Words} family has no dispersion to predict. Ask for another scale.");
        }
    }

    /// <summary>Whether a scale is of a part that only models with several linear predictors have.</summary>
    public static bool IsOfAnother(PredictionScale scale) => scale is PredictionScale.ZeroProbability or PredictionScale.ZeroLink or PredictionScale.Dispersion;

    /// <summary>The number.</summary>
    /// <param name="eta">The linear predictors.</param>
    /// <param name="gradient">Receives its derivatives in them.</param>
    public double Value(ReadOnlySpan<double> eta, Span<double> gradient)
    {
        switch (scale)
        {
            case PredictionScale.Response:
                return mean.Response(eta, gradient);
            case PredictionScale.Conditional:
                return mean.Conditional(eta, gradient);
        }

        gradient.Clear();
        switch (scale)
        {
            case PredictionScale.ZeroProbability:
                double p = LogitLink.Mean(eta[inflation]);
                gradient[inflation] = p * LogitLink.Mean(-eta[inflation]);
                return p;
            case PredictionScale.ZeroLink:
                gradient[inflation] = 1;
                return eta[inflation];
            case PredictionScale.Dispersion:
                double sigma = Sigma(eta[dispersion]), step = 1e-3;
                gradient[dispersion] = ((8 * (Sigma(eta[dispersion] + step) - Sigma(eta[dispersion] - step))) - (Sigma(eta[dispersion] + (2 * step)) - Sigma(eta[dispersion] - (2 * step)))) / (12 * step);
                return sigma;
            default:
                gradient[0] = 1;
                return eta[0];
        }
    }

    /// <summary>
    /// The limits of the number. Where it depends on one linear predictor they are that one's, mapped; else they are those of the number on the scale of the link, mapped back, so that they stay
    /// in the range of means.
    /// </summary>
    /// <param name="eta">The linear predictors.</param>
    /// <param name="value">The number.</param>
    /// <param name="gradient">Its derivatives.</param>
    /// <param name="half">The standard error times the quantile.</param>
    /// <param name="level">The level.</param>
    public Interval Limits(ReadOnlySpan<double> eta, double value, ReadOnlySpan<double> gradient, double half, double level)
    {
        bool isMean = scale is PredictionScale.Response or PredictionScale.Conditional;
        int only = scale switch
        {
            PredictionScale.Response => mean.IsOfConditional ? 0 : -1,
            PredictionScale.Conditional => mean.IsConditionalOfOne ? 0 : -1,
            PredictionScale.ZeroProbability or PredictionScale.ZeroLink => inflation,
            PredictionScale.Dispersion => dispersion,
            _ => 0,
        };
        if (only >= 0)
        {
            double width = gradient[only] == 0 ? 0 : half / Math.Abs(gradient[only]);
            return Ordered(Moved(eta, only, -width), Moved(eta, only, width), level);
        }

        double on = kernel.Link(value), slope = kernel.MeanDerivative(on);
        double apart = half / Math.Abs(slope);
        return isMean && double.IsFinite(apart)
            ? Ordered(kernel.Mean(on - apart), kernel.Mean(on + apart), level)
            : new Interval(value - half, value + half, level);
    }

    private static Interval Ordered(double first, double second, double level) => new(Math.Min(first, second), Math.Max(first, second), level);

    private static int Find(FittedModel model, Families.Predictor predictor) => model.Solution.Others.ToList().FindIndex(o => o.Predictor == predictor) + 1;

    private double Sigma(double eta) => family.SigmaOf(Math.Exp(eta));

    private double Moved(ReadOnlySpan<double> eta, int k, double by)
    {
        double[] moved = eta.ToArray();
        moved[k] += by;
        return Value(moved, new double[moved.Length]);
    }
}
