using System.Collections.Immutable;
using GlmmDsl.Data;
using GlmmDsl.Design;
using GlmmDsl.Design.RandomEffects;
using GlmmDsl.Fits;
using GlmmDsl.Inference;
using GlmmDsl.Inference.Means;

namespace GlmmDsl.Predictions;

/// <summary>Predicts the response of new rows: Xβ̂ + offset, and with random effects Zb̂ too.</summary>
internal static class Predictor
{
    private const int RowsBetweenChecks = 1024;

    /// <summary>Predicts.</summary>
    /// <param name="model">The fit.</param>
    /// <param name="rows">The new rows; the response is not needed.</param>
    /// <param name="newLevels">What to do with levels that the fit never saw; null predicts without random effects, and needs no groups.</param>
    /// <param name="scale">Means, or linear predictors.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <returns>A number for each row; NaN where a value it needs is missing.</returns>
    public static double[] Predict(FittedModel model, Table rows, NewLevels? newLevels, PredictionScale scale, CancellationToken cancellationToken)
    {
        RandomPart wanted = newLevels is null ? RandomPart.None : RandomPart.Levels;
        PredictionMatrices matrices = PredictionMatrices.Build(model.Matrices, model.Basis, rows, model.Options, wanted, cancellationToken);
        double[] prediction = LinearPredictor(model, matrices, rows, newLevels ?? NewLevels.Population, cancellationToken);
        if ((scale is PredictionScale.Response or PredictionScale.Conditional) && model.Family.HasThresholds)
        {
            return Array.ConvertAll(prediction, model.Family.ResponseMean);
        }

        if (scale != PredictionScale.Link && (!model.IsLinear || PredictedPart.IsOfAnother(scale)))
        {
            var part = new PredictedPart(model, scale);
            double[][] etas = [prediction, .. OtherPredictors.Of(model, rows, newLevels, cancellationToken)];
            double[] eta = new double[etas.Length], gradient = new double[etas.Length];
            for (int row = 0; row < prediction.Length; row++)
            {
                ThrowIfCancelled(row, cancellationToken);
                for (int k = 0; k < eta.Length; k++)
                {
                    eta[k] = etas[k][row];
                }

                prediction[row] = part.Value(eta, gradient);
            }
        }

        return prediction;
    }

    /// <summary>Xβ̂ + offset of new rows, and Zb̂ of the terms that their design holds.</summary>
    public static double[] LinearPredictor(FittedModel model, PredictionMatrices matrices, Table rows, NewLevels newLevels, CancellationToken cancellationToken)
    {
        double[] prediction = FixedPart(model, matrices, cancellationToken);
        for (int t = 0; t < matrices.Random.Length; t++)
        {
            AddRandomEffects(prediction, matrices.Random[t], model.Solution.ConditionalModes[t], rows, newLevels, cancellationToken);
        }

        return prediction;
    }

    /// <summary>
    /// Predicts means of the population, over all levels that a group may have: the random effects are integrated out. New rows need the columns of the
    /// random slopes, and no groups.
    /// </summary>
    public static double[] PredictAverage(FittedModel model, Table rows, CancellationToken cancellationToken)
    {
        RandomPart wanted = model.IsLinear ? RandomPart.None : RandomPart.Columns;
        PredictionMatrices matrices = PredictionMatrices.Build(model.Matrices, model.Basis, rows, model.Options, wanted, cancellationToken);
        double[] prediction = FixedPart(model, matrices, cancellationToken);
        if (model.Family.HasThresholds)
        {
            double[,] probabilities = Probabilities(model, rows, RandomEffectsAre.Integrated, NewLevels.Population, cancellationToken);
            return [.. Enumerable.Range(0, prediction.Length).Select(row => Enumerable.Range(0, probabilities.GetLength(1)).Sum(j => (j + 1) * probabilities[row, j]))];
        }

        if (JointMeans.AreNeeded(model))
        {
            return new JointMeans(model, JointMeans.Design(model, rows, wanted, cancellationToken)).Rows(isIntegrated: true).Means;
        }

        if (!model.IsLinear)
        {
            var means = new MarginalMean(model.Family.Kernel(model.Link));
            double[] variances = new RandomVariance(model.Matrices.Random, model.VarianceComponents).Of([.. matrices.Random.Select(t => t.Columns)], prediction.Length, cancellationToken);
            for (int row = 0; row < prediction.Length; row++)
            {
                ThrowIfCancelled(row, cancellationToken);
                prediction[row] = means.At(prediction[row], variances[row]).Mean;
            }
        }

        return prediction;
    }

    /// <summary>The probabilities of an ordinal response's categories in new rows.</summary>
    /// <param name="model">The fit.</param>
    /// <param name="rows">The new rows.</param>
    /// <param name="randomEffects">Where the random effects are.</param>
    /// <param name="newLevels">What to do with levels that the fit never saw, where random effects are at their modes.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <returns>Rows × categories.</returns>
    /// <exception cref="InvalidOperationException">A response without categories.</exception>
    public static double[,] Probabilities(FittedModel model, Table rows, RandomEffectsAre randomEffects, NewLevels newLevels, CancellationToken cancellationToken)
    {
        RequireCategories(model);
        RandomPart wanted = randomEffects switch { RandomEffectsAre.Modes => RandomPart.Levels, RandomEffectsAre.Integrated => RandomPart.Columns, _ => RandomPart.None };
        PredictionMatrices matrices = PredictionMatrices.Build(model.Matrices, model.Basis, rows, model.Options, wanted, cancellationToken);
        bool isIntegrated = randomEffects == RandomEffectsAre.Integrated;
        double[] etas = isIntegrated ? FixedPart(model, matrices, cancellationToken) : LinearPredictor(model, matrices, rows, newLevels, cancellationToken);
        double[]? variances = isIntegrated ? new RandomVariance(model.Matrices.Random, model.VarianceComponents).Of([.. matrices.Random.Select(t => t.Columns)], etas.Length, cancellationToken) : null;
        MarginalMean? tail = isIntegrated ? new MarginalMean(model.Family.UpperTail()) : null;
        ImmutableArray<double> thresholds = model.Family.Thresholds;
        var result = new double[etas.Length, thresholds.Length + 1];
        for (int row = 0; row < etas.Length; row++)
        {
            ThrowIfCancelled(row, cancellationToken);
            double above = 1;
            for (int j = 0; j <= thresholds.Length; j++)
            {
                if (tail is null)
                {
                    result[row, j] = model.Family.CategoryProbability(j, etas[row]);
                    continue;
                }

                double next = j < thresholds.Length ? tail.At(etas[row] - thresholds[j], variances![row]).Mean : 0;
                result[row, j] = Math.Max(0, above - next);
                above = next;
            }
        }

        return result;
    }

    /// <exception cref="InvalidOperationException">A response without categories.</exception>
    public static void RequireCategories(FittedModel model)
    {
        if (!model.Family.HasThresholds)
        {
            throw new InvalidOperationException($"The response of a {model.Family.Words} model has no categories: use Predict. Probabilities of categories belong to ordinal models (Family.Cumulative).");
        }
    }

    /// <summary>Checks now and then, which costs nothing compared with the rows.</summary>
    private static void ThrowIfCancelled(int row, CancellationToken cancellationToken)
    {
        if (row % RowsBetweenChecks == 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Xβ̂ + offset.</summary>
    public static double[] FixedPart(FittedModel model, PredictionMatrices matrices, CancellationToken cancellationToken)
    {
        double[] prediction = matrices.Offset is null ? new double[matrices.RowCount] : [.. matrices.Offset];
        model.Solution.AddFixedPart([.. model.Solution.Kept.Select(k => matrices.FixedColumns[k])], prediction, cancellationToken);
        return prediction;
    }

    /// <summary>Adds Zb̂ of a term.</summary>
    public static void AddRandomEffects(double[] prediction, PredictionTerm term, double[,] modes, Table rows, NewLevels newLevels, CancellationToken cancellationToken)
    {
        for (int row = 0; row < prediction.Length; row++)
        {
            ThrowIfCancelled(row, cancellationToken);
            int level = term.Codes[row];
            if (level == GroupIndex.NewLevel)
            {
                RefuseNewLevel(term, row, rows, newLevels);
            }
            else if (level == GroupIndex.MissingLevel)
            {
                // A missing group is predicted like a new level; NaN if new levels are refused.
                prediction[row] += newLevels == NewLevels.Population ? 0 : double.NaN;
            }
            else if (!double.IsInfinity(prediction[row]))
            {
                for (int k = 0; k < term.Columns.Length; k++)
                {
                    prediction[row] += (term.Columns[k]?[row] ?? 1) * modes[level, k];
                }
            }
        }
    }

    private static void RefuseNewLevel(PredictionTerm term, int row, Table rows, NewLevels newLevels)
    {
        if (newLevels == NewLevels.Throw)
        {
            throw new ModelDataException(
                $"'{term.Trained.Group.Name}' has the level {ValueText.Quote(term.LevelOf(row))} in {rows.RowLabel(row)}, which no row of the fit had. Ask for NewLevels.Population (--new-levels population) to predict it with random effects of zero.",
                term.Trained.Group.Name,
                row + 1L);
        }
    }
}
