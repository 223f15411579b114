namespace GlmmDsl.LinearAlgebra;

/// <summary>Cholesky factorisation, triangular solves and inversion of a dense symmetric matrix held row by row in its lower triangle.</summary>
internal static unsafe class DenseCholesky
{
    /// <summary>Rows and columns of a block: a multiple of the kernel's tile.</summary>
    private const int Block = 48;

    /// <summary>Rows that a block of columns is updated in between checks for cancellation.</summary>
    private const int RowsBetweenChecks = 20 * Block;

    /// <summary>A = LLᵀ in place: reads and writes the lower triangle of the leading order × order part.</summary>
    /// <param name="matrix">Row-major numbers.</param>
    /// <param name="stride">Row stride.</param>
    /// <param name="order">Order of the matrix.</param>
    /// <param name="cancellationToken">Checked between blocks of columns.</param>
    /// <returns>False when a pivot is not positive; the contents are then partly overwritten.</returns>
    public static bool Factor(double[] matrix, int stride, int order, CancellationToken cancellationToken = default) =>
        Factor(matrix, 0, stride, order, cancellationToken);

    /// <summary>A = LLᵀ in place, for the order × order part that begins at an index of the array.</summary>
    public static bool Factor(double[] matrix, int first, int stride, int order, CancellationToken cancellationToken = default)
    {
        if (order == 0)
        {
            return true;
        }

        fixed (double* l = &matrix[first])
        {
            return Factor(l, stride, order, order, cancellationToken);
        }
    }

    /// <summary>
    /// The first columns of a Cholesky factor in place: the leading order × order triangle is factored, A₁₁ = L₁₁L₁₁ᵀ, and the rows below it
    /// become A₂₁L₁₁⁻ᵀ.
    /// </summary>
    /// <param name="l">rows × order numbers, row by row.</param>
    /// <param name="stride">Row stride.</param>
    /// <param name="order">Columns.</param>
    /// <param name="rows">Rows, at least <paramref name="order"/>.</param>
    /// <param name="cancellationToken">Checked between blocks of columns.</param>
    /// <returns>False when a pivot is not positive; the contents are then partly overwritten.</returns>
    public static bool Factor(double* l, int stride, int order, int rows, CancellationToken cancellationToken = default)
    {
        for (int start = 0; start < order; start += Block)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int end = Math.Min(order, start + Block);
            double* panel = l + ((long)start * stride);
            for (int row = start; row < rows && start > 0; row += RowsBetweenChecks)
            {
                cancellationToken.ThrowIfCancellationRequested();
                double* own = l + ((long)row * stride);
                DenseProduct.Subtract(own + start, stride, own, stride, panel, stride, Math.Min(RowsBetweenChecks, rows - row), end - start, start);
            }

            if (!FactorDiagonal(l, stride, start, end))
            {
                return false;
            }

            for (int i = end; i < rows; i++)
            {
                SolveRow(l + ((long)i * stride), l, stride, start, end);
            }
        }

        return true;
    }

    /// <summary>The first columns of a Cholesky factor in place: the order × order triangle is factored, and the rows below it become A₂₁L₁₁⁻ᵀ.</summary>
    /// <param name="matrix">rows × order numbers, row-major.</param>
    /// <param name="stride">Row stride.</param>
    /// <param name="order">Columns.</param>
    /// <param name="rows">Rows, at least <paramref name="order"/>.</param>
    /// <param name="cancellationToken">Checked between blocks of columns.</param>
    /// <returns>False when a pivot is not positive; the contents are then partly overwritten.</returns>
    public static bool FactorColumns(double[] matrix, int stride, int order, int rows, CancellationToken cancellationToken = default)
    {
        if (order == 0)
        {
            return true;
        }

        fixed (double* l = matrix)
        {
            return Factor(l, stride, order, rows, cancellationToken);
        }
    }

    /// <summary>X ← XL⁻ᵀ, row by row, for many rows.</summary>
    /// <param name="factor">L.</param>
    /// <param name="stride">Its row stride.</param>
    /// <param name="order">Its order.</param>
    /// <param name="x">count × order numbers.</param>
    /// <param name="strideX">Their row stride.</param>
    /// <param name="count">Rows.</param>
    /// <param name="cancellationToken">Checked between blocks of columns.</param>
    public static void SolveRows(double[] factor, int stride, int order, double[] x, int strideX, int count, CancellationToken cancellationToken = default) =>
        SolveRows(factor, stride, order, x, 0, strideX, count, cancellationToken);

    /// <summary>X ← XL⁻ᵀ for rows that begin at an index of their array, which may be that of the factor.</summary>
    public static void SolveRows(
        double[] factor, int stride, int order, double[] x, long first, int strideX, int count, CancellationToken cancellationToken = default)
    {
        if (order == 0 || count == 0)
        {
            return;
        }

        fixed (double* l = factor, rows = &x[first])
        {
            for (int start = 0; start < order; start += Block)
            {
                cancellationToken.ThrowIfCancellationRequested();
                int end = Math.Min(order, start + Block);
                if (start > 0)
                {
                    DenseProduct.Subtract(rows + start, strideX, rows, strideX, l + ((long)start * stride), stride, count, end - start, start);
                }

                for (int i = 0; i < count; i++)
                {
                    SolveRow(rows + ((long)i * strideX), l, stride, start, end);
                }
            }
        }
    }

    /// <summary>x ← L⁻¹x for the leading order × order part.</summary>
    public static void SolveLower(double[] factor, int stride, int order, Span<double> x) => SolveLower(factor, stride, 0, order, x);

    /// <summary>x ← L⁻¹x for the order × order part that begins at an index of the array.</summary>
    public static void SolveLower(double[] factor, int stride, int start, int order, Span<double> x)
    {
        if (order == 2)
        {
            x[0] /= factor[start];
            x[1] = (x[1] - (factor[start + stride] * x[0])) / factor[start + stride + 1];
            return;
        }

        for (int i = 0; i < order; i++)
        {
            int row = start + (i * stride);
            x[i] = (x[i] - VectorKernels.Dot(factor.AsSpan(row, i), x)) / factor[row + i];
        }
    }

    /// <summary>x ← L⁻ᵀx for the leading order × order part.</summary>
    public static void SolveLowerTransposed(double[] factor, int stride, int order, Span<double> x) =>
        SolveLowerTransposed(factor, stride, 0, order, x);

    /// <summary>x ← L⁻ᵀx for the order × order part that begins at an index of the array.</summary>
    public static void SolveLowerTransposed(double[] factor, int stride, int start, int order, Span<double> x)
    {
        if (order == 2)
        {
            x[1] /= factor[start + stride + 1];
            x[0] = (x[0] - (factor[start + stride] * x[1])) / factor[start];
            return;
        }

        for (int i = order - 1; i >= 0; i--)
        {
            int row = start + (i * stride);
            x[i] /= factor[row + i];
            VectorKernels.AddScaled(-x[i], factor.AsSpan(row, i), x);
        }
    }

    /// <summary>
    /// (LLᵀ)⁻¹ of the leading order × order part, full and symmetric, in place of L. Every product runs along contiguous rows because L⁻¹ is
    /// held transposed.
    /// </summary>
    /// <param name="factor">L on entry, the inverse on return.</param>
    /// <param name="work">As long as <paramref name="factor"/>: receives L⁻ᵀ.</param>
    /// <param name="stride">Row stride of both.</param>
    /// <param name="order">Order of the part inverted.</param>
    /// <param name="cancellationToken">Checked between blocks of rows.</param>
    public static void Invert(double[] factor, double[] work, int stride, int order, CancellationToken cancellationToken = default)
    {
        fixed (double* l = factor, y = work)
        {
            InvertTransposed(l, y, stride, order, cancellationToken);
            for (int row = 0; row < order; row += Block)
            {
                cancellationToken.ThrowIfCancellationRequested();
                int rows = Math.Min(Block, order - row);
                for (int i = row; i < row + rows; i++)
                {
                    new Span<double>(l + ((long)i * stride), row + rows).Clear();
                }

                // The kernel subtracts: the sign is changed while the upper triangle is filled.
                DenseProduct.Subtract(
                    l + ((long)row * stride), stride, y + ((long)row * stride) + row, stride, y + row, stride, rows, row + rows, order - row);
            }

            for (int i = 0; i < order; i++)
            {
                double* row = l + ((long)i * stride);
                for (int j = 0; j <= i; j++)
                {
                    row[j] = -row[j];
                }
            }

            SymmetricFill.Upper(l, stride, order);
        }
    }

    /// <summary>Y = L⁻ᵀ: row i of Y is column i of L⁻¹. Blocks of columns from left to right; entries left of the diagonal are zero.</summary>
    public static void InvertTransposed(double* l, double* y, int stride, int order, CancellationToken cancellationToken = default)
    {
        for (int start = 0; start < order; start += Block)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int end = Math.Min(order, start + Block);
            for (int i = 0; i < order; i++)
            {
                new Span<double>(y + ((long)i * stride) + start, end - start).Clear();
            }

            double* panel = l + ((long)start * stride);
            for (int row = 0; row < start; row += Block)
            {
                cancellationToken.ThrowIfCancellationRequested();
                int rows = Math.Min(Block, start - row);
                DenseProduct.Subtract(
                    y + ((long)row * stride) + start, stride, y + ((long)row * stride) + row, stride, panel + row, stride, rows, end - start, start - row);
            }

            for (int i = start; i < end; i++)
            {
                y[((long)i * stride) + i] = 1;
            }

            for (int i = 0; i < end; i++)
            {
                SolveRow(y + ((long)i * stride), l, stride, start, end);
            }
        }
    }

    private static bool FactorDiagonal(double* l, int stride, int start, int end)
    {
        for (int i = start; i < end; i++)
        {
            double* row = l + ((long)i * stride);
            SolveRow(row, l, stride, start, i);
            double pivot = row[i] - VectorKernels.Dot(new ReadOnlySpan<double>(row + start, i - start), new ReadOnlySpan<double>(row + start, i - start));
            if (!(pivot > 0))
            {
                return false;
            }

            row[i] = Math.Sqrt(pivot);
        }

        return true;
    }

    /// <summary>Solves xLᵀ = row for the columns from start to end against the diagonal block of L that begins at start.</summary>
    private static void SolveRow(double* row, double* l, int stride, int start, int end)
    {
        var solved = new ReadOnlySpan<double>(row + start, end - start);
        for (int j = start; j < end; j++)
        {
            double* other = l + ((long)j * stride);
            row[j] = (row[j] - VectorKernels.Dot(solved[..(j - start)], new ReadOnlySpan<double>(other + start, j - start))) / other[j];
        }
    }
}
