using GlmmDsl.Covariance;

namespace GlmmDsl.Fitting.Linear.Criteria;

/// <summary>
/// The cross-products A = [Z X y]ᵀW[Z X y] in the columns the engine computes in. How they are stored decides how M = ΛᵀZᵀWZΛ + I is
/// factored, in blocks or sparsely; <c>Choice</c> picks one. Immutable; shared by all workspaces.
/// </summary>
internal abstract class LinearSystem
{
    /// <summary>Sets what both kinds have.</summary>
    /// <param name="layout">The layout of the random part.</param>
    /// <param name="rowCount">n.</param>
    /// <param name="fixedBlock">[X y]ᵀW[X y]: (p + 1) × (p + 1).</param>
    protected LinearSystem(CovarianceLayout layout, long rowCount, double[] fixedBlock)
    {
        Layout = layout;
        RowCount = rowCount;
        FixedBlock = fixedBlock;
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

    /// <summary>The same system with another response: only the products with the response are new.</summary>
    /// <param name="withFixed">The products of the response with the kept internal columns and, last, with itself: p + 1 numbers.</param>
    /// <param name="withFactors">For each grouping factor, in the order of the layout, the products of the response with [1 Z], columns about their origins: levels × columns.</param>
    public abstract LinearSystem WithResponse(double[] withFixed, double[][] withFactors);

    /// <summary>The diagonal element of ZᵀWZ for one random effect: Σ wz².</summary>
    /// <param name="factor">The grouping factor.</param>
    /// <param name="effect">The random effect: level·k + column.</param>
    public abstract double OwnProduct(int factor, int effect);

    /// <summary>zᵀW[X y] times a vector, z the column of one random effect.</summary>
    /// <param name="factor">The grouping factor.</param>
    /// <param name="effect">The random effect: level·k + column.</param>
    /// <param name="coefficients">p + 1 numbers.</param>
    public abstract double FixedProduct(int factor, int effect, ReadOnlySpan<double> coefficients);

    /// <summary>[X y]ᵀW[X y] with another response.</summary>
    /// <param name="withFixed">As in <see cref="WithResponse"/>.</param>
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
