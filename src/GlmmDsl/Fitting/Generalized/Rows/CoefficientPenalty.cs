using GlmmDsl.Design;
using GlmmDsl.Fitting.Columns;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting.Generalized.Rows;

/// <summary>
/// The penalty that a normal prior adds to −2 log L: βᵀKβ in internal coefficients, K = Tᵀ diag(s²/sd²) T with T the map to the user's. It enters the inner problem
/// if β is profiled there, and the criterion's gradient (2Kβ) if not.
/// </summary>
internal sealed class CoefficientPenalty
{
    private readonly int p;
    private readonly double[] matrix;

    private CoefficientPenalty(int p, double[] matrix)
    {
        this.p = p;
        this.matrix = matrix;
    }

    /// <summary>The penalty of a prior; null without one.</summary>
    /// <param name="prior">The prior.</param>
    /// <param name="matrices">The design of the conditional predictor, whose coefficients come first; those of the others have no prior.</param>
    /// <param name="sizes">Trials or weights of its rows.</param>
    /// <param name="basis">The columns of the internal coefficients.</param>
    /// <param name="count">The number of coefficients of all predictors.</param>
    public static CoefficientPenalty? Of(NormalPrior? prior, ModelMatrices matrices, double[] sizes, FixedBasis basis, int count)
    {
        if (prior is null)
        {
            return null;
        }

        int p = basis.Kept.Length;
        double[] precisions = [.. basis.Kept.Select(k => Variance(matrices.FixedColumns[k], sizes) / (prior.StandardDeviation * prior.StandardDeviation))];
        double[][] map = [.. Enumerable.Range(0, p).Select(j => basis.Coefficients([.. Enumerable.Range(0, p).Select(i => i == j ? 1.0 : 0.0)]))];
        var matrix = new double[count * count];
        for (int i = 0; i < p; i++)
        {
            for (int j = 0; j < p; j++)
            {
                for (int k = 0; k < p; k++)
                {
                    matrix[(i * count) + j] += map[i][k] * precisions[k] * map[j][k];
                }
            }
        }

        return new CoefficientPenalty(count, matrix);
    }

    /// <summary>βᵀKβ.</summary>
    public double Value(ReadOnlySpan<double> beta)
    {
        double sum = 0;
        for (int j = 0; j < p; j++)
        {
            sum += beta[j] * Slope(beta, j);
        }

        return sum;
    }

    /// <summary>(Kβ)_j, half the derivative of the value.</summary>
    public double Slope(ReadOnlySpan<double> beta, int j) => VectorKernels.Dot(matrix.AsSpan(j * p, p), beta);

    /// <summary>Adds the first entries of row j of K.</summary>
    public void AddRow(int j, Span<double> row) => VectorKernels.AddScaled(1, matrix.AsSpan(j * p, row.Length), row);

    /// <summary>The variance of a column about its mean, each row counted by its weight; exactly 0 if the column does not vary.</summary>
    private static double Variance(double[] column, double[] weights)
    {
        if (!column.AsSpan().ContainsAnyExcept(column[0]))
        {
            return 0;
        }

        double total = weights.Sum();
        double mean = 0;
        for (int i = 0; i < column.Length; i++)
        {
            mean += weights[i] / total * column[i];
        }

        double sum = 0;
        for (int i = 0; i < column.Length; i++)
        {
            sum += weights[i] / total * (column[i] - mean) * (column[i] - mean);
        }

        return sum;
    }
}
