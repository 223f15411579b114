using System.Collections.Immutable;
using GlmmDsl.Data;
using GlmmDsl.Fits;
using GlmmDsl.Fitting;
using GlmmDsl.Inference;
using GlmmDsl.Inference.Hypotheses;
using GlmmDsl.Inference.Predictive;

namespace GlmmDsl.Predictions;

/// <summary>Predictions with standard errors and intervals of models with several linear predictors, by the delta method over all of them jointly.</summary>
internal static class JointIntervals
{
    private const int RowsBetweenChecks = 64;

    /// <summary>Whether a prediction needs more than the conditional linear predictor.</summary>
    public static bool AreNeeded(FittedModel model, PredictionOf what, PredictionScale scale) => model.Solution.Thresholds is null
        && (!OnePredictor.Holds(model.Solution)
            || PredictedPart.IsOfAnother(scale)
            || (scale != PredictionScale.Link && !model.Family.HasMeansOfLink)
            || (what == PredictionOf.NewObservation && !model.Solution.Others.IsEmpty));

    /// <inheritdoc cref="PredictionIntervals.Of"/>
    public static ImmutableArray<Prediction> Of(
        FittedModel model, Table rows, PredictionOf what, double level, NewLevels newLevels, PredictionScale scale, double degreesOfFreedom, CancellationToken cancellationToken)
    {
        var part = new PredictedPart(model, scale);
        bool isNew = what == PredictionOf.NewObservation;
        if (isNew)
        {
            RequireDistribution(model, scale);
        }

        var predicted = new PredictorRows(model, rows, what == PredictionOf.Mean ? null : newLevels, cancellationToken);
        double critical = TailProbability.CriticalT(level, degreesOfFreedom), tail = (1 - level) / 2;
        double[] eta = new double[predicted.Etas.Length], gradient = new double[eta.Length];
        var result = ImmutableArray.CreateBuilder<Prediction>(predicted.Count);
        for (int row = 0; row < predicted.Count; row++)
        {
            if (row % RowsBetweenChecks == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            predicted.At(row, eta);
            double value = part.Value(eta, gradient);
            double[]? joint = isNew ? predicted.Covariance(row) : null;
            double variance = isNew ? joint![0] : predicted.Variance(row, gradient);
            if (double.IsNaN(value) || double.IsNaN(variance))
            {
                result.Add(new Prediction(value, double.NaN, new Interval(double.NaN, double.NaN, level)));
            }
            else if (isNew)
            {
                var mixture = new PredictiveMixture(model.Family, model.Link, model.Solution.Others, eta, joint!);
                result.Add(new Prediction(value, mixture.StandardDeviation, new Interval(mixture.Quantile(tail), mixture.Quantile(1 - tail), level)));
            }
            else
            {
                double error = Math.Sqrt(variance);
                result.Add(new Prediction(value, error, part.Limits(eta, value, gradient, critical * error, level)));
            }
        }

        return result.MoveToImmutable();
    }

    /// <summary>Refuses new observations that have no quantiles, or scales that are not theirs.</summary>
    /// <exception cref="InvalidOperationException">Trials, or another scale than the response's.</exception>
    private static void RequireDistribution(FittedModel model, PredictionScale scale)
    {
        if (model.Family.HasTrials)
        {
            throw new InvalidOperationException(
                "The number of trials of a new row is not known, and of one trial no interval says more than its probability: predict PredictionOf.ConditionalMean, whose interval is of that probability.");
        }

        if (scale != PredictionScale.Response)
        {
            throw new InvalidOperationException("A new observation is on the scale of the response: predict it there, or PredictionOf.ConditionalMean on the scale that you want.");
        }
    }
}
