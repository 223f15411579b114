using System.Collections.Immutable;
using GlmmDsl.Design;
using GlmmDsl.Families;
using GlmmDsl.Fits;
using GlmmDsl.Fitting;

namespace GlmmDsl.Inference.Categories;

/// <summary>
/// P(Y ≤ j) of rows for every threshold θⱼ with its gradient, random effects at zero, at the modes or integrated out. It depends on the parameters by θⱼ − η, and integrated by the variance of the
/// random part too.
/// </summary>
internal sealed class CategoryCurves
{
    private readonly FittedModel model;
    private readonly PredictionMatrices design;
    private readonly double[][] columns;
    private readonly double[] etas;
    private readonly LikelihoodKernel tail;
    private readonly MarginalMean? integral;
    private readonly RandomVariance? random;
    private readonly double[] variances = [];
    private readonly double[] inTheta;
    private readonly int[][] codes;

    /// <summary>Takes the rows.</summary>
    /// <param name="model">The fit of an ordinal model.</param>
    /// <param name="design">The rows.</param>
    /// <param name="etas">η̂ of each row, random effects at the modes where they are wanted.</param>
    /// <param name="codes">For each random-effects term the level of each row, negative for one that the fit never saw; empty where the random effects are not at the modes.</param>
    /// <param name="isIntegrated">Whether the random effects are integrated out.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    public CategoryCurves(FittedModel model, PredictionMatrices design, double[] etas, int[][] codes, bool isIntegrated, CancellationToken cancellationToken)
    {
        this.codes = codes;
        this.model = model;
        this.design = design;
        this.etas = etas;
        columns = [.. model.Solution.Kept.Select(k => design.FixedColumns[k])];
        tail = model.Family.UpperTail();
        inTheta = new double[model.Solution.Theta.Length];
        if (isIntegrated && !model.Matrices.Random.IsEmpty)
        {
            integral = new MarginalMean(tail);
            random = new RandomVariance([.. model.Matrices.Random.Select((t, i) => t with { Columns = design.Random[i].Columns })], model.VarianceComponents);
            variances = random.Of([.. design.Random.Select(t => t.Columns)], etas.Length, cancellationToken);
        }
    }

    /// <summary>The thresholds.</summary>
    public ImmutableArray<double> Thresholds => model.Family.Thresholds;

    /// <summary>Where in a gradient the thresholds begin.</summary>
    private int FirstThreshold => columns.Length;

    /// <summary>Whether the gradient has θ: where the random effects are integrated out, and their uncertainty is known.</summary>
    public bool HasTheta => integral is not null && model.Solution.Thresholds!.WithTheta is not null;

    /// <summary>The covariance that gradients are to be multiplied with: that of coefficients and thresholds, and with θ̂ where gradients have it.</summary>
    public double[,] Covariance => HasTheta ? model.Solution.Thresholds!.WithTheta! : model.Solution.Thresholds!.Joint;

    /// <summary>P(Y ≤ j) of a row, and its derivatives in θⱼ − η and in the variance of the random part.</summary>
    public (double Value, double Slope, double InVariance) At(int row, int threshold)
    {
        double x = etas[row] - Thresholds[threshold];
        if (integral is null)
        {
            return (model.Family.CumulativeProbability(threshold, etas[row]), double.IsInfinity(x) ? 0 : tail.MeanDerivative(x), 0);
        }

        AveragedMean above = integral.At(x, variances[row]);
        return (1 - above.Mean, above.InEta, -above.InVariance);
    }

    /// <summary>Adds a multiple of the gradient of P(Y ≤ j) in the coefficients, the thresholds and θ.</summary>
    /// <param name="row">The row.</param>
    /// <param name="threshold">j.</param>
    /// <param name="at">What <see cref="At"/> gives.</param>
    /// <param name="factor">What the gradient is multiplied with.</param>
    /// <param name="gradient">What it is added to.</param>
    public void AddGradient(int row, int threshold, (double Value, double Slope, double InVariance) at, double factor, Span<double> gradient)
    {
        for (int k = 0; k < columns.Length; k++)
        {
            gradient[k] -= factor * at.Slope * columns[k][row];
        }

        gradient[FirstThreshold + threshold] += factor * at.Slope;
        if (HasTheta)
        {
            random!.Slopes(model.Solution.Theta, row, inTheta);
            for (int j = 0; j < inTheta.Length; j++)
            {
                gradient[FirstThreshold + Thresholds.Length + j] += factor * at.InVariance * inTheta[j];
            }
        }
    }

    /// <summary>θⱼ − η of a row as a combination, without the random effects of levels that the fit never saw.</summary>
    public EffectsContrast Distance(int row, int threshold)
    {
        var weights = new double[FirstThreshold + Thresholds.Length];
        for (int k = 0; k < columns.Length; k++)
        {
            weights[k] = -columns[k][row];
        }

        weights[FirstThreshold + threshold] = 1;
        var effects = new List<(int Term, int Level, int Column, double Weight)>();
        for (int t = 0; t < codes.Length; t++)
        {
            double[]?[] random = design.Random[t].Columns;
            for (int c = 0; c < random.Length && codes[t][row] >= 0; c++)
            {
                effects.Add((t, codes[t][row], c, -(random[c]?[row] ?? 1)));
            }
        }

        return new EffectsContrast(weights, effects);
    }

    /// <summary>The variance of the random part of a row from levels that the fit never saw.</summary>
    public double OfNewLevels(int row)
    {
        double sum = 0;
        for (int t = 0; t < codes.Length; t++)
        {
            double[]?[] random = design.Random[t].Columns;
            for (int a = 0; a < random.Length && codes[t][row] < 0; a++)
            {
                for (int b = 0; b < random.Length; b++)
                {
                    sum += (random[a]?[row] ?? 1) * (random[b]?[row] ?? 1) * model.VarianceComponents[t].Covariance(a, b);
                }
            }
        }

        return sum;
    }

    /// <summary>aᵀCb, without the products that a weight of zero leaves out.</summary>
    public static double Quadratic(ReadOnlySpan<double> a, double[,] covariance, ReadOnlySpan<double> b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            for (int j = 0; j < b.Length; j++)
            {
                sum += a[i] == 0 || b[j] == 0 ? 0 : a[i] * covariance[i, j] * b[j];
            }
        }

        return sum;
    }
}
