using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting.Columns;

/// <summary>
/// The fixed part in columns of which only as many meet a random effect as there are random effects. With XᵀWX = LLᵀ the columns XL⁻ᵀ are orthonormal, and with the reflections H
/// that triangularise (ZᵀWXL⁻ᵀ)ᵀ, all of XL⁻ᵀH but its first q columns are orthogonal to Z. Their coefficients are the same for every θ, those of least squares: they are taken
/// out of the response, and neither |R_X| nor r² nor any derivative depends on them. What is left to do at each θ grows with q and not with p.
/// </summary>
internal sealed class FixedRotation
{
    /// <summary>With fewer columns than this, or if more than this share of them would stay, an evaluation does not cost enough.</summary>
    private const int Many = 96;
    private const double LargestShare = 0.8;

    private readonly int p;
    private readonly int stride;

    // L; the first q columns of H, as rows; L⁻ᵀ times them, p × q; (XᵀWX)⁻¹.
    private readonly double[] factor;
    private readonly double[] directions;
    private readonly double[] solved;
    private readonly double[] inverse;

    private FixedRotation(double[] factor, double[] directions, double[] solved, double[] inverse, int p)
    {
        this.p = p;
        stride = p + 1;
        this.factor = factor;
        this.directions = directions;
        this.solved = solved;
        this.inverse = inverse;
        Count = directions.Length / Math.Max(1, p);
        Squares = new double[p];
        for (int j = 0; j < p; j++)
        {
            ReadOnlySpan<double> row = factor.AsSpan(j * stride, j + 1);
            Squares[j] = VectorKernels.Dot(row, row);
            LogScales += Math.Log(row[j]);
        }
    }

    /// <summary>q, the columns that stay.</summary>
    public int Count { get; }

    /// <summary>Σ log Lⱼⱼ.</summary>
    public double LogScales { get; }

    /// <summary>The squares of the columns that were rotated.</summary>
    public double[] Squares { get; }

    /// <summary>Whether there are so many columns of X, and so few random effects, that it pays.</summary>
    /// <param name="columns">p.</param>
    /// <param name="effects">q.</param>
    public static bool Pays(int columns, long effects) => columns >= Many && effects <= LargestShare * columns;

    /// <summary>Bytes of what it holds and, while it is made, needs.</summary>
    /// <param name="columns">p.</param>
    /// <param name="effects">q.</param>
    public static long Bytes(long columns, long effects) => 8 * columns * ((3 * columns) + (4 * effects));

    /// <summary>Rotates the columns of a system.</summary>
    /// <param name="factor">L, row stride p + 1.</param>
    /// <param name="fixedBlock">[X y]ᵀW[X y]: (p + 1) × (p + 1).</param>
    /// <param name="withFixed">ZᵀW[X y]: q × (p + 1), q no more than p.</param>
    /// <param name="reduced">The same products of the columns that stay, and of the response without its part in the others.</param>
    /// <param name="cancellationToken">Checked all along.</param>
    public static FixedRotation Of(double[] factor, double[] fixedBlock, double[] withFixed, out ReducedProducts reduced, CancellationToken cancellationToken)
    {
        int p = (int)Math.Round(Math.Sqrt(fixedBlock.Length)) - 1;
        int q = withFixed.Length / (p + 1);
        var rows = new double[(long)q * p];
        for (int i = 0; i < q; i++)
        {
            withFixed.AsSpan(i * (p + 1), p).CopyTo(rows.AsSpan(i * p));
        }

        DenseCholesky.SolveRows(factor, p + 1, p, rows, p, q, cancellationToken);
        double[] triangle = Reflect(rows, p, q, cancellationToken);
        double[] inverse = [.. factor];
        var transposed = new double[factor.Length];
        DenseCholesky.Invert(inverse, transposed, p + 1, p, cancellationToken);
        var solved = new double[p * q];
        DenseProduct.SubtractByTransposed(solved, transposed, p + 1, rows, p, q, p, cancellationToken);
        VectorKernels.Scale(-1, solved, solved);
        var result = new FixedRotation(factor, rows, solved, inverse, p);
        double[] withResponse = result.Split(fixedBlock.AsSpan(p * (p + 1), p + 1), out RestOfResponse rest);
        var newBlock = new double[(q + 1) * (q + 1)];
        var newProducts = new double[q * (q + 1)];
        for (int j = 0; j < q; j++)
        {
            newBlock[j * (q + 2)] = 1;
            newBlock[(j * (q + 1)) + q] = withResponse[j];
            triangle.AsSpan(j * q, j + 1).CopyTo(newProducts.AsSpan(j * (q + 1)));
            newProducts[(j * (q + 1)) + q] = withFixed[(j * (p + 1)) + p];
        }

        withResponse.CopyTo(newBlock, q * (q + 1));
        reduced = new ReducedProducts(newBlock, newProducts, rest);
        return result;
    }

    /// <summary>The products of a response with the columns that stay, and of what is then left of it with itself, from those with all columns.</summary>
    /// <param name="withFixed">The products of the response with the columns that were rotated and, last, with itself: p + 1 numbers.</param>
    /// <param name="rest">The part that was taken out.</param>
    public double[] Split(ReadOnlySpan<double> withFixed, out RestOfResponse rest)
    {
        double[] left = withFixed[..p].ToArray();
        DenseCholesky.SolveLower(factor, stride, p, left);
        var result = new double[Count + 1];
        TakeOut(left, result);
        double square = VectorKernels.Dot(left, left);
        result[Count] = withFixed[p] - square;
        DenseCholesky.SolveLowerTransposed(factor, stride, p, left);
        rest = new RestOfResponse(left, square);
        return result;
    }

    /// <summary>Coefficients of the columns that stay as coefficients of those that were rotated.</summary>
    public double[] Coefficients(ReadOnlySpan<double> coefficients)
    {
        var result = new double[p];
        for (int j = 0; j < p; j++)
        {
            result[j] = VectorKernels.Dot(solved.AsSpan(j * Count, Count), coefficients);
        }

        return result;
    }

    /// <summary>A combination of the coefficients of the columns that were rotated: its part in those that stay, and the size of the rest.</summary>
    public (double[] Direction, double Left) Combination(ReadOnlySpan<double> weights)
    {
        double[] left = weights.ToArray();
        DenseCholesky.SolveLower(factor, stride, p, left);
        double whole = VectorKernels.Dot(left, left);
        var direction = new double[Count];
        TakeOut(left, direction);
        double square = VectorKernels.Dot(left, left);
        return (direction, square > 1e-24 * whole ? Math.Sqrt(square) : 0);
    }

    /// <summary>The covariance of the coefficients of the columns that were rotated, row-major.</summary>
    /// <param name="covariance">That of the columns that stay.</param>
    /// <param name="rest">The variance of each of the others.</param>
    public double[] Covariance(ReadOnlySpan<double> covariance, double rest)
    {
        double[] result = new double[p * p];
        for (int j = 0; j < p && rest != 0; j++)
        {
            VectorKernels.Scale(rest, inverse.AsSpan(j * stride, p), result.AsSpan(j * p));
        }

        DenseProduct.SubtractByTransposed(result, Scaled(covariance, rest), Count, solved, p, p, Count);
        return result;
    }

    /// <summary>For each column that was rotated its square times its element of (R_XᵀR_X)⁻¹.</summary>
    /// <param name="fixedInverse">(R_XᵀR_X)⁻¹ of the columns that stay.</param>
    public double[] Inflation(double[] fixedInverse)
    {
        double[] scaled = Scaled(fixedInverse, 1);
        var result = new double[p];
        for (int j = 0; j < p; j++)
        {
            result[j] = Squares[j] * (inverse[(j * stride) + j] - VectorKernels.Dot(scaled.AsSpan(j * Count, Count), solved.AsSpan(j * Count, Count)));
        }

        return result;
    }

    /// <summary>V(rI − C), V the columns that stay: what makes rV̄V̄ᵀ + VCVᵀ of r(XᵀWX)⁻¹ when its product with Vᵀ is subtracted.</summary>
    private double[] Scaled(ReadOnlySpan<double> covariance, double rest)
    {
        var difference = new double[Count * Count];
        VectorKernels.Scale(1, covariance[..difference.Length], difference);
        for (int j = 0; j < Count; j++)
        {
            difference[j * (Count + 1)] -= rest;
        }

        var result = new double[p * Count];
        DenseProduct.SubtractByTransposed(result, solved, Count, difference, p, Count, Count);
        return result;
    }

    /// <summary>Takes the part along the directions out of a vector, and gives its coefficients.</summary>
    private void TakeOut(Span<double> vector, Span<double> coefficients)
    {
        for (int j = 0; j < Count; j++)
        {
            coefficients[j] = VectorKernels.Dot(directions.AsSpan(j * p, p), vector);
        }

        for (int j = 0; j < Count; j++)
        {
            VectorKernels.AddScaled(-coefficients[j], directions.AsSpan(j * p, p), vector);
        }
    }

    /// <summary>Householder reflections from the right: the rows become the first columns of H, transposed; returns the lower triangle, q × q.</summary>
    private static double[] Reflect(double[] rows, int p, int q, CancellationToken cancellationToken)
    {
        var triangle = new double[q * q];
        for (int r = 0; r < q; r++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Span<double> row = rows.AsSpan(r * p, p);
            row[..r].CopyTo(triangle.AsSpan(r * q));
            Span<double> v = row[r..];
            double norm = Math.Sqrt(VectorKernels.Dot(v, v));
            triangle[(r * q) + r] = -Math.CopySign(norm, v[0]);
            v[0] += Math.CopySign(norm, v[0]);

            // |v| becomes √2, so that the reflection is I − vvᵀ; a row of zeros needs none.
            double square = VectorKernels.Dot(v, v);
            VectorKernels.Scale(square > 0 ? Math.Sqrt(2 / square) : 0, v, v);
            row[..r].Clear();
            for (int other = r + 1; other < q; other++)
            {
                Reflect(v, rows.AsSpan((other * p) + r, p - r));
            }
        }

        // From the last to the first: reflection r leaves the directions of later ones' own places.
        for (int j = q - 1; j >= 0; j--)
        {
            cancellationToken.ThrowIfCancellationRequested();
            double[] v = rows[((j * p) + j)..((j * p) + p)];
            rows.AsSpan(j * p, p).Clear();
            rows[(j * p) + j] = 1;
            for (int other = j; other < q; other++)
            {
                Reflect(v, rows.AsSpan((other * p) + j, p - j));
            }
        }

        return triangle;
    }

    private static void Reflect(ReadOnlySpan<double> v, Span<double> x) => VectorKernels.AddScaled(-VectorKernels.Dot(v, x), v, x);
}
