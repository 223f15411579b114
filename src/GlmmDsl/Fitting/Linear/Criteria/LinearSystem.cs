using GlmmDsl.Covariance;
using GlmmDsl.Design;
using GlmmDsl.Fitting.Columns;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting.Linear.Criteria;

/// <summary>
/// The cross-products A = [Z X y]ᵀW[Z X y] in the columns the engine computes in. How they are stored decides how M = ΛᵀZᵀWZΛ + I is
/// factored, in blocks or sparsely; <c>Choice</c> picks one. Immutable and shared by all workspaces, but for a <see cref="Copy"/>.
/// </summary>
internal abstract class LinearSystem
{
    /// <summary>Sets what both kinds have.</summary>
    /// <param name="products">The cross-products.</param>
    /// <param name="layout">The layout of the random part.</param>
    /// <param name="basis">The columns of the fixed part.</param>
    protected LinearSystem(CrossProductBlocks products, CovarianceLayout layout, FixedBasis basis)
        : this(
            layout,
            products.RowCount,
            BlockCongruence.Apply(products.FixedBlock, basis.Transform, basis.Transform, products.FixedWidth, products.FixedWidth),
            layout.Transforms(products.Widths))
    {
    }

    /// <summary>Sets what both kinds have for another response or other fixed-effects columns.</summary>
    /// <param name="other">The system with the former ones.</param>
    /// <param name="fixedBlock">[X y]ᵀW[X y]: (p + 1) × (p + 1).</param>
    protected LinearSystem(LinearSystem other, double[] fixedBlock)
        : this(other.Layout, other.RowCount, fixedBlock, other.Transforms)
    {
    }

    private LinearSystem(CovarianceLayout layout, long rowCount, double[] fixedBlock, double[][] transforms)
    {
        Layout = layout;
        RowCount = rowCount;
        FixedBlock = fixedBlock;
        Transforms = transforms;
        FixedCount = (int)Math.Round(Math.Sqrt(fixedBlock.Length)) - 1;
    }

    /// <summary>The layout of the random part.</summary>
    public CovarianceLayout Layout { get; }

    /// <summary>n.</summary>
    public long RowCount { get; }

    /// <summary>p, the rank of X.</summary>
    public int FixedCount { get; }

    /// <summary>[X y]ᵀW[X y]: (p + 1) × (p + 1).</summary>
    public double[] FixedBlock { get; }

    /// <summary>For each factor of the layout, the map from its columns as summed to the internal ones.</summary>
    protected double[][] Transforms { get; }

    /// <summary>A copy that shares everything but the products with X and the response, for <see cref="SetResponse"/>.</summary>
    public LinearSystem Copy() => With([.. FixedBlock]);

    /// <summary>Puts another response into a copy, which must not be shared.</summary>
    /// <param name="withFixed">The products of the response with the kept internal columns and, last, with itself: p + 1 numbers.</param>
    /// <param name="withFactors">For each grouping factor, in the order of the layout, the products of the response with [1 Z], columns about their origins: levels × columns.</param>
    public void SetResponse(double[] withFixed, double[][] withFactors)
    {
        int width = FixedCount + 1;
        for (int j = 0; j < width; j++)
        {
            FixedBlock[(j * width) + FixedCount] = withFixed[j];
            FixedBlock[(FixedCount * width) + j] = withFixed[j];
        }

        for (int f = 0; f < withFactors.Length; f++)
        {
            int k = Layout.Factors[f].Width;
            int columns = Transforms[f].Length / k;
            for (int i = 0; i < Layout.Factors[f].Levels * k; i++)
            {
                double sum = 0;
                for (int c = 0; c < columns; c++)
                {
                    sum += Transforms[f][(c * k) + (i % k)] * withFactors[f][(i / k * columns) + c];
                }

                SetResponseProduct(f, i, sum);
            }
        }
    }

    /// <summary>The same system with combinations of its fixed-effects columns and response in their place.</summary>
    /// <param name="map">[X y] → the new columns, the response last: (p + 1) × their number, row-major.</param>
    public abstract LinearSystem WithFixedPart(double[] map);

    /// <summary>The diagonal element of ZᵀWZ for one random effect: Σ wz².</summary>
    /// <param name="factor">The grouping factor.</param>
    /// <param name="effect">The random effect: level·k + column.</param>
    public abstract double OwnProduct(int factor, int effect);

    /// <summary>zᵀW[X y] times a vector, z the column of one random effect.</summary>
    /// <param name="factor">The grouping factor.</param>
    /// <param name="effect">The random effect: level·k + column.</param>
    /// <param name="coefficients">p + 1 numbers.</param>
    public abstract double FixedProduct(int factor, int effect, ReadOnlySpan<double> coefficients);

    /// <summary>A copy whose products with the response may be changed.</summary>
    /// <param name="fixedBlock">Its [X y]ᵀW[X y].</param>
    protected abstract LinearSystem With(double[] fixedBlock);

    /// <summary>Sets the product of a random effect's column with the response.</summary>
    /// <param name="factor">The grouping factor.</param>
    /// <param name="effect">The random effect: level·k + column.</param>
    /// <param name="product">zᵀWy.</param>
    protected abstract void SetResponseProduct(int factor, int effect, double product);
}
