namespace GlmmDsl.LinearAlgebra;

/// <summary>Changes the bases of blocks of products: of each block's rows by U, of its columns by V.</summary>
internal static class BlockCongruence
{
    /// <summary>From this many columns on the zeros at both ends of a row of V are skipped: bases of many columns are almost diagonal.</summary>
    private const int Many = 128;

    /// <summary>Every rows × columns block B of a sequence becomes UᵀBV.</summary>
    public static double[] Apply(double[] blocks, double[] u, double[] v, int rows, int columns)
    {
        int k = u.Length / rows;
        int l = v.Length / columns;
        int count = blocks.Length / (rows * columns);
        var result = new double[(long)count * k * l];
        if (rows == 1 && columns == 1 && k == 1 && l == 1)
        {
            VectorKernels.Scale(u[0] * v[0], blocks, result);
            return result;
        }

        (int Start, int Length)[] extents = l < Many ? [] : [.. Enumerable.Range(0, columns).Select(c => Extent(v.AsSpan(c * l, l)))];
        var half = new double[k * columns];
        for (int b = 0; b < count; b++)
        {
            Array.Clear(half);
            ReadOnlySpan<double> block = blocks.AsSpan(b * rows * columns, rows * columns);
            for (int r = 0; r < rows; r++)
            {
                for (int i = 0; i < k; i++)
                {
                    if (u[(r * k) + i] != 0)
                    {
                        VectorKernels.AddScaled(u[(r * k) + i], block.Slice(r * columns, columns), half.AsSpan(i * columns, columns));
                    }
                }
            }

            for (int i = 0; i < k; i++)
            {
                Span<double> target = result.AsSpan((b * k * l) + (i * l), l);
                for (int c = 0; c < columns; c++)
                {
                    (int start, int length) = l < Many ? (0, l) : extents[c];
                    VectorKernels.AddScaled(half[(i * columns) + c], v.AsSpan((c * l) + start, length), target.Slice(start, length));
                }
            }
        }

        return result;
    }

    private static (int Start, int Length) Extent(ReadOnlySpan<double> row)
    {
        int start = row.IndexOfAnyExcept(0.0);
        return start < 0 ? (0, 0) : (start, row.LastIndexOfAnyExcept(0.0) + 1 - start);
    }
}
