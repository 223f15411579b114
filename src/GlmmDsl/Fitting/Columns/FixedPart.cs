using System.Collections.Immutable;

namespace GlmmDsl.Fitting.Columns;

/// <summary>
/// The columns that the fixed part of a linear model is computed in, and the way back to the user's: the columns scaled about their origins
/// (<see cref="FixedBasis"/>), the same made orthogonal on the rows (<see cref="OrthogonalBasis"/>), or either rotated, so that few of them meet a
/// random effect (<see cref="RotatedBasis"/>).
/// </summary>
internal abstract class FixedPart
{
    /// <summary>Indices of the kept columns among those given.</summary>
    public abstract ImmutableArray<int> Kept { get; }

    /// <summary>The columns that the cross-products are taken in.</summary>
    public abstract FixedBasis Summed { get; }

    /// <summary>The columns before they were rotated.</summary>
    public virtual FixedPart Unrotated => this;

    /// <summary>log|R_X|² in user units is the internal one plus twice this.</summary>
    public abstract double LogScales { get; }

    /// <summary>The response divided by this is the internal one.</summary>
    public abstract double ResponseScale { get; }

    /// <summary>β̂ in user units.</summary>
    public abstract double[] Coefficients(ReadOnlySpan<double> internalCoefficients);

    /// <summary>A combination wᵀβ of the coefficients in user units as one of the internal ones.</summary>
    /// <param name="weights">w, one number for each kept column.</param>
    public abstract FixedCombination Combination(ReadOnlySpan<double> weights);

    /// <summary>The covariance of β̂ in user units.</summary>
    /// <param name="internalCovariance">That of the internal coefficients, row-major, in internal units.</param>
    /// <param name="rest">The variance of the coefficient of a column of square 1 that no random effect meets and that is not among the internal ones: σ̂², or 0 for a derivative in θ.</param>
    public abstract double[,] Covariance(ReadOnlySpan<double> internalCovariance, double rest);

    /// <summary>XᵀWX of the kept columns in user units from [X y]ᵀW[X y] of the internal ones; null where they do not give it to all digits.</summary>
    /// <param name="internalBlock">(p + 1) × (p + 1), row-major.</param>
    public abstract double[,]? CrossProducts(double[] internalBlock);

    /// <summary>The same columns for another response, which is converted to internal units.</summary>
    /// <param name="response">The response minus the offset; becomes the internal one.</param>
    /// <param name="weights">Precision weights; null when all are 1.</param>
    public abstract FixedPart WithResponse(Span<double> response, double[]? weights);

    /// <summary>The same columns for the response that was given to <see cref="WithResponse"/>, once its products are known.</summary>
    /// <param name="products">The products of the response with the columns that the cross-products give and, last, with itself; become those with the internal ones.</param>
    public virtual FixedPart WithProducts(ref double[] products) => this;

    /// <summary>yᵀWy of the internal response.</summary>
    /// <param name="internalBlock">[X y]ᵀW[X y] of the internal columns.</param>
    public virtual double ResponseSquare(double[] internalBlock) => internalBlock[^1];

    /// <summary>For each kept column, its square over the part that neither the other columns nor the random effects explain.</summary>
    /// <param name="internalBlock">[X y]ᵀW[X y] of the internal columns.</param>
    /// <param name="inverse">(R_XᵀR_X)⁻¹ of the internal columns.</param>
    public virtual double[] Inflation(double[] internalBlock, double[] inverse)
    {
        int p = Kept.Length;
        return [.. Enumerable.Range(0, p).Select(j => internalBlock[(j * (p + 1)) + j] * inverse[(j * p) + j])];
    }
}
