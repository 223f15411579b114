using GlmmDsl.Design;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting.Columns;

/// <summary>
/// The fixed part made orthogonal on the rows, S = QR by Gram–Schmidt, twice, in the inner product of the weights, and the response minus its
/// projection. Cross-products square the condition of X: if columns differ by 1e-7 of their norm, two digits are left, and if X reproduces the response
/// to 1e-8, none. Cross-products of [Z Q r] lose none. It needs the rows and a second pass over them, so it is done only where
/// the first pass shows that digits are lost.
/// </summary>
internal sealed class OrthogonalFixedPart
{
    /// <summary>If less than this share of the response is left, it counts as reproduced: the rest is rounding.</summary>
    private const double Rounding = 1e-14;

    private readonly double[][] columns;
    private readonly double[] factor;

    private OrthogonalFixedPart(double[][] columns, double[] factor)
    {
        this.columns = columns;
        this.factor = factor;
    }

    /// <summary>Makes columns orthogonal if cross-products lose digits.</summary>
    /// <param name="matrices">The design, with rows.</param>
    /// <param name="basis">The columns of the first pass.</param>
    /// <param name="factor">The factor of their cross-products.</param>
    /// <param name="orthogonal">The design in orthogonal columns: X is Q, the response r, both in the units of the basis.</param>
    /// <param name="cancellationToken">Checked between columns.</param>
    /// <returns>The basis of that design's cross-products, once they are summed; null if there is nothing to gain.</returns>
    public static Func<CrossProductBlocks, OrthogonalBasis>? Of(ModelMatrices matrices, FixedBasis basis, FixedFactor factor, out ModelMatrices orthogonal, CancellationToken cancellationToken = default)
    {
        orthogonal = matrices;
        int p = basis.Kept.Length;
        if (!matrices.HasRows || p == 0 || !factor.LosesDigits(cancellationToken))
        {
            return null;
        }

        double[][] columns = basis.Columns(matrices);
        double[] weights = matrices.Weights ?? [];
        double[] triangle = Orthogonalise(columns, weights, cancellationToken);
        double[] response = [.. matrices.Response];
        if (matrices.Offset is { } offset)
        {
            VectorKernels.AddScaled(-1, offset, response);
        }

        double largest = 0;
        foreach (double value in response)
        {
            largest = Math.Max(largest, Math.Abs(value));
        }

        var part = new OrthogonalFixedPart(columns, triangle);
        FixedBasis outer = basis.WithResponse(response, matrices.Weights);
        double[] projection = part.Project(response, weights);
        if (Math.Sqrt(Product(response, response, weights)) * outer.ResponseScale <= Rounding * largest)
        {
            return null;
        }

        orthogonal = matrices with { FixedColumns = columns, Response = response, Offset = null, SpansIntercept = false };
        return second => new OrthogonalBasis(second, part, outer, projection);
    }

    /// <summary>Σ log R_jj.</summary>
    public double LogScales
    {
        get
        {
            double sum = 0;
            for (int j = 0; j < columns.Length; j++)
            {
                sum += Math.Log(factor[(j * columns.Length) + j]);
            }

            return sum;
        }
    }

    /// <summary>x ← R⁻¹x: coefficients of Q become those of S.</summary>
    public void Solve(Span<double> x)
    {
        int p = columns.Length;
        for (int i = p - 1; i >= 0; i--)
        {
            for (int j = i + 1; j < p; j++)
            {
                x[i] -= factor[(i * p) + j] * x[j];
            }

            x[i] /= factor[(i * p) + i];
        }
    }

    /// <summary>x ← R⁻ᵀx.</summary>
    public void SolveTransposed(Span<double> x)
    {
        int p = columns.Length;
        for (int i = 0; i < p; i++)
        {
            x[i] /= factor[(i * p) + i];
            for (int j = i + 1; j < p; j++)
            {
                x[j] -= factor[(i * p) + j] * x[i];
            }
        }
    }

    /// <summary>Takes the projection on Q out of a response in the units of the basis; returns its coefficients of Q.</summary>
    public double[] Project(Span<double> response, ReadOnlySpan<double> weights)
    {
        var coefficients = new double[columns.Length];
        for (int pass = 0; pass < 2; pass++)
        {
            for (int j = 0; j < coefficients.Length; j++)
            {
                double product = Product(columns[j], response, weights);
                coefficients[j] += product;
                VectorKernels.AddScaled(-product, columns[j], response);
            }
        }

        return coefficients;
    }

    /// <summary>Columns ← Q, mean square 1; returns R, p × p row-major, upper.</summary>
    private static double[] Orthogonalise(double[][] columns, ReadOnlySpan<double> weights, CancellationToken cancellationToken)
    {
        int p = columns.Length;
        var factor = new double[p * p];
        for (int j = 0; j < p; j++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (int pass = 0; pass < 2; pass++)
            {
                for (int i = 0; i < j; i++)
                {
                    double product = Product(columns[i], columns[j], weights);
                    factor[(i * p) + j] += product;
                    VectorKernels.AddScaled(-product, columns[i], columns[j]);
                }
            }

            double norm = Math.Sqrt(Product(columns[j], columns[j], weights));
            factor[(j * p) + j] = norm;
            VectorKernels.Scale(1 / norm, columns[j], columns[j]);
        }

        return factor;
    }

    /// <summary>Σ wᵢxᵢyᵢ/n.</summary>
    private static double Product(ReadOnlySpan<double> x, ReadOnlySpan<double> y, ReadOnlySpan<double> weights)
    {
        double sum = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            sum += weights[i] * x[i] * y[i];
        }

        return (weights.IsEmpty ? VectorKernels.Dot(x, y) : sum) / x.Length;
    }
}
