using GlmmDsl.Design;
using GlmmDsl.Families;
using GlmmDsl.Fits;
using GlmmDsl.Fitting;
using GlmmDsl.Inference;
using GlmmDsl.Inference.Predictive;

namespace GlmmDsl.Diagnostics;

/// <summary>
/// Where observations lie in the distribution that a row has over all groups of the population: the random effects of all linear predictors are integrated out over their normal distributions. Rows
/// of one group stay dependent.
/// </summary>
internal sealed class PopulationResiduals
{
    private readonly FittedModel model;
    private readonly double[][] etas;
    private readonly double[][] variances;

    /// <summary>Computes the linear predictors with random effects of zero, and their variances.</summary>
    public PopulationResiduals(FittedModel model)
    {
        if (model.Solution.IsSeparated)
        {
            throw new InvalidOperationException("The fixed effects separate the outcomes: some coefficients are infinite, and the distribution over the population is not known. Ask for residuals at the modes (SimulatedEffects.Modes), or give the coefficients a weak prior (FitOptions.CoefficientPrior).");
        }

        this.model = model;
        IModelSolution solution = model.Solution;
        etas = [Fixed(model.Matrices, solution.Kept, solution.Beta), .. solution.Others.Select(o => Fixed(o.Matrices, o.Kept, o.Beta))];
        variances = [Variances(model.Matrices, model.VarianceComponents), .. solution.Others.Select(o => Variances(o.Matrices, [.. ComponentTerms.Of(o, solution)]))];
    }

    /// <summary>The standardised residuals of a linear model about the means of the population.</summary>
    public static double[] OfLinear(FittedModel model)
    {
        model.RequireRows("residuals");
        var population = new PopulationResiduals(model);
        double[] response = model.Response.Totals;
        return [.. response.Select((y, i) => (y - population.etas[0][i]) / Math.Sqrt(population.variances[0][i] + (model.Solution.Dispersion / (model.Options.WeightKind == WeightKind.Frequency ? 1 : model.Matrices.Weights?[i] ?? 1))))];
    }

    /// <summary>The tails of a row's distribution at an observation.</summary>
    /// <param name="row">The row.</param>
    /// <param name="total">The total.</param>
    /// <param name="size">The number of trials of a family that has them.</param>
    public TailInterval Tails(int row, double total, double size)
    {
        int count = etas.Length;
        double[] eta = new double[count], covariance = new double[count * count];
        for (int k = 0; k < count; k++)
        {
            (eta[k], covariance[k * (count + 1)]) = (etas[k][row], variances[k][row]);
        }

        return new PredictiveMixture(model.Family, model.Link, model.Solution.Others, eta, covariance, size).Tails(total, size);
    }

    private static double[] Fixed(ModelMatrices matrices, IReadOnlyList<int> kept, double[] beta)
    {
        double[] sum = matrices.Offset is { } offset ? [.. offset] : new double[matrices.RowCount];
        IModelSolution.AddFinitePart(beta, [.. kept.Select(k => matrices.FixedColumns[k])], sum, CancellationToken.None);
        return sum;
    }

    private static double[] Variances(ModelMatrices matrices, IReadOnlyList<VarianceTerm> components) =>
        new RandomVariance(matrices.Random, components).Of([.. matrices.Random.Select(t => t.Columns)], matrices.RowCount, CancellationToken.None);
}
