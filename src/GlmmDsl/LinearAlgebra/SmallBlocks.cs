namespace GlmmDsl.LinearAlgebra;

/// <summary>
/// Loops over k × k blocks (row-major, k small), where a call into a general routine would cost more than the work. Order 2, an intercept and a
/// slope, is written out: most of a small model's time is spent here.
/// </summary>
internal static class SmallBlocks
{
    /// <summary>The inverse of a triangle, such as Λ, may be used where it enlarges rounding by less than the square of this.</summary>
    public const double LargestInverse = 1e4;

    /// <summary>C ← AB.</summary>
    public static void Multiply(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> c, int k)
    {
        if (k == 2)
        {
            (double a3, double a2, double a1, double a0) = (a[3], a[2], a[1], a[0]);
            (double b3, double b2, double b1, double b0) = (b[3], b[2], b[1], b[0]);
            (c[3], c[2], c[1], c[0]) = ((a2 * b1) + (a3 * b3), (a2 * b0) + (a3 * b2), (a0 * b1) + (a1 * b3), (a0 * b0) + (a1 * b2));
            return;
        }

        for (int i = 0; i < k; i++)
        {
            for (int j = 0; j < k; j++)
            {
                double sum = 0;
                for (int t = 0; t < k; t++)
                {
                    sum += a[(i * k) + t] * b[(t * k) + j];
                }

                c[(i * k) + j] = sum;
            }
        }
    }

    /// <summary>C ← AᵀB.</summary>
    public static void MultiplyTransposed(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> c, int k)
    {
        if (k == 2)
        {
            (double a3, double a2, double a1, double a0) = (a[3], a[2], a[1], a[0]);
            (double b3, double b2, double b1, double b0) = (b[3], b[2], b[1], b[0]);
            (c[3], c[2], c[1], c[0]) = ((a1 * b1) + (a3 * b3), (a1 * b0) + (a3 * b2), (a0 * b1) + (a2 * b3), (a0 * b0) + (a2 * b2));
            return;
        }

        for (int i = 0; i < k; i++)
        {
            for (int j = 0; j < k; j++)
            {
                double sum = 0;
                for (int t = 0; t < k; t++)
                {
                    sum += a[(t * k) + i] * b[(t * k) + j];
                }

                c[(i * k) + j] = sum;
            }
        }
    }

    /// <summary>C ← ABᵀ.</summary>
    public static void MultiplyByTransposed(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> c, int k)
    {
        if (k == 2)
        {
            (double a3, double a2, double a1, double a0) = (a[3], a[2], a[1], a[0]);
            (double b3, double b2, double b1, double b0) = (b[3], b[2], b[1], b[0]);
            (c[3], c[2], c[1], c[0]) = ((a2 * b2) + (a3 * b3), (a2 * b0) + (a3 * b1), (a0 * b2) + (a1 * b3), (a0 * b0) + (a1 * b1));
            return;
        }

        for (int i = 0; i < k; i++)
        {
            for (int j = 0; j < k; j++)
            {
                double sum = 0;
                for (int t = 0; t < k; t++)
                {
                    sum += a[(i * k) + t] * b[(j * k) + t];
                }

                c[(i * k) + j] = sum;
            }
        }
    }

    /// <summary>The Cholesky factor of ΛᵀAΛ + I.</summary>
    /// <param name="a">A, symmetric.</param>
    /// <param name="lambda">Λ.</param>
    /// <param name="l">Receives L in the lower triangle; the part above the diagonal has no meaning.</param>
    /// <param name="half">Scratch of k × k numbers.</param>
    /// <param name="k">The order.</param>
    /// <returns>The product of the pivots, the determinant; not positive when the matrix is not positive definite.</returns>
    public static double PenalizedCholesky(ReadOnlySpan<double> a, ReadOnlySpan<double> lambda, Span<double> l, Span<double> half, int k)
    {
        if (k == 1)
        {
            double pivot = (lambda[0] * lambda[0] * a[0]) + 1;
            l[0] = Math.Sqrt(pivot);
            return pivot;
        }

        Multiply(a, lambda, half, k);
        MultiplyTransposed(lambda, half, l, k);
        for (int i = 0; i < k; i++)
        {
            l[(i * k) + i] += 1;
        }

        return Cholesky(l, k);
    }

    /// <summary>A = LLᵀ in the lower triangle; the part above the diagonal is not touched.</summary>
    /// <returns>The product of the pivots, det A; not positive when A is not positive definite.</returns>
    public static double Cholesky(Span<double> a, int k)
    {
        double determinant = 1;
        for (int i = 0; i < k; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double sum = a[(i * k) + j];
                for (int t = 0; t < j; t++)
                {
                    sum -= a[(i * k) + t] * a[(j * k) + t];
                }

                if (j < i)
                {
                    a[(i * k) + j] = sum / a[(j * k) + j];
                }
                else if (sum > 0)
                {
                    determinant *= sum;
                    a[(i * k) + i] = Math.Sqrt(sum);
                }
                else
                {
                    return double.NaN;
                }
            }
        }

        return determinant;
    }

    /// <summary>B ← L⁻¹ for a lower triangle L with a non-zero diagonal; zeros above the diagonal.</summary>
    public static void InvertLower(ReadOnlySpan<double> l, Span<double> b, int k)
    {
        if (k == 2)
        {
            (double l3, double l2, double l0) = (l[3], l[2], l[0]);
            (b[3], b[2], b[1], b[0]) = (1 / l3, -l2 * (1 / l0) / l3, 0, 1 / l0);
            return;
        }

        for (int i = 0; i < k; i++)
        {
            for (int j = 0; j < k; j++)
            {
                double sum = i == j ? 1 : 0;
                for (int t = j; t < i; t++)
                {
                    sum -= l[(i * k) + t] * b[(t * k) + j];
                }

                b[(i * k) + j] = j > i ? 0 : sum / l[(i * k) + i];
            }
        }
    }

    /// <summary>
    /// The lower triangle L with LLᵀ = BBᵀ, in place of B, by Givens rotations of the columns: no squares are formed, so a singular B keeps
    /// its digits. Diagonals are made ≥ 0.
    /// </summary>
    public static void Triangularise(Span<double> b, int k) => Triangularise(b, [], k);

    /// <summary>The same; the columns of a k × k matrix (none, or all of it) are rotated alike.</summary>
    public static void Triangularise(Span<double> b, Span<double> also, int k)
    {
        for (int i = 0; i < k; i++)
        {
            for (int j = i + 1; j < k; j++)
            {
                double x = b[(i * k) + i];
                double y = b[(i * k) + j];
                if (y == 0)
                {
                    continue;
                }

                double length = double.Hypot(x, y);
                double cosine = x / length;
                double sine = y / length;
                Rotate(b, i, j, i, k, cosine, sine);
                Rotate(also, i, j, 0, k, cosine, sine);
                b[(i * k) + j] = 0;
            }

            if (b[(i * k) + i] < 0)
            {
                Negate(b, i, k);
                Negate(also, i, k);
            }
        }
    }

    private static void Rotate(Span<double> b, int i, int j, int first, int k, double cosine, double sine)
    {
        for (int r = first; r * k < b.Length; r++)
        {
            double p = b[(r * k) + i];
            double q = b[(r * k) + j];
            b[(r * k) + i] = (cosine * p) + (sine * q);
            b[(r * k) + j] = (cosine * q) - (sine * p);
        }
    }

    private static void Negate(Span<double> b, int column, int k)
    {
        for (int at = column; at < b.Length; at += k)
        {
            b[at] = -b[at];
        }
    }
}
