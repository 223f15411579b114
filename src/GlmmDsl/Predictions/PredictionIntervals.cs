using System.Collections.Immutable;
using GlmmDsl.Data;
using GlmmDsl.Design;
using GlmmDsl.Families;
using GlmmDsl.Fits;
using GlmmDsl.Fitting;
using GlmmDsl.Inference;
using GlmmDsl.Inference.Hypotheses;

namespace GlmmDsl.Predictions;

/// <summary>Predictions with standard errors and intervals.</summary>
internal sealed class PredictionIntervals
{
    private const int RowsBetweenChecks = 256;

    private readonly FittedModel model;
    private readonly PredictionOf what;
    private readonly PredictionScale scale;
    private readonly double level;
    private readonly double critical;
    private readonly LikelihoodKernel kernel;

    // Var(β̂) beyond that given θ̂: the uncertainty of θ̂, which the engine of generalised models knows; null where it is none.
    private readonly double[,]? excess;

    private PredictionIntervals(FittedModel model, PredictionOf what, PredictionScale scale, double level, double degreesOfFreedom)
    {
        this.model = model;
        this.what = what;
        this.scale = scale;
        this.level = level;
        critical = TailProbability.CriticalT(level, degreesOfFreedom);
        kernel = model.Family.Kernel(model.Link);
        IModelSolution solution = model.Solution;
        if (!solution.ProfilesCoefficients && solution.Thresholds is null)
        {
            excess = new double[solution.Beta.Length, solution.Beta.Length];
            for (int i = 0; i < solution.Beta.Length; i++)
            {
                for (int j = 0; j < solution.Beta.Length; j++)
                {
                    excess[i, j] = solution.Covariance[i, j] - solution.ConditionalCovariance[i, j];
                }
            }
        }
    }

    /// <summary>Predicts new rows.</summary>
    /// <param name="model">The fit.</param>
    /// <param name="rows">The new rows; the response is not needed.</param>
    /// <param name="what">What is predicted.</param>
    /// <param name="level">The level of the intervals.</param>
    /// <param name="newLevels">What becomes of levels the fit never saw.</param>
    /// <param name="scale">Means, or linear predictors.</param>
    /// <param name="degreesOfFreedom">Of the t quantile; infinite for the normal one.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    public static ImmutableArray<Prediction> Of(
        FittedModel model,
        Table rows,
        PredictionOf what,
        double level,
        NewLevels newLevels,
        PredictionScale scale,
        double degreesOfFreedom,
        CancellationToken cancellationToken)
    {
        Interval.RequireLevel(level);
        if (!(degreesOfFreedom > 0))
        {
            throw new ArgumentOutOfRangeException(nameof(degreesOfFreedom), degreesOfFreedom, "Degrees of freedom are positive; infinite ones give the normal quantile.");
        }

        if (scale != PredictionScale.Link)
        {
            model.RequireNumbers(what == PredictionOf.NewObservation ? "intervals of new observations" : "intervals of means");
        }

        if (JointIntervals.AreNeeded(model, what, scale))
        {
            return JointIntervals.Of(model, rows, what, level, newLevels, scale, degreesOfFreedom, cancellationToken);
        }

        if (what == PredictionOf.NewObservation)
        {
            RequireDistribution(model, scale);
        }

        bool hasGroups = what != PredictionOf.Mean;
        PredictionMatrices matrices = PredictionMatrices.Build(
            model.Matrices, model.Basis, rows, model.Options, hasGroups ? RandomPart.Levels : RandomPart.None, cancellationToken);
        double[] values = Predictor.LinearPredictor(model, matrices, rows, newLevels, cancellationToken);
        var intervals = new PredictionIntervals(model, what, scale, level, degreesOfFreedom);
        EffectsCovariance? effects = hasGroups && !model.Matrices.Random.IsEmpty ? model.Effects(cancellationToken) : null;
        var result = ImmutableArray.CreateBuilder<Prediction>(values.Length);
        for (int row = 0; row < values.Length; row++)
        {
            if (row % RowsBetweenChecks == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            result.Add(intervals.Row(values[row], intervals.Variance(matrices, row, effects)));
        }

        return result.MoveToImmutable();
    }

    private static void RequireDistribution(FittedModel model, PredictionScale scale)
    {
        if (model.Family.HasTrials)
        {
            throw new InvalidOperationException(
                "A new trial is 0 or 1, and no interval says more of it than its probability: predict PredictionOf.ConditionalMean, whose interval is of that probability.");
        }

        if (!model.IsLinear && scale == PredictionScale.Link)
        {
            throw new InvalidOperationException("A new observation has no linear predictor: predict it on the response scale, or PredictionOf.ConditionalMean on the link's.");
        }
    }

    /// <summary>The variance of the linear predictor's error; NaN where a value is missing.</summary>
    private double Variance(PredictionMatrices matrices, int row, EffectsCovariance? effects)
    {
        double[] x = [.. model.Solution.Kept.Select(k => matrices.FixedColumns[k][row])];
        if (effects is null)
        {
            return Quadratic(model.Solution.Covariance, x);
        }

        var random = new List<(int Term, int Level, int Column, double Weight)>();
        double variance = 0;
        for (int t = 0; t < matrices.Random.Length; t++)
        {
            PredictionTerm term = matrices.Random[t];
            double[] z = Array.ConvertAll(term.Columns, c => c?[row] ?? 1);
            if (term.Codes[row] < 0)
            {
                variance += OfNewLevel(t, z);
                continue;
            }

            for (int c = 0; c < z.Length; c++)
            {
                random.Add((t, term.Codes[row], c, z[c]));
            }
        }

        if (!x.All(double.IsFinite) || !random.All(r => double.IsFinite(r.Weight)))
        {
            return double.NaN;
        }

        PreparedContrast contrast = effects.Prepare(new EffectsContrast(x, random));
        return variance + effects.Of(contrast, contrast) + effects.BeyondTheta(contrast, contrast) + (excess is null ? 0 : Quadratic(excess, contrast.Rest));
    }

    /// <summary>zᵀΣz.</summary>
    private double OfNewLevel(int term, double[] z)
    {
        double sum = 0;
        for (int a = 0; a < z.Length; a++)
        {
            for (int b = 0; b < z.Length; b++)
            {
                sum += z[a] * z[b] * model.VarianceComponents[term].Covariance(a, b);
            }
        }

        return sum;
    }

    private static double Quadratic(double[,] matrix, double[] x)
    {
        double sum = 0;
        for (int i = 0; i < x.Length; i++)
        {
            for (int j = 0; j < x.Length; j++)
            {
                sum += x[i] * matrix[i, j] * x[j];
            }
        }

        return sum;
    }

    private Prediction Row(double eta, double variance)
    {
        // Rounding can leave a variance of zero a little below it.
        double error = Math.Sqrt(Math.Max(variance, 0));
        if (double.IsNaN(eta) || double.IsNaN(variance))
        {
            return new Prediction(eta, double.NaN, new Interval(double.NaN, double.NaN, level));
        }

        if (what == PredictionOf.NewObservation && !model.IsLinear)
        {
            var counts = new PredictiveCounts(model.Family, kernel, eta, error);
            double tail = (1 - level) / 2;
            return new Prediction(kernel.Mean(eta), counts.StandardDeviation, new Interval(counts.Quantile(tail), counts.Quantile(1 - tail), level));
        }

        if (what == PredictionOf.NewObservation)
        {
            error = Math.Sqrt((error * error) + model.Solution.Dispersion);
        }

        double half = critical * error;
        if (model.IsLinear || scale == PredictionScale.Link)
        {
            return new Prediction(eta, error, new Interval(eta - half, eta + half, level));
        }

        double slope = Math.Abs(kernel.MeanDerivative(eta));
        return new Prediction(kernel.Mean(eta), slope * error, new Interval(kernel.Mean(eta - half), kernel.Mean(eta + half), level));
    }
}
