using GlmmDsl.Design;
using GlmmDsl.Families;
using GlmmDsl.Fits;
using GlmmDsl.Fitting;
using GlmmDsl.Inference.Means;

namespace GlmmDsl.Inference.Averages;

/// <summary>An average with its gradient: in the parameters, or in coefficients and random effects.</summary>
/// <param name="Value">The average.</param>
/// <param name="Gradient">Its gradient.</param>
internal sealed record GradedMean(double Value, EffectsContrast Gradient)
{
    /// <summary>A linear combination of two.</summary>
    public static GradedMean Sum(double value, double a, GradedMean first, double b, GradedMean second) => new(
        value,
        new EffectsContrast(
            [.. first.Gradient.Fixed.Zip(second.Gradient.Fixed, (x, y) => (a * x) + (b * y))],
            [.. first.Gradient.Random.Select(r => r with { Weight = a * r.Weight }), .. second.Gradient.Random.Select(r => r with { Weight = b * r.Weight })]));
}

/// <summary>Averages of the response over rows, by groups of rows, with random effects where they are asked to be.</summary>
/// <param name="model">The fit.</param>
/// <param name="how">Where the random effects are; at the modes each row has those of its own groups.</param>
internal sealed class AverageMeans(FittedModel model, RandomEffectsAre how)
{
    private bool IsAtModes => how == RandomEffectsAre.Modes && (!model.Matrices.Random.IsEmpty || JointMeans.AreNeeded(model));

    /// <summary>What of random-effects terms the rows need.</summary>
    public RandomPart Needs => ResponseMeans.Needs(how);

    /// <summary>The averages of groups of rows; of an ordinal response those of every category, one group after the other.</summary>
    /// <param name="design">The rows.</param>
    /// <param name="weights">For each group a weight for each row.</param>
    public GradedMean[] Of(PredictionMatrices design, double[][] weights)
    {
        if (model.Family.HasThresholds)
        {
            return AverageCategories.Of(model, design, weights, how);
        }

        if (IsAtModes)
        {
            return [.. weights.Select(w => AtModes(design, w))];
        }

        (double[] means, double[][] gradients) = new ResponseMeans(model, design).Averages(weights, how);
        return [.. means.Select((m, i) => new GradedMean(m, new EffectsContrast(gradients[i], [])))];
    }

    /// <summary>The variance of averages by the delta method.</summary>
    public double[] Variances(IReadOnlyList<GradedMean> means)
    {
        if (!IsAtModes)
        {
            if (model.Family.HasThresholds)
            {
                double[,] withThresholds = AverageCategories.Covariance(model, how);
                return [.. means.Select(m => Categories.CategoryCurves.Quadratic(m.Gradient.Fixed, withThresholds, m.Gradient.Fixed))];
            }

            double[,] covariance = JointMeans.AreNeeded(model) ? JointMeans.ParameterCovariance(model) : model.Solution.JointCovariance ?? model.Solution.Covariance;
            return [.. means.Select(m => ResponseMeans.Quadratic(m.Gradient.Fixed, covariance, m.Gradient.Fixed))];
        }

        EffectsCovariance joint = JointMeans.AreNeeded(model) ? model.StackedEffects(CancellationToken.None) : model.Solution.EffectsCovariance();
        return [.. means.Select(m => joint.Of(m.Gradient, m.Gradient))];
    }

    private GradedMean AtModes(PredictionMatrices design, double[] weights)
    {
        if (JointMeans.AreNeeded(model))
        {
            var joint = new JointMeans(model, design);
            (double average, EffectsContrast gradient) = joint.AtModes(weights, row => [joint.LevelsOf(row)]);
            return new GradedMean(average, gradient);
        }

        LikelihoodKernel? kernel = model.IsLinear ? null : model.Family.Kernel(model.Link);
        var inFixed = new double[model.Solution.Kept.Length];
        var inRandom = new Dictionary<(int Term, int Level, int Column), double>();
        double mean = 0;
        for (int row = 0; row < design.RowCount; row++)
        {
            if (weights[row] == 0)
            {
                continue;
            }

            double eta = design.Offset?[row] ?? 0;
            for (int j = 0; j < inFixed.Length; j++)
            {
                eta += design.FixedColumns[model.Solution.Kept[j]][row] * model.Solution.Beta[j];
            }

            for (int t = 0; t < design.Random.Length; t++)
            {
                for (int c = 0; c < design.Random[t].Columns.Length; c++)
                {
                    eta += model.Solution.ConditionalModes[t][model.Matrices.Random[t].Group.Codes[row], c] * (design.Random[t].Columns[c]?[row] ?? 1);
                }
            }

            mean += weights[row] * (kernel?.Mean(eta) ?? eta);
            double slope = weights[row] * (kernel?.MeanDerivative(eta) ?? 1);
            for (int j = 0; j < inFixed.Length; j++)
            {
                inFixed[j] += slope * design.FixedColumns[model.Solution.Kept[j]][row];
            }

            for (int t = 0; t < design.Random.Length; t++)
            {
                for (int c = 0; c < design.Random[t].Columns.Length; c++)
                {
                    (int, int, int) key = (t, model.Matrices.Random[t].Group.Codes[row], c);
                    inRandom[key] = inRandom.GetValueOrDefault(key) + (slope * (design.Random[t].Columns[c]?[row] ?? 1));
                }
            }
        }

        return new GradedMean(mean, new EffectsContrast(inFixed, [.. inRandom.Select(r => (r.Key.Term, r.Key.Level, r.Key.Column, r.Value))]));
    }
}
