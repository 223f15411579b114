using GlmmDsl.LinearAlgebra;
using GlmmDsl.LinearAlgebra.Sparse;

namespace GlmmDsl.Fitting.Linear.Sparse;

/// <summary>ZᵀWZ and Λ times vectors, on the blocks of the sparse path. Several vectors are stored side by side, row by row.</summary>
internal static class SparseProduct
{
    /// <summary>Below this many vectors, plain loops are faster than vector instructions that are mostly remainder.</summary>
    private const int FewColumns = 8;

    /// <summary>Y ← AX for A = ZᵀWZ.</summary>
    /// <param name="system">The system.</param>
    /// <param name="x">q × columns.</param>
    /// <param name="y">Receives q × columns.</param>
    /// <param name="columns">Number of vectors.</param>
    public static void Multiply(SparseSystem system, ReadOnlySpan<double> x, Span<double> y, int columns = 1)
    {
        BlockPattern pattern = system.Pattern;
        y.Clear();
        for (int j = 0; j < pattern.Nodes; j++)
        {
            int width = pattern.Widths[j];
            int column = pattern.FirstRow[j];
            for (int e = pattern.ColumnStart[j]; e < pattern.ColumnStart[j + 1]; e++)
            {
                int i = pattern.Rows[e];
                int row = pattern.FirstRow[i];
                int at = pattern.ValueStart[e];
                if (columns == 1 && width == 1 && pattern.Widths[i] == 1)
                {
                    double value = system.Values[at];
                    y[row] += value * x[column];
                    if (i != j)
                    {
                        y[column] += value * x[row];
                    }

                    continue;
                }

                if (width == 1 && pattern.Widths[i] == 1 && columns < FewColumns)
                {
                    AddScalar(system.Values[at], x, y, row * columns, column * columns, columns);
                    continue;
                }

                for (int r = 0; r < pattern.Widths[i]; r++)
                {
                    for (int c = 0; c < width; c++, at++)
                    {
                        double value = system.Values[at];
                        VectorKernels.AddScaled(value, x.Slice((column + c) * columns, columns), y.Slice((row + r) * columns, columns));
                        if (i != j)
                        {
                            VectorKernels.AddScaled(value, x.Slice((row + r) * columns, columns), y.Slice((column + c) * columns, columns));
                        }
                    }
                }
            }
        }
    }

    /// <summary>Adds an entry and its mirror image to a few vectors.</summary>
    private static void AddScalar(double value, ReadOnlySpan<double> x, Span<double> y, int row, int column, int columns)
    {
        for (int c = 0; c < columns; c++)
        {
            y[row + c] += value * x[column + c];
            if (row != column)
            {
                y[column + c] += value * x[row + c];
            }
        }
    }

    /// <summary>X ← ΛX or ΛᵀX, level by level in place: Λ is triangular, so the entries still needed are never overwritten.</summary>
    /// <param name="system">The system.</param>
    /// <param name="templates">Λ per factor.</param>
    /// <param name="transposed">Λᵀ instead of Λ.</param>
    /// <param name="x">q × columns.</param>
    /// <param name="columns">Number of vectors.</param>
    public static void ApplyTemplates(SparseSystem system, double[][] templates, bool transposed, Span<double> x, int columns = 1)
    {
        for (int f = 0; f < templates.Length; f++)
        {
            double[] template = templates[f];
            int k = system.Layout.Factors[f].Width;
            Span<double> own = x[(system.FirstEffect[f] * columns)..(system.FirstEffect[f + 1] * columns)];
            if (k == 1)
            {
                VectorKernels.Scale(template[0], own, own);
                continue;
            }

            for (int first = 0; first < own.Length; first += k * columns)
            {
                ApplyToLevel(template, k, transposed, own.Slice(first, k * columns), columns);
            }
        }
    }

    private static void ApplyToLevel(double[] template, int k, bool transposed, Span<double> x, int columns)
    {
        for (int i = 0; i < k; i++)
        {
            int target = transposed ? i : k - 1 - i;
            Span<double> row = x.Slice(target * columns, columns);
            VectorKernels.Scale(template[target * (k + 1)], row, row);
            int first = transposed ? target + 1 : 0;
            int end = transposed ? k : target;
            for (int r = first; r < end; r++)
            {
                VectorKernels.AddScaled(transposed ? template[(r * k) + target] : template[(target * k) + r], x.Slice(r * columns, columns), row);
            }
        }
    }
}
