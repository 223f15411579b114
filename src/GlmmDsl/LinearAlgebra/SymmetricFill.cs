namespace GlmmDsl.LinearAlgebra;

/// <summary>Fills one triangle of a symmetric matrix from the other, tile by tile: a column read row by row misses the cache at every entry.</summary>
internal static unsafe class SymmetricFill
{
    private const int Tile = 16;

    /// <summary>Copies the lower triangle of the leading order × order part to the upper one.</summary>
    /// <param name="matrix">Row-major numbers.</param>
    /// <param name="stride">Row stride.</param>
    /// <param name="order">Order of the part.</param>
    public static void Upper(double[] matrix, int stride, int order)
    {
        fixed (double* m = matrix)
        {
            Upper(m, stride, order);
        }
    }

    /// <summary>Copies the lower triangle of the order × order matrix to the upper one.</summary>
    public static void Upper(double* m, int stride, int order)
    {
        for (int top = 0; top < order; top += Tile)
        {
            int bottom = Math.Min(order, top + Tile);
            for (int left = 0; left <= top; left += Tile)
            {
                for (int i = top; i < bottom; i++)
                {
                    double* row = m + ((long)i * stride);
                    int right = Math.Min(i, left + Tile);
                    for (int j = left; j < right; j++)
                    {
                        m[((long)j * stride) + i] = row[j];
                    }
                }
            }
        }
    }
}
