using GlmmDsl.Fits;
using GlmmDsl.Inference.Hypotheses;

namespace GlmmDsl.Inference.Means;

/// <summary>Cells that are linear combinations of the coefficients, with the covariance and the degrees of freedom of a method.</summary>
/// <param name="method">The method.</param>
/// <param name="rows">For each cell the weights of all fixed-effects columns, aliased ones included.</param>
/// <param name="offsets">For each cell the offset; null where there is none.</param>
internal sealed class LinearCells(FixedEffectsMethod method, double[][] rows, double[]? offsets) : CellEstimates
{
    private const double Rounding = 1e-13;

    private readonly Estimability estimability = new(method.Model);

    /// <summary>The method given; of an ordinal model, whose thresholds take the intercept's place, that of its latent variable.</summary>
    private readonly FixedEffectsMethod method = method.Model.Family.HasThresholds ? new LatentMethod(method.Model) : method;

    /// <inheritdoc/>
    public override int Count => rows.Length;

    /// <inheritdoc/>
    public override bool HasDegreesOfFreedom => method.HasDegreesOfFreedom;

    /// <inheritdoc/>
    public override string MethodName => method.HasDegreesOfFreedom ? method.Name.ToLowerInvariant() : "asymptotic";

    /// <inheritdoc/>
    public override CellCombination Combine(ReadOnlySpan<double> weights)
    {
        FittedModel model = method.Model;
        var row = new double[model.Matrices.FixedNames.Length];
        var size = new double[row.Length];
        double offset = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            if (weights[i] != 0)
            {
                double[] cell = rows[i];
                for (int k = 0; k < row.Length; k++)
                {
                    double part = weights[i] * cell[k];
                    row[k] += part;
                    size[k] += Math.Abs(part);
                }

                offset += weights[i] * (offsets?[i] ?? 0);
            }
        }

        for (int k = 0; k < row.Length; k++)
        {
            // What rounding leaves of parts that cancel would look like a column that cannot be estimated.
            row[k] = Math.Abs(row[k]) <= Rounding * size[k] ? 0 : row[k];
        }

        double[] kept = [.. model.Family.HasThresholds ? row.Take(1) : [], .. model.Solution.Kept.Select(k => row[k])];
        return estimability.Has(row)
            ? new CellCombination(kept, method.Estimate(kept) + offset, method.StandardError(kept), method.DegreesOfFreedom(kept))
            : new CellCombination(kept, double.NaN, double.NaN, double.NaN);
    }

    /// <inheritdoc/>
    public override double Covariance(CellCombination first, CellCombination second) => method.CovarianceOf(first.Coefficients, second.Coefficients);
}
