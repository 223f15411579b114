using GlmmDsl.Design;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Covariance;

/// <summary>
/// The columns that one random-effects term is computed in. Z = Z_s T: every column is scaled to mean square 1 and, in a correlated term with an
/// intercept, shifted to its origin, so that Λ_s = TΛ, made triangular again, is well scaled whatever the units and origin of the data. For a structure that
/// does not allow such a change of columns, T = I.
/// </summary>
internal sealed class RandomBasis
{
    private readonly double[] forward;
    private readonly double[] backward;

    /// <summary>Makes the basis of a term.</summary>
    /// <param name="products">The cross-products.</param>
    /// <param name="factor">Index of the grouping factor.</param>
    /// <param name="columnOf">For each column of the term, its index among the factor's (0 is the constant).</param>
    /// <param name="follows">The change of columns that the term's structure allows.</param>
    public RandomBasis(CrossProductBlocks products, int factor, IReadOnlyList<int> columnOf, ColumnChange follows)
    {
        Width = columnOf.Count;
        int width = products.Widths[factor];
        double[] origins = products.Origins.Groups[factor];
        double[] totals = Totals(products.Diagonal[factor], width);
        var typical = new TypicalWeight(products, factor, totals[0]);
        int intercept = -1;
        for (int c = 0; c < Width; c++)
        {
            intercept = columnOf[c] == 0 ? c : intercept;
        }

        WeightSpread = typical.Spread;
        bool shifted = intercept >= 0 && follows == ColumnChange.Any;
        double unit = typical.IsFarFromMean ? typical.Scale(0, 0) : Scale(totals[0], products.RowCount);
        Transform = new double[width * Width];
        forward = new double[Width * Width];
        for (int c = 0; c < Width; c++)
        {
            int column = columnOf[c];
            double origin = column == 0 ? 0 : origins[column - 1];
            double constant = column == 0 ? 1 : shifted ? 0 : origin;
            double square = column == 0
                ? totals[0]
                : totals[(column * width) + column] + (2 * constant * totals[column]) + (constant * constant * totals[0]);
            double scale = follows == ColumnChange.None ? 1 : typical.IsFarFromMean ? typical.Scale(column, constant) : Scale(square, products.RowCount);
            Transform[c] = constant / scale;
            if (column != 0)
            {
                Transform[(column * Width) + c] = 1 / scale;
                if (shifted)
                {
                    forward[(intercept * Width) + c] = origin * unit;
                }
            }

            forward[(c * Width) + c] = scale;
        }

        backward = Invert(forward, Width, shifted ? intercept : -1);
    }

    /// <summary>Number of columns, k.</summary>
    public int Width { get; }

    /// <summary>See <see cref="TypicalWeight.Spread"/>.</summary>
    public double WeightSpread { get; }

    /// <summary>Columns of the factor → internal columns of the term, row-major.</summary>
    public double[] Transform { get; }

    /// <summary>Λ_s, a lower triangle with LLᵀ = TΛΛᵀTᵀ, from Λ (row-major, in place).</summary>
    public void ToInternal(Span<double> lambda) => Apply(forward, lambda);

    /// <summary>Λ from Λ_s (row-major, in place), with diagonals ≥ 0.</summary>
    public void ToUser(Span<double> lambda) => Apply(backward, lambda);

    /// <summary>
    /// ∂d/∂Λ for the user's columns from that for the internal ones: Λ = T⁻¹Λ_sR with the rotation R that makes it triangular, and the
    /// criterion depends on ΛΛᵀ alone, so ∂d/∂Λ = Tᵀ(∂d/∂Λ_s)R.
    /// </summary>
    /// <param name="lambda">Λ_s, row-major; becomes Λ.</param>
    /// <param name="gradient">∂d/∂Λ_s for all entries; becomes ∂d/∂Λ.</param>
    public void GradientToUser(Span<double> lambda, Span<double> gradient)
    {
        var rotated = new double[Width * Width];
        SmallBlocks.MultiplyTransposed(forward, gradient, rotated, Width);
        var product = new double[Width * Width];
        SmallBlocks.Multiply(backward, lambda, product, Width);
        SmallBlocks.Triangularise(product, rotated, Width);
        product.CopyTo(lambda);
        rotated.CopyTo(gradient);
    }

    /// <summary>b = T⁻¹b_s.</summary>
    public void ModesToUser(ReadOnlySpan<double> internalModes, Span<double> modes)
    {
        for (int i = 0; i < Width; i++)
        {
            modes[i] = VectorKernels.Dot(backward.AsSpan(i * Width, Width), internalModes);
        }
    }

    /// <summary>Adds a weight of one of the user's columns to a combination of internal ones: zᵀb = (T⁻ᵀz)ᵀb_s.</summary>
    /// <param name="column">The user's column.</param>
    /// <param name="weight">Its weight.</param>
    /// <param name="combination">The combination, k numbers.</param>
    public void AddEffectToInternal(int column, double weight, Span<double> combination) =>
        VectorKernels.AddScaled(weight, backward.AsSpan(column * Width, Width), combination);

    /// <summary>T⁻¹CT⁻ᵀ.</summary>
    public void CovarianceToUser(ReadOnlySpan<double> internalCovariance, Span<double> covariance)
    {
        var left = new double[Width * Width];
        SmallBlocks.Multiply(backward, internalCovariance, left, Width);
        SmallBlocks.MultiplyByTransposed(left, backward, covariance, Width);
    }

    private void Apply(double[] map, Span<double> lambda)
    {
        var product = new double[Width * Width];
        SmallBlocks.Multiply(map, lambda, product, Width);
        SmallBlocks.Triangularise(product, Width);
        product.CopyTo(lambda);
    }

    private static double Scale(double square, long rows) => square > 0 ? Math.Sqrt(square / rows) : 1;

    private static double[] Totals(double[] blocks, int width)
    {
        var totals = new double[width * width];
        for (int start = 0; start < blocks.Length; start += totals.Length)
        {
            VectorKernels.AddScaled(1, blocks.AsSpan(start, totals.Length), totals);
        }

        return totals;
    }

    /// <summary>The inverse of a matrix that is diagonal except for one full row, the intercept's.</summary>
    private static double[] Invert(double[] map, int k, int intercept)
    {
        var inverse = new double[k * k];
        for (int c = 0; c < k; c++)
        {
            inverse[(c * k) + c] = 1 / map[(c * k) + c];
            if (intercept >= 0 && c != intercept)
            {
                inverse[(intercept * k) + c] = -map[(intercept * k) + c] / (map[(intercept * k) + intercept] * map[(c * k) + c]);
            }
        }

        return inverse;
    }
}
