using GlmmDsl.Data;
using GlmmDsl.Design;
using GlmmDsl.Fits;
using GlmmDsl.Fitting;
using GlmmDsl.Inference;
using GlmmDsl.Inference.Categories;
using GlmmDsl.Inference.Hypotheses;

namespace GlmmDsl.Predictions;

/// <summary>Standard errors and intervals of an ordinal response's probabilities in new rows, from the covariance of P(Y ≤ j) over the thresholds of a row.</summary>
internal sealed class CategoryErrors
{
    private const int RowsBetweenChecks = 256;

    private readonly CategoryCurves curves;
    private readonly EffectsCovariance? effects;
    private readonly double[][] gradients;

    private CategoryErrors(CategoryCurves curves, EffectsCovariance? effects)
    {
        this.curves = curves;
        this.effects = effects;
        gradients = [.. curves.Thresholds.Select(_ => new double[curves.Covariance.GetLength(0)])];
    }

    /// <summary>Predicts.</summary>
    /// <param name="model">The fit.</param>
    /// <param name="rows">The new rows.</param>
    /// <param name="randomEffects">Where the random effects are.</param>
    /// <param name="values">The probabilities.</param>
    /// <param name="level">The level of the intervals.</param>
    /// <param name="degreesOfFreedom">Of the t quantile.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    public static CategoryPredictions Of(
        FittedModel model, Table rows, RandomEffectsAre randomEffects, CategoryProbabilities values, double level, double degreesOfFreedom, CancellationToken cancellationToken)
    {
        Interval.RequireLevel(level);
        if (!(degreesOfFreedom > 0))
        {
            throw new ArgumentOutOfRangeException(nameof(degreesOfFreedom), degreesOfFreedom, "Degrees of freedom are positive; infinite ones give the normal quantile.");
        }

        bool atModes = randomEffects == RandomEffectsAre.Modes && !model.Matrices.Random.IsEmpty;
        RandomPart wanted = atModes ? RandomPart.Levels : randomEffects == RandomEffectsAre.Integrated ? RandomPart.Columns : RandomPart.None;
        PredictionMatrices matrices = PredictionMatrices.Build(model.Matrices, model.Basis, rows, model.Options, wanted, cancellationToken);
        double[] etas = atModes ? Predictor.LinearPredictor(model, matrices, rows, NewLevels.Population, cancellationToken) : Predictor.FixedPart(model, matrices, cancellationToken);
        var curves = new CategoryCurves(model, matrices, etas, atModes ? [.. matrices.Random.Select(t => t.Codes)] : [], randomEffects == RandomEffectsAre.Integrated, cancellationToken);
        var errors = new CategoryErrors(curves, atModes ? model.Effects(cancellationToken) : null);
        int count = values.Categories.Length;
        var probabilities = new Prediction[values.Count, count];
        var cumulative = new Prediction[values.Count, count];
        var means = new Prediction[values.Count];
        double critical = TailProbability.CriticalT(level, degreesOfFreedom);
        for (int row = 0; row < values.Count; row++)
        {
            if (row % RowsBetweenChecks == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            double[,] covariance = errors.Covariance(row);
            double whole = 0;
            for (int j = 0; j < count; j++)
            {
                for (int k = 0; k < count - 1; k++)
                {
                    whole += j < count - 1 ? covariance[j, k] : 0;
                }

                // p_j is the difference of two neighbours, of which the first begins at 0 and the last ends at 1.
                double above = j < count - 1 ? covariance[j, j] : 0, below = j > 0 ? covariance[j - 1, j - 1] : 0, both = j > 0 && j < count - 1 ? covariance[j, j - 1] : 0;
                probabilities[row, j] = Share(values[row, j], above + below - (2 * both), critical, level);
                cumulative[row, j] = Share(values.Cumulative(row, j), above, critical, level);
            }

            double mean = values.MeanCategory(row), error = Root(whole);
            means[row] = new Prediction(mean, error, new Interval(mean - (critical * error), mean + (critical * error), level));
        }

        return new CategoryPredictions(values, probabilities, cumulative, means);
    }

    /// <summary>The covariance of P(Y ≤ j) and P(Y ≤ k).</summary>
    private double[,] Covariance(int row)
    {
        int count = curves.Thresholds.Length;
        var result = new double[count, count];
        if (effects is not null)
        {
            PreparedContrast[] distances = [.. Enumerable.Range(0, count).Select(j => effects.Prepare(curves.Distance(row, j)))];
            double[] slopes = [.. Enumerable.Range(0, count).Select(j => curves.At(row, j).Slope)];
            double ofNew = curves.OfNewLevels(row);
            for (int j = 0; j < count; j++)
            {
                for (int k = 0; k < count; k++)
                {
                    // Where a slope is 0 the threshold may be infinite.
                    result[j, k] = slopes[j] * slopes[k] == 0 ? 0 : slopes[j] * slopes[k] * (effects.Of(distances[j], distances[k]) + effects.BeyondTheta(distances[j], distances[k]) + ofNew);
                }
            }

            return result;
        }

        for (int j = 0; j < count; j++)
        {
            Array.Clear(gradients[j]);
            curves.AddGradient(row, j, curves.At(row, j), 1, gradients[j]);
        }

        for (int j = 0; j < count; j++)
        {
            for (int k = 0; k < count; k++)
            {
                result[j, k] = CategoryCurves.Quadratic(gradients[j], curves.Covariance, gradients[k]);
            }
        }

        return result;
    }

    /// <summary>A probability with the limits of its logit.</summary>
    private static Prediction Share(double value, double variance, double critical, double level)
    {
        double error = Root(variance);
        if (error == 0)
        {
            return new Prediction(value, 0, new Interval(value, value, level));
        }

        double odds = value / (1 - value), ratio = Math.Exp(critical * error / (value * (1 - value)));
        return new Prediction(value, error, new Interval(odds / (odds + ratio), odds / (odds + (1 / ratio)), level));
    }

    /// <summary>Rounding can leave a variance of zero a little below it.</summary>
    private static double Root(double variance) => Math.Sqrt(variance < 0 ? 0 : variance);
}
