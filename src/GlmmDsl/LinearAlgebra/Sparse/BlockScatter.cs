namespace GlmmDsl.LinearAlgebra.Sparse;

/// <summary>Adds a pattern's blocks into the panels of its factor.</summary>
internal static class BlockScatter
{
    /// <summary>Widths up to which scratch blocks live on the stack.</summary>
    private const int SmallWidth = 16;

    /// <summary>Panels ← panels + A.</summary>
    public static void Add(SupernodalStructure structure, ReadOnlySpan<double> values, double[] panels)
    {
        BlockPattern pattern = structure.Pattern;
        for (int j = 0; j < pattern.Nodes; j++)
        {
            for (int e = pattern.ColumnStart[j]; e < pattern.ColumnStart[j + 1]; e++)
            {
                Place(structure, e, pattern.Widths[pattern.Rows[e]], pattern.Widths[j], values[pattern.ValueStart[e]..], panels);
            }
        }
    }

    /// <summary>Panels ← panels + ΛᵀAΛ + I.</summary>
    public static void AddScaled(SupernodalStructure structure, ReadOnlySpan<double> values, BlockScaling scaling, double[] panels)
    {
        BlockPattern pattern = structure.Pattern;
        int widest = 0;
        foreach (int width in pattern.Widths)
        {
            widest = Math.Max(widest, width);
        }

        Span<double> scratch = widest <= SmallWidth ? stackalloc double[2 * SmallWidth * SmallWidth] : new double[2 * widest * widest];
        Span<double> half = scratch[..(scratch.Length / 2)];
        Span<double> block = scratch[(scratch.Length / 2)..];
        for (int j = 0; j < pattern.Nodes; j++)
        {
            int columns = pattern.Widths[j];
            ReadOnlySpan<double> right = scaling.Of(j, columns);
            for (int e = pattern.ColumnStart[j]; e < pattern.ColumnStart[j + 1]; e++)
            {
                int i = pattern.Rows[e];
                int rows = pattern.Widths[i];
                if (rows == 1 && columns == 1)
                {
                    int target = structure.BlockTarget[e];
                    double scaled = scaling.Of(i, 1)[0] * values[pattern.ValueStart[e]] * right[0];
                    panels[target < 0 ? ~target : target] += i == j ? scaled + 1 : scaled;
                    continue;
                }

                ReadOnlySpan<double> source = values.Slice(pattern.ValueStart[e], rows * columns);
                Congruence(scaling.Of(i, rows), source, right, half, block, rows, columns);
                for (int k = 0; i == j && k < rows; k++)
                {
                    block[(k * rows) + k] += 1;
                }

                Place(structure, e, rows, columns, block, panels);
            }
        }
    }

    /// <summary>C ← LᵀBR for a rows × columns block B.</summary>
    private static void Congruence(
        ReadOnlySpan<double> left, ReadOnlySpan<double> b, ReadOnlySpan<double> right, Span<double> half, Span<double> c, int rows, int columns)
    {
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                double sum = 0;
                for (int t = 0; t < columns; t++)
                {
                    sum += b[(i * columns) + t] * right[(t * columns) + j];
                }

                half[(i * columns) + j] = sum;
            }
        }

        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                double sum = 0;
                for (int t = 0; t < rows; t++)
                {
                    sum += left[(t * rows) + i] * half[(t * columns) + j];
                }

                c[(i * columns) + j] = sum;
            }
        }
    }

    private static void Place(SupernodalStructure structure, int entry, int rows, int columns, ReadOnlySpan<double> block, double[] panels)
    {
        int stride = structure.ColumnsOf(structure.BlockSupernode[entry]);
        int target = structure.BlockTarget[entry];
        bool transposed = target < 0;
        int place = transposed ? ~target : target;
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                panels[place + (transposed ? (j * stride) + i : (i * stride) + j)] += block[(i * columns) + j];
            }
        }
    }
}
