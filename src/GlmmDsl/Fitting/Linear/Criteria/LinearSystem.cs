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
            layout.Transforms(products.Widths),
            basis.Kept.Length)
    {
    }

    /// <summary>Sets what both kinds have for another response or other fixed-effects columns.</summary>
    /// <param name="other">The system with the former ones.</param>
    /// <param name="fixedBlock">[X y]ᵀW[X y]: (p + 1) × (p + 1).</param>
    /// <param name="rank">The rank of the model's X.</param>
    protected LinearSystem(LinearSystem other, double[] fixedBlock, int rank)
        : this(other.Layout, other.RowCount, fixedBlock, other.Transforms, rank)
    {
    }

    private LinearSystem(CovarianceLayout layout, long rowCount, double[] fixedBlock, double[][] transforms, int rank)
    {
        Layout = layout;
        RowCount = rowCount;
        FixedBlock = fixedBlock;
        Transforms = transforms;
        Rank = rank;
        FixedCount = (int)Math.Round(Math.Sqrt(fixedBlock.Length)) - 1;
    }

    /// <summary>The layout of the random part.</summary>
    public CovarianceLayout Layout { get; }

    /// <summary>n.</summary>
    public long RowCount { get; }

    /// <summary>The rank of the model's X: the coefficients that REML takes from n.</summary>
    public int Rank { get; }

    /// <summary>p, the columns of X in this system: all of them, or those that meet the random effects, where the others were taken out of the response (<see cref="FixedRotation"/>).</summary>
    public int FixedCount { get; }

    /// <summary>q, random effects in all.</summary>
    public int EffectCount => Layout.Factors.Sum(f => f.Levels * f.Width);

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
    public LinearSystem WithFixedPart(double[] map)
    {
        int width = FixedCount + 1;
        return With(
            BlockCongruence.Apply(FixedBlock, map, map, width, width),
            BlockCongruence.Apply(FixedProducts(), [1], map, 1, width),
            Rank - FixedCount + (map.Length / width) - 1);
    }

    /// <summary>The same system with one more fixed-effects column, which had been taken out of the response: of square 1, and orthogonal to the other columns and to the random effects.</summary>
    /// <param name="product">Its product with the response.</param>
    public LinearSystem WithColumn(double product)
    {
        int width = FixedCount + 1;
        var map = new double[width * (width + 1)];
        for (int j = 0; j < width; j++)
        {
            map[(j * (width + 1)) + (j < FixedCount ? j : width)] = 1;
        }

        double[] fixedBlock = BlockCongruence.Apply(FixedBlock, map, map, width, width);
        fixedBlock[FixedCount * (width + 2)] = 1;
        fixedBlock[(FixedCount * (width + 1)) + width] = product;
        fixedBlock[(width * (width + 1)) + FixedCount] = product;
        fixedBlock[^1] += product * product;
        return With(fixedBlock, BlockCongruence.Apply(FixedProducts(), [1], map, 1, width), Rank);
    }

    /// <summary>The same random part with other fixed-effects columns.</summary>
    /// <param name="fixedBlock">[X y]ᵀW[X y]: (p + 1) × (p + 1).</param>
    /// <param name="withFixed">ZᵀW[X y]: q × (p + 1), one factor of the layout after the other.</param>
    /// <param name="rank">The rank of the model's X.</param>
    public abstract LinearSystem With(double[] fixedBlock, double[] withFixed, int rank);

    /// <summary>ZᵀW[X y]: q × (p + 1), one factor of the layout after the other.</summary>
    public abstract double[] FixedProducts();

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
