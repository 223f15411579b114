using GlmmDsl.Covariance;

namespace GlmmDsl.Fitting.Linear.Criteria;

/// <summary>
/// The cross-products A = [Z X y]ᵀW[Z X y] in the columns the engine computes in. How they are held decides how M = ΛᵀZᵀWZΛ + I is
/// factored: in blocks or sparsely; <c>Choice</c> picks one. Immutable; shared by all
/// workspaces.
/// </summary>
internal abstract class LinearSystem
{
    /// <summary>What both have.</summary>
    /// <param name="layout">Where everything of the random part stands.</param>
    /// <param name="rowCount">n.</param>
    /// <param name="fixedBlock">[X y]ᵀW[X y]: (p + 1) × (p + 1).</param>
    protected LinearSystem(CovarianceLayout layout, long rowCount, double[] fixedBlock)
    {
        Layout = layout;
        RowCount = rowCount;
        FixedBlock = fixedBlock;
        FixedCount = (int)Math.Round(Math.Sqrt(fixedBlock.Length)) - 1;
    }

    /// <summary>Where everything stands.</summary>
    public CovarianceLayout Layout { get; }

    /// <summary>n.</summary>
    public long RowCount { get; }

    /// <summary>p, the rank of X.</summary>
    public int FixedCount { get; }

    /// <summary>[X y]ᵀW[X y]: (p + 1) × (p + 1).</summary>
    public double[] FixedBlock { get; }

    /// <summary>The same system with another response: only the products that hold it are new.</summary>
    /// <param name="withFixed">Its products with the kept internal columns and, last, with itself: p + 1 numbers.</param>
    /// <param name="withFactors">For each grouping factor (in the order of the layout) its products with [1 Z], columns about their origins: levels × columns.</param>
    public abstract LinearSystem WithResponse(double[] withFixed, double[][] withFactors);

    /// <summary>One column of ZᵀWZ on its own level: Σ wz².</summary>
    /// <param name="factor">The grouping factor.</param>
    /// <param name="effect">Its random effect: level·k + column.</param>
    public abstract double OwnProduct(int factor, int effect);

    /// <summary>One column's zᵀW[X y] times a vector.</summary>
    /// <param name="factor">The grouping factor.</param>
    /// <param name="effect">Its random effect: level·k + column.</param>
    /// <param name="coefficients">p + 1 numbers.</param>
    public abstract double FixedProduct(int factor, int effect, ReadOnlySpan<double> coefficients);

    /// <summary>[X y]ᵀW[X y] with another response.</summary>
    /// <param name="withFixed">As <see cref="WithResponse"/> takes it.</param>
    protected double[] FixedBlockWith(double[] withFixed)
    {
        double[] result = [.. FixedBlock];
        int width = FixedCount + 1;
        for (int j = 0; j < width; j++)
        {
            result[(j * width) + FixedCount] = withFixed[j];
            result[(FixedCount * width) + j] = withFixed[j];
        }

        return result;
    }
}
