using GlmmDsl.Design;
using GlmmDsl.Families;
using GlmmDsl.Fits;
using GlmmDsl.Fitting;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Inference.Means;

/// <summary>Means of a generalised model's response over weighted rows, with their derivatives in the parameters: what the delta method takes.</summary>
/// <param name="model">The fit.</param>
/// <param name="design">The rows.</param>
internal sealed class ResponseMeans(FittedModel model, PredictionMatrices design)
{
    private readonly LikelihoodKernel kernel = model.Family.Kernel(model.Link);
    private readonly double[][] columns = [.. model.Solution.Kept.Select(k => design.FixedColumns[k])];

    /// <summary>What of random-effects terms the rows need.</summary>
    public static RandomPart Needs(RandomEffectsAre how) => how == RandomEffectsAre.Zero ? RandomPart.None : RandomPart.Columns;

    /// <summary>Refuses separated outcomes.</summary>
    /// <exception cref="InvalidOperationException">The outcomes are separated.</exception>
    public static void RefuseSeparated(FittedModel model)
    {
        model.RequireNumbers("averages");
        if (model.Solution.IsSeparated)
        {
            throw new InvalidOperationException(
                "The fixed effects separate the outcomes, so coefficients are infinite, and means of the response have no standard errors. Give the coefficients a weak prior (FitOptions.CoefficientPrior), or leave out what decides the outcome.");
        }
    }

    /// <summary>
    /// Whether standard errors hold the variances of the random effects at their estimates: at the modes always, and in a generalised model where the engine knows no joint covariance, as with
    /// the fast approximation. Else the delta method knows of their uncertainty, or, in a linear model, the means do not depend on them.
    /// </summary>
    public static bool HoldsVariances(FittedModel model, RandomEffectsAre how) =>
        !JointMeans.AreNeeded(model) && !model.Matrices.Random.IsEmpty && (how == RandomEffectsAre.Modes || (!model.IsLinear && (model.Solution.JointCovariance is null || model.Solution.Thresholds is { WithTheta: null })));

    /// <summary>The cells' means of the response.</summary>
    /// <param name="weights">For each cell a weight for each row.</param>
    /// <param name="how">Where the random effects are.</param>
    /// <param name="comparison">On what scale the means are held: as they are, by logarithms, by logits.</param>
    /// <exception cref="InvalidOperationException">Separated outcomes, modes without rows, or a mean that the comparison has no meaning for.</exception>
    public CellEstimates Of(double[][] weights, RandomEffectsAre how, ComparisonKind comparison)
    {
        RefuseSeparated(model);

        if (how == RandomEffectsAre.Modes && JointMeans.AreNeeded(model))
        {
            return JointModes(weights, comparison);
        }

        if (how == RandomEffectsAre.Modes && !model.Matrices.Random.IsEmpty)
        {
            return new ModeMeans(model, design, Predictors()).Of(weights, (m, slope) => Hold(m, slope, comparison));
        }

        (double[] means, double[][] slopes) = Averages(weights, how);
        double[,] covariance = ParameterCovariance;
        int k = weights.Length;
        for (int cell = 0; cell < k; cell++)
        {
            slopes[cell] = Hold(ref means[cell], slopes[cell], comparison);
        }

        var between = new double[k, k];
        for (int a = 0; a < k; a++)
        {
            for (int b = 0; b <= a; b++)
            {
                between[a, b] = between[b, a] = Quadratic(slopes[a], covariance, slopes[b]);
            }
        }

        return new NonlinearCells(means, between);
    }

    /// <summary>The cells' means at the modes of all linear predictors, averaged over the combinations of groups that were observed.</summary>
    private NonlinearCells JointModes(double[][] weights, ComparisonKind comparison)
    {
        model.RequireRows("groups to average over");
        var joint = new JointMeans(model, design);
        int[][] observed = joint.ObservedLevels();
        var means = new double[weights.Length];
        var contrasts = new PreparedContrast[weights.Length];
        EffectsCovariance covariance = model.StackedEffects(CancellationToken.None);
        for (int cell = 0; cell < means.Length; cell++)
        {
            (double mean, EffectsContrast gradient) = joint.AtModes(weights[cell], _ => observed);
            (means[cell], double slope) = Hold(mean, 1, comparison);
            contrasts[cell] = covariance.Prepare(new EffectsContrast([.. gradient.Fixed.Select(g => slope * g)], [.. gradient.Random.Select(r => r with { Weight = slope * r.Weight })]));
        }

        var between = new double[means.Length * means.Length];
        covariance.Of(contrasts, between);
        var square = new double[means.Length, means.Length];
        Buffer.BlockCopy(between, 0, square, 0, between.Length * sizeof(double));
        return new NonlinearCells(means, square);
    }

    /// <summary>The covariance of the parameters: of (β̂, θ̂), or of β̂ alone where the engine knows no other.</summary>
    public double[,] ParameterCovariance => JointMeans.AreNeeded(model) ? JointMeans.ParameterCovariance(model) : model.Solution.JointCovariance ?? model.Solution.Covariance;

    /// <summary>Weighted means over the rows with their gradients in the parameters.</summary>
    /// <param name="weights">For each cell a weight for each row.</param>
    /// <param name="how">Zero or integrated.</param>
    public (double[] Means, double[][] Gradients) Averages(double[][] weights, RandomEffectsAre how)
    {
        (double[] rows, double[][] gradients) = JointMeans.AreNeeded(model) ? new JointMeans(model, design).Rows(how == RandomEffectsAre.Integrated)
            : how == RandomEffectsAre.Integrated ? Integrated(model.Solution.JointCovariance is not null) : AtZero();
        int count = ParameterCovariance.GetLength(0);
        return ([.. weights.Select(w => Sum(w, rows))], [.. weights.Select(w => Gradient(w, gradients, count))]);
    }

    /// <summary>A mean on the scale of a comparison, and its gradient there.</summary>
    private static double[] Hold(ref double mean, double[] gradient, ComparisonKind comparison)
    {
        (mean, double slope) = Hold(mean, 1, comparison);
        return Array.ConvertAll(gradient, g => g * slope);
    }

    /// <summary>A mean on the scale of a comparison, and a derivative there.</summary>
    public static (double Value, double Slope) Hold(double mean, double slope, ComparisonKind comparison) => comparison switch
    {
        ComparisonKind.Difference => (mean, slope),
        ComparisonKind.Ratio when !(mean <= 0) => (Math.Log(mean), slope / mean),
        ComparisonKind.OddsRatio when !(mean <= 0 || mean >= 1) => (Math.Log(mean / (1 - mean)), slope / (mean * (1 - mean))),
        _ => throw new InvalidOperationException(FormattableString.Invariant($"A mean of {mean:G6} has no {(comparison == ComparisonKind.Ratio ? "ratio to others: means must be positive" : "odds: means must lie between 0 and 1")}. Compare the means by differences.")),
    };

    private static double Sum(double[] weights, double[] rows)
    {
        double sum = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            sum += weights[i] == 0 ? 0 : weights[i] * rows[i];
        }

        return sum;
    }

    private static double[] Gradient(double[] weights, double[][] gradients, int count)
    {
        var sum = new double[count];
        for (int j = 0; j < gradients.Length; j++)
        {
            sum[j] = Sum(weights, gradients[j]);
        }

        return sum;
    }

    /// <summary>aᵀCb.</summary>
    public static double Quadratic(double[] a, double[,] covariance, double[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            for (int j = 0; j < b.Length; j++)
            {
                sum += a[i] * covariance[i, j] * b[j];
            }
        }

        return sum;
    }

    private double[] Predictors()
    {
        double[] eta = design.Offset is null ? new double[design.RowCount] : [.. design.Offset];
        for (int j = 0; j < columns.Length; j++)
        {
            VectorKernels.AddScaled(model.Solution.Beta[j], columns[j], eta);
        }

        return eta;
    }

    private (double[] Means, double[][] Gradients) AtZero()
    {
        double[] eta = Predictors();
        double[] slope = Array.ConvertAll(eta, kernel.MeanDerivative);
        return (Array.ConvertAll(eta, kernel.Mean), [.. columns.Select(c => c.Zip(slope, (x, s) => x * s).ToArray())]);
    }

    private (double[] Means, double[][] Gradients) Integrated(bool withTheta)
    {
        double[] eta = Predictors();
        var random = new RandomVariance([.. model.Matrices.Random.Select((t, i) => t with { Columns = design.Random[i].Columns })], model.VarianceComponents);
        double[] variances = random.Of([.. design.Random.Select(t => t.Columns)], design.RowCount, CancellationToken.None);
        var integral = new MarginalMean(kernel);
        double[] theta = model.Solution.Theta;
        int p = columns.Length, q = withTheta ? theta.Length : 0;
        var means = new double[eta.Length];
        double[][] gradients = [.. Enumerable.Range(0, p + q).Select(_ => new double[eta.Length])];
        var inTheta = new double[theta.Length];
        for (int i = 0; i < eta.Length; i++)
        {
            (means[i], double inEta, double inVariance) = integral.At(eta[i], variances[i]);
            for (int j = 0; j < p; j++)
            {
                gradients[j][i] = inEta * columns[j][i];
            }

            if (q > 0)
            {
                random.Slopes(theta, i, inTheta);
                for (int j = 0; j < q; j++)
                {
                    gradients[p + j][i] = inVariance * inTheta[j];
                }
            }
        }

        return (means, gradients);
    }
}
