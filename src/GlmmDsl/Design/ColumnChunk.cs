using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Design;

/// <summary>
/// Some rows of a few columns, column by column and about the columns' origins, after a column of ones; and the same times the rows' weights. Small
/// enough for the first-level cache.
/// </summary>
internal sealed class ColumnChunk
{
    /// <summary>The most rows.</summary>
    public const int Length = 128;

    // Not a power of two: columns would fall into the same few sets of the cache.
    private const int Stride = Length + 8;

    /// <summary>From so many columns on products are taken tile by tile: the matrix is then larger than the cache.</summary>
    private const int Wide = 256;

    /// <summary>Rows and columns of a tile.</summary>
    private const int Tile = 48;

    private readonly double[] values;
    private readonly double[] weighted;

    /// <summary>Makes room for columns.</summary>
    /// <param name="width">How many, the column of ones included.</param>
    /// <param name="hasWeights">Whether rows weigh differently.</param>
    public ColumnChunk(int width, bool hasWeights)
    {
        Width = width;
        values = new double[width * Stride];
        weighted = hasWeights ? new double[width * Stride] : values;
        values.AsSpan(0, Length).Fill(1);
    }

    /// <summary>How many columns there are.</summary>
    public int Width { get; }

    /// <summary>Sets a column from its rows in the data.</summary>
    public void Set(int column, ReadOnlySpan<double> rows, double origin) => VectorKernels.AddConstant(-origin, rows, values.AsSpan(column * Stride, rows.Length));

    /// <summary>The rows of a column, to be set.</summary>
    public Span<double> Rows(int column, int count) => values.AsSpan(column * Stride, count);

    /// <summary>Multiplies all columns by the weights of the rows.</summary>
    public void Weigh(ReadOnlySpan<double> weights)
    {
        for (int c = 0; c < Width; c++)
        {
            VectorKernels.Multiply(weights, values.AsSpan(c * Stride, weights.Length), weighted.AsSpan(c * Stride, weights.Length));
        }
    }

    /// <summary>Adds XᵀWY over rows of two chunks to a matrix, row-major.</summary>
    public static void AddProduct(ColumnChunk x, ColumnChunk y, int first, int count, Span<double> target)
    {
        for (int a = 0; a < x.Width; a++)
        {
            ReadOnlySpan<double> left = x.values.AsSpan((a * Stride) + first, count);
            for (int b = 0; b < y.Width; b++)
            {
                target[(a * y.Width) + b] += VectorKernels.Dot(left, y.weighted.AsSpan((b * Stride) + first, count));
            }
        }
    }

    /// <summary>Adds XᵀWX over rows to a symmetric matrix.</summary>
    public void AddSquare(int first, int count, Span<double> target, CancellationToken cancellationToken = default)
    {
        if (Width >= Wide)
        {
            AddWideSquare(first, count, target, cancellationToken);
            return;
        }

        for (int a = 0; a < Width; a++)
        {
            ReadOnlySpan<double> left = values.AsSpan((a * Stride) + first, count);
            for (int b = 0; b < a; b++)
            {
                double product = VectorKernels.Dot(left, weighted.AsSpan((b * Stride) + first, count));
                target[(a * Width) + b] += product;
                target[(b * Width) + a] += product;
            }

            target[(a * Width) + a] += VectorKernels.Dot(left, weighted.AsSpan((a * Stride) + first, count));
        }
    }

    private unsafe void AddWideSquare(int first, int count, Span<double> target, CancellationToken cancellationToken)
    {
        var products = new double[Tile * Tile];
        fixed (double* x = values, y = weighted, tile = products)
        {
            for (int top = 0; top < Width; top += Tile)
            {
                cancellationToken.ThrowIfCancellationRequested();
                int rows = Math.Min(Tile, Width - top);
                for (int left = 0; left <= top; left += Tile)
                {
                    int columns = Math.Min(Tile, Width - left);
                    Array.Clear(products);
                    DenseProduct.Subtract(tile, Tile, x + (top * Stride) + first, Stride, y + (left * Stride) + first, Stride, rows, columns, count);
                    AddTile(products, top, left, rows, columns, target);
                }
            }
        }
    }

    /// <summary>Takes a tile from a symmetric matrix, on both sides of its diagonal.</summary>
    private void AddTile(double[] products, int top, int left, int rows, int columns, Span<double> target)
    {
        for (int i = 0; i < rows; i++)
        {
            int a = top + i;
            for (int j = 0; j < columns && left + j <= a; j++)
            {
                int b = left + j;
                target[(a * Width) + b] -= products[(i * Tile) + j];
                if (a != b)
                {
                    target[(b * Width) + a] -= products[(i * Tile) + j];
                }
            }
        }
    }

    /// <summary>Copies a row of the columns.</summary>
    public void CopyRow(int row, Span<double> target) => Copy(values, row, target);

    /// <summary>Copies a row of the columns, times its weight.</summary>
    public void CopyWeightedRow(int row, Span<double> target) => Copy(weighted, row, target);

    private void Copy(double[] columns, int row, Span<double> target)
    {
        for (int c = 0; c < Width; c++)
        {
            target[c] = columns[(c * Stride) + row];
        }
    }
}
