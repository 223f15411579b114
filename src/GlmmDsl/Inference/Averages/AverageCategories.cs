using GlmmDsl.Design;
using GlmmDsl.Fits;
using GlmmDsl.Fitting;
using GlmmDsl.Inference.Categories;

namespace GlmmDsl.Inference.Averages;

/// <summary>Averages over rows of the probabilities of an ordinal response's categories.</summary>
internal static class AverageCategories
{
    /// <summary>For each group of rows the averages of all categories.</summary>
    /// <param name="model">The fit.</param>
    /// <param name="design">The rows, which are those of the fit where the random effects are at the modes.</param>
    /// <param name="weights">For each group a weight for each row.</param>
    /// <param name="how">Where the random effects are.</param>
    public static GradedMean[] Of(FittedModel model, PredictionMatrices design, double[][] weights, RandomEffectsAre how)
    {
        bool isAtModes = how == RandomEffectsAre.Modes && !model.Matrices.Random.IsEmpty;
        int[][] codes = isAtModes ? [.. model.Matrices.Random.Select(t => t.Group.Codes)] : [];
        var curves = new CategoryCurves(model, design, Predictors(model, design, codes), codes, how == RandomEffectsAre.Integrated, CancellationToken.None);
        return [.. weights.SelectMany(w => Categories(curves, w, isAtModes))];
    }

    /// <summary>The covariance that their gradients are to be multiplied with, where the random effects are not at the modes.</summary>
    public static double[,] Covariance(FittedModel model, RandomEffectsAre how)
    {
        ThresholdSolution thresholds = model.Solution.Thresholds!;
        return how == RandomEffectsAre.Integrated && !model.Matrices.Random.IsEmpty ? thresholds.WithTheta ?? thresholds.Joint : thresholds.Joint;
    }

    private static GradedMean[] Categories(CategoryCurves curves, double[] weights, bool isAtModes)
    {
        GradedMean[] below = [.. Enumerable.Range(0, curves.Thresholds.Length).Select(j => Below(curves, weights, j, isAtModes))];
        var none = new GradedMean(0, new EffectsContrast(new double[below[0].Gradient.Fixed.Length], []));
        GradedMean all = none with { Value = 1 };
        return [.. below.Append(all).Zip(below.Prepend(none), (upper, lower) => GradedMean.Sum(upper.Value - lower.Value, 1, upper, -1, lower))];
    }

    /// <summary>The average of P(Y ≤ j).</summary>
    private static GradedMean Below(CategoryCurves curves, double[] weights, int threshold, bool isAtModes)
    {
        double mean = 0;
        var gradient = new double[curves.Covariance.GetLength(0)];
        var inRandom = new Dictionary<(int Term, int Level, int Column), double>();
        for (int row = 0; row < weights.Length; row++)
        {
            if (weights[row] == 0)
            {
                continue;
            }

            (double Value, double Slope, double InVariance) at = curves.At(row, threshold);
            mean += weights[row] * at.Value;
            curves.AddGradient(row, threshold, at, weights[row], gradient);
            if (!isAtModes)
            {
                continue;
            }

            foreach ((int term, int level, int column, double weight) in curves.Distance(row, threshold).Random)
            {
                (int, int, int) key = (term, level, column);
                inRandom[key] = inRandom.GetValueOrDefault(key) + (weights[row] * at.Slope * weight);
            }
        }

        return new GradedMean(mean, new EffectsContrast(gradient, [.. inRandom.Select(r => (r.Key.Term, r.Key.Level, r.Key.Column, r.Value))]));
    }

    private static double[] Predictors(FittedModel model, PredictionMatrices design, int[][] codes)
    {
        double[] eta = design.Offset is null ? new double[design.RowCount] : [.. design.Offset];
        model.Solution.AddFixedPart([.. model.Solution.Kept.Select(k => design.FixedColumns[k])], eta, CancellationToken.None);
        for (int t = 0; t < codes.Length; t++)
        {
            for (int c = 0; c < design.Random[t].Columns.Length; c++)
            {
                for (int i = 0; i < eta.Length; i++)
                {
                    eta[i] += model.Solution.ConditionalModes[t][codes[t][i], c] * (design.Random[t].Columns[c]?[i] ?? 1);
                }
            }
        }

        return eta;
    }
}
