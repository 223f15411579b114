using GlmmDsl.Design;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting.Columns;

/// <summary>The Cholesky factor of XᵀWX in the columns of a basis, with the response below it, computed once and when first asked for.</summary>
/// <param name="products">The cross-products.</param>
/// <param name="basis">The columns.</param>
/// <param name="known">The factor that the rank was decided with, if it is of the same columns but for their scales: as many rows as columns are kept, row stride that of the products.</param>
internal sealed class FixedFactor(CrossProductBlocks products, FixedBasis basis, double[]? known)
{
    /// <summary>If the factorisation leaves less than this share of a squared column, a second pass pays; at this share, ten digits are left.</summary>
    private const double SmallestShare = 1e-6;

    private double[]? lower;
    private double[] squares = [];
    private bool isDefinite;

    /// <summary>Row stride of the factor, p + 1.</summary>
    public int Stride => basis.Kept.Length + 1;

    /// <summary>L, and below it the row L⁻¹XᵀWy; null if XᵀWX is not positive definite.</summary>
    /// <param name="cancellationToken">Checked inside the factorisation.</param>
    public double[]? Lower(CancellationToken cancellationToken)
    {
        Compute(cancellationToken);
        return isDefinite ? lower : null;
    }

    /// <summary>Whether a column or the response is so nearly determined by the columns before it that digits are lost.</summary>
    /// <param name="cancellationToken">Checked inside the factorisation.</param>
    public bool LosesDigits(CancellationToken cancellationToken)
    {
        Compute(cancellationToken);
        int p = Stride - 1;
        for (int j = 0; j < p && isDefinite; j++)
        {
            double pivot = lower![j * (Stride + 1)];
            if (pivot * pivot < SmallestShare * squares[j])
            {
                return true;
            }
        }

        ReadOnlySpan<double> response = lower.AsSpan(p * Stride, p);
        return !isDefinite || squares[p] - VectorKernels.Dot(response, response) < SmallestShare * squares[p];
    }

    private void Compute(CancellationToken cancellationToken)
    {
        if (lower is not null)
        {
            return;
        }

        int p = Stride - 1;
        double[] block = BlockCongruence.Apply(products.FixedBlock, basis.Transform, basis.Transform, products.FixedWidth, products.FixedWidth);
        squares = [.. Enumerable.Range(0, Stride).Select(j => block[j * (Stride + 1)])];
        if (known is null)
        {
            isDefinite = DenseCholesky.FactorColumns(block, Stride, p, p + 1, cancellationToken);
        }
        else
        {
            for (int i = 0; i < p; i++)
            {
                VectorKernels.Scale(basis.InverseScale(i), known.AsSpan(i * products.FixedWidth, i + 1), block.AsSpan(i * Stride));
            }

            DenseCholesky.SolveLower(block, Stride, p, block.AsSpan(p * Stride, p));
            isDefinite = true;
        }

        lower = block;
    }
}
