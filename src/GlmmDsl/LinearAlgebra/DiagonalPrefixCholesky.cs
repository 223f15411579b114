namespace GlmmDsl.LinearAlgebra;

/// <summary>
/// Cholesky factorisation and inversion of a dense symmetric matrix whose leading part is diagonal, as a nested grouping factor leaves it, or a chain of
/// such parts: the columns of that part are eliminated one by one, over their pattern only. Row-major, lower triangle.
/// </summary>
internal sealed class DiagonalPrefixCholesky(PrefixPattern pattern, int largestOrder)
{
    private readonly int prefix = pattern.Count;
    private readonly int[] touched = new int[largestOrder];
    private readonly double[] values = new double[largestOrder];
    private double[] rest = [];
    private double[] work = [];

    /// <summary>A = LLᵀ in place; false when a pivot is not positive.</summary>
    public bool Factor(double[] matrix, int stride, int order, CancellationToken cancellationToken = default)
    {
        for (int j = 0; j < prefix; j++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            double pivot = matrix[(j * stride) + j];
            if (!(pivot > 0))
            {
                return false;
            }

            double root = Math.Sqrt(pivot);
            matrix[(j * stride) + j] = root;
            Eliminate(matrix, stride, order, j, root);
        }

        return DenseCholesky.Factor(matrix, prefix * (stride + 1), stride, order - prefix, cancellationToken);
    }

    /// <summary>x ← L⁻¹x for the leading order × order part.</summary>
    public void SolveLower(double[] factor, int stride, int order, Span<double> x)
    {
        for (int j = 0; j < prefix; j++)
        {
            double value = x[j] / factor[j * (stride + 1)];
            x[j] = value;
            foreach (int i in pattern.Of(j))
            {
                x[i] -= value * factor[(i * stride) + j];
            }
        }

        for (int i = pattern.End; i < order && prefix > 0; i++)
        {
            x[i] -= VectorKernels.Dot(factor.AsSpan(i * stride, prefix), x);
        }

        DenseCholesky.SolveLower(factor, stride, prefix * (stride + 1), order - prefix, x[prefix..]);
    }

    /// <summary>x ← L⁻ᵀx for the leading order × order part.</summary>
    public void SolveLowerTransposed(double[] factor, int stride, int order, Span<double> x)
    {
        DenseCholesky.SolveLowerTransposed(factor, stride, prefix * (stride + 1), order - prefix, x[prefix..]);
        for (int i = pattern.End; i < order && prefix > 0; i++)
        {
            VectorKernels.AddScaled(-x[i], factor.AsSpan(i * stride, prefix), x);
        }

        for (int j = prefix - 1; j >= 0; j--)
        {
            double sum = x[j];
            foreach (int i in pattern.Of(j))
            {
                sum -= factor[(i * stride) + j] * x[i];
            }

            x[j] = sum / factor[j * (stride + 1)];
        }
    }

    /// <summary>
    /// (LLᵀ)⁻¹ of the leading order × order part, both triangles; of the columns of the diagonal part only the pattern is computed, and the rest of
    /// them is not touched.
    /// </summary>
    /// <param name="factor">L.</param>
    /// <param name="stride">Its row stride.</param>
    /// <param name="inverse">Receives the inverse, row stride <paramref name="order"/>.</param>
    /// <param name="order">The order.</param>
    /// <param name="cancellationToken">Checked between blocks of rows and between columns.</param>
    public void Invert(double[] factor, int stride, double[] inverse, int order, CancellationToken cancellationToken = default)
    {
        int size = order - prefix;
        if (rest.Length != size * size)
        {
            rest = new double[size * size];
            work = new double[size * size];
        }

        for (int i = 0; i < size; i++)
        {
            factor.AsSpan(((prefix + i) * stride) + prefix, i + 1).CopyTo(rest.AsSpan(i * size));
        }

        DenseCholesky.Invert(rest, work, size, size, cancellationToken);
        for (int i = 0; i < size; i++)
        {
            rest.AsSpan(i * size, size).CopyTo(inverse.AsSpan(((prefix + i) * order) + prefix));
        }

        for (int j = prefix - 1; j >= 0; j--)
        {
            cancellationToken.ThrowIfCancellationRequested();
            InvertColumn(factor, stride, inverse, order, j);
        }
    }

    /// <summary>The rows of a column's entries; returns how many.</summary>
    private int Touch(int column, int order)
    {
        ReadOnlySpan<int> listed = pattern.Of(column);
        listed.CopyTo(touched);
        int count = listed.Length;
        for (int i = pattern.End; i < order; i++)
        {
            touched[count++] = i;
        }

        return count;
    }

    private void Eliminate(double[] matrix, int stride, int order, int j, double root)
    {
        int count = Touch(j, order);
        for (int a = 0; a < count; a++)
        {
            ref double value = ref matrix[(touched[a] * stride) + j];
            value /= root;
            values[a] = value;
        }

        bool contiguous = count > 0 && touched[count - 1] - touched[0] == count - 1;
        for (int a = 0; a < count; a++)
        {
            Span<double> row = matrix.AsSpan(touched[a] * stride, touched[a] + 1);
            if (contiguous)
            {
                VectorKernels.AddScaled(-values[a], values.AsSpan(0, a + 1), row[touched[0]..]);
                continue;
            }

            for (int b = 0; b <= a; b++)
            {
                row[touched[b]] -= values[a] * values[b];
            }
        }
    }

    /// <summary>Column j on its pattern: −Σ (L_lj/L_jj) Z_li over it, and the diagonal 1/L_jj² − Σ (L_ij/L_jj) Z_ij.</summary>
    private void InvertColumn(double[] factor, int stride, double[] inverse, int order, int j)
    {
        double root = factor[(j * stride) + j];
        int count = Touch(j, order);
        for (int a = 0; a < count; a++)
        {
            values[a] = factor[(touched[a] * stride) + j] / root;
        }

        double diagonal = 1 / (root * root);
        for (int a = 0; a < count; a++)
        {
            ReadOnlySpan<double> row = inverse.AsSpan(touched[a] * order, order);
            double sum = 0;
            for (int b = 0; b < count; b++)
            {
                sum -= values[b] * row[touched[b]];
            }

            diagonal -= values[a] * sum;
            inverse[(j * order) + touched[a]] = sum;
            inverse[(touched[a] * order) + j] = sum;
        }

        inverse[(j * order) + j] = diagonal;
    }
}
