using System.Collections.Immutable;

namespace GlmmDsl.Design;

/// <summary>
/// The cross-products of a design of many fixed-effects columns most of which are zero in most rows, as the indicators of a factor of many levels are: a row adds only the products
/// of the columns that are not zero in it. These columns are summed about zero, and their origins are moved at the end.
/// </summary>
internal sealed class SparseFixedColumns
{
    /// <summary>From so many columns on it pays.</summary>
    private const int Many = 256;

    /// <summary>A column that is zero in all but this share of the rows is sparse.</summary>
    private const double LargestShare = 0.1;

    private readonly int[] dense;

    // For each row the start of its entries; for each entry the column and the value.
    private readonly int[] start;
    private readonly int[] columns;
    private readonly double[] values;

    private SparseFixedColumns(int[] dense, int[] start, int[] columns, double[] values)
    {
        this.dense = dense;
        this.start = start;
        this.columns = columns;
        this.values = values;
    }

    /// <summary>Finds the sparse columns of a range of rows; null if there are too few for it to pay.</summary>
    public static SparseFixedColumns? Of(double[][] fixedColumns, int first, int end)
    {
        if (fixedColumns.Length < Many)
        {
            return null;
        }

        var dense = new List<int>();
        var sparse = new List<int>();
        var start = new int[end - first + 1];
        for (int j = 0; j < fixedColumns.Length; j++)
        {
            ReadOnlySpan<double> rows = fixedColumns[j].AsSpan(first, end - first);
            bool isSparse = rows.Length - System.MemoryExtensions.Count(rows, 0) <= LargestShare * rows.Length;
            (isSparse ? sparse : dense).Add(j);
            for (int i = 0; i < rows.Length && isSparse; i++)
            {
                start[i + 1] += rows[i] == 0 ? 0 : 1;
            }
        }

        if (sparse.Count < Many)
        {
            return null;
        }

        for (int i = 0; i < end - first; i++)
        {
            start[i + 1] += start[i];
        }

        var next = start[..^1];
        var columns = new int[start[^1]];
        var values = new double[start[^1]];
        foreach (int j in sparse)
        {
            ReadOnlySpan<double> rows = fixedColumns[j].AsSpan(first, end - first);
            for (int i = 0; i < rows.Length; i++)
            {
                if (rows[i] != 0)
                {
                    columns[next[i]] = j;
                    values[next[i]++] = rows[i];
                }
            }
        }

        return new SparseFixedColumns([.. dense], start, columns, values);
    }

    /// <summary>Sums the products of the range of rows.</summary>
    /// <inheritdoc cref="CrossProductBlocks.Accumulate"/>
    public CrossProductBlocks Accumulate(
        ModelMatrices matrices, ImmutableArray<GroupColumns> groups, Origins origins, int first, int end, CancellationToken cancellationToken)
    {
        int p = matrices.FixedColumns.Length;
        double[] denseOrigins = [.. dense.Select(j => origins.Fixed[j]), origins.Fixed[p]];
        CrossProductBlocks narrow = CrossProductBlocks.Accumulate(
            matrices with { FixedColumns = [.. dense.Select(j => matrices.FixedColumns[j])] }, groups, origins with { Fixed = denseOrigins }, first, end, cancellationToken);
        int[] place = [0, .. dense.Select(j => j + 1), p + 1];
        var about = new double[p + 1];
        for (int t = 1; t < place.Length; t++)
        {
            about[place[t] - 1] = denseOrigins[t - 1];
        }

        var result = new CrossProductBlocks(narrow.LevelCounts, narrow.Widths, origins with { Fixed = about }) { RowCount = narrow.RowCount, SumLogWeights = narrow.SumLogWeights };
        Spread(narrow, result, place);
        AddRows(result, matrices, groups, place, first, end, cancellationToken);
        Mirror(result.FixedBlock, result.FixedWidth, cancellationToken);
        return result.MoveTo(origins);
    }

    /// <summary>Copies what does not involve the sparse columns.</summary>
    private static void Spread(CrossProductBlocks narrow, CrossProductBlocks result, int[] place)
    {
        Rows(narrow.FixedBlock, result.FixedBlock, place, place, result.FixedWidth);
        for (int f = 0; f < narrow.LevelCounts.Length; f++)
        {
            narrow.Diagonal[f].CopyTo(result.Diagonal[f], 0);
            int count = narrow.WithFixed[f].Length / place.Length;
            Rows(narrow.WithFixed[f], result.WithFixed[f], [.. Enumerable.Range(0, count)], place, result.FixedWidth);
            for (int g = f + 1; g < narrow.LevelCounts.Length; g++)
            {
                result.Pairs[f, g] = narrow.Pairs[f, g];
            }
        }

        static void Rows(double[] source, double[] target, int[] rows, int[] columns, int width)
        {
            for (int i = 0; i < rows.Length; i++)
            {
                for (int t = 0; t < columns.Length; t++)
                {
                    target[((long)rows[i] * width) + columns[t]] = source[((long)i * columns.Length) + t];
                }
            }
        }
    }

    /// <summary>Adds the products of the sparse columns: in the fixed block their rows, left of the diagonal among themselves.</summary>
    private void AddRows(
        CrossProductBlocks sums, ModelMatrices matrices, ImmutableArray<GroupColumns> groups, int[] place, int first, int end, CancellationToken cancellationToken)
    {
        int width = sums.FixedWidth;
        var others = new double[place.Length];
        others[0] = 1;
        for (int row = first; row < end; row++)
        {
            if (row % ColumnChunk.Length == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            ReadOnlySpan<int> own = columns.AsSpan(start[row - first]..start[row - first + 1]);
            ReadOnlySpan<double> x = values.AsSpan(start[row - first]..start[row - first + 1]);
            if (own.IsEmpty)
            {
                continue;
            }

            double weight = matrices.Weights?[row] ?? 1;
            for (int t = 0; t < dense.Length; t++)
            {
                others[t + 1] = matrices.FixedColumns[dense[t]][row] - sums.Origins.Fixed[dense[t]];
            }

            others[^1] = matrices.Response[row] - (matrices.Offset?[row] ?? 0) - sums.Origins.Fixed[^1];
            for (int a = 0; a < own.Length; a++)
            {
                double weighted = weight * x[a];
                Span<double> target = sums.FixedBlock.AsSpan((own[a] + 1) * width, width);
                for (int t = 0; t < others.Length; t++)
                {
                    target[place[t]] += weighted * others[t];
                }

                for (int b = 0; b <= a; b++)
                {
                    target[own[b] + 1] += weighted * x[b];
                }
            }

            for (int f = 0; f < groups.Length; f++)
            {
                AddLevel(sums, f, groups[f], row, own, x, weight);
            }
        }
    }

    private static void AddLevel(CrossProductBlocks sums, int f, GroupColumns group, int row, ReadOnlySpan<int> own, ReadOnlySpan<double> x, double weight)
    {
        int width = sums.FixedWidth;
        int level = group.Group.Codes[row];
        for (int c = 0; c < group.Width; c++)
        {
            double z = weight * (c == 0 ? 1 : group.Columns[c - 1][row] - sums.Origins.Groups[f][c - 1]);
            Span<double> target = sums.WithFixed[f].AsSpan(((level * group.Width) + c) * width, width);
            for (int a = 0; a < own.Length; a++)
            {
                target[own[a] + 1] += z * x[a];
            }
        }
    }

    /// <summary>Completes a symmetric matrix of which a pair of rows has its product on one side only, or on both.</summary>
    private void Mirror(double[] block, int width, CancellationToken cancellationToken)
    {
        var isDense = new bool[width];
        isDense[0] = true;
        isDense[^1] = true;
        foreach (int j in dense)
        {
            isDense[j + 1] = true;
        }

        for (int a = 0; a < width; a++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (int b = 0; b < a; b++)
            {
                // The row of a sparse column holds its products with all others that are dense or stand before it.
                (int from, int to) = isDense[a] ? (b, a) : (a, b);
                block[(to * width) + from] = block[(from * width) + to];
            }
        }
    }
}
