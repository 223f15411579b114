using System.Collections.Immutable;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Design;

/// <summary>The pass over the rows that fills <see cref="CrossProductBlocks"/>.</summary>
internal static class CrossProductBlocksAccumulator
{
    /// <summary>From this length on the dot products of a run of rows cost less than its rows one by one.</summary>
    private const int ShortestRun = 4;

    /// <summary>Adds the rows of a range.</summary>
    public static void Add(
        CrossProductBlocks sums, ModelMatrices matrices, ImmutableArray<GroupColumns> groups, int first, int end, CancellationToken cancellationToken)
    {
        for (int f = 0; f < groups.Length - 1; f++)
        {
            int[] sorted = SortedRows(groups[f].Group, first, end);
            for (int g = f + 1; g < groups.Length; g++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                sums.Pairs[f, g] = AddPairs(sums, matrices, groups, f, g, sorted);
            }
        }

        bool hasWeights = matrices.Weights is not null;
        var fixedChunk = new ColumnChunk(sums.FixedWidth, hasWeights);
        ColumnChunk[] random = [.. groups.Select(g => new ColumnChunk(g.Width, hasWeights))];
        int widest = random.Length == 0 ? 0 : random.Max(r => r.Width);
        var row = new double[widest + Math.Max(widest, sums.FixedWidth)];
        for (int start = first; start < end; start += ColumnChunk.Length)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int count = Math.Min(ColumnChunk.Length, end - start);
            Gather(fixedChunk, matrices, sums.Origins.Fixed, start, count);
            fixedChunk.AddSquare(0, count, sums.FixedBlock, cancellationToken);
            for (int f = 0; f < groups.Length; f++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Gather(random[f], groups[f].Columns, sums.Origins.Groups[f], matrices.Weights, start, count);
                AddLevels(sums, f, fixedChunk, random[f], groups[f].Group.Codes.AsSpan(start, count), row);
            }
        }
    }

    /// <summary>Adds a chunk's rows to the blocks of their levels. Where rows of one level stand together, columns are multiplied, else rows.</summary>
    private static void AddLevels(
        CrossProductBlocks sums, int factor, ColumnChunk fixedChunk, ColumnChunk random, ReadOnlySpan<int> codes, double[] row)
    {
        (int k, int width) = (random.Width, fixedChunk.Width);
        double[] withFixed = sums.WithFixed[factor];
        double[] diagonal = sums.Diagonal[factor];
        int start = 0;
        while (start < codes.Length)
        {
            int level = codes[start];
            int end = start + 1;
            while (end < codes.Length && codes[end] == level)
            {
                end++;
            }

            Span<double> product = withFixed.AsSpan(level * k * width, k * width);
            Span<double> square = diagonal.AsSpan(level * k * k, k * k);
            if (end - start >= ShortestRun)
            {
                ColumnChunk.AddProduct(random, fixedChunk, start, end - start, product);
                random.AddSquare(start, end - start, square);
                start = end;
                continue;
            }

            for (; start < end; start++)
            {
                Span<double> z = row.AsSpan(0, k);
                random.CopyRow(start, z);
                fixedChunk.CopyWeightedRow(start, row.AsSpan(k, width));
                AddProduct(z, row.AsSpan(k, width), product);
                random.CopyWeightedRow(start, row.AsSpan(k, k));
                AddProduct(z, row.AsSpan(k, k), square);
            }
        }
    }

    /// <summary>The rows of a range sorted by level, rows of one level in their order: a counting sort.</summary>
    private static int[] SortedRows(GroupingFactor group, int first, int end)
    {
        var next = new int[group.Levels.Length + 1];
        for (int row = first; row < end; row++)
        {
            next[group.Codes[row] + 1]++;
        }

        for (int level = 0; level < group.Levels.Length; level++)
        {
            next[level + 1] += next[level];
        }

        var sorted = new int[end - first];
        for (int row = first; row < end; row++)
        {
            sorted[next[group.Codes[row]]++] = row;
        }

        return sorted;
    }

    private static PairBlocks AddPairs(
        CrossProductBlocks sums, ModelMatrices matrices, ImmutableArray<GroupColumns> groups, int f, int g, int[] sorted)
    {
        (GroupColumns left, GroupColumns right) = (groups[f], groups[g]);
        int size = left.Width * right.Width;
        PairBlocks pairs = PairBlocks.Pattern(sorted, left.Group.Codes, right.Group.Codes, left.Group.Levels.Length, right.Group.Levels.Length, size);
        var place = new int[right.Group.Levels.Length];
        Span<double> z = new double[left.Width];
        Span<double> other = new double[right.Width];
        int r = 0;
        for (int level = 0; level < left.Group.Levels.Length; level++)
        {
            for (int i = pairs.RowStart[level]; i < pairs.RowStart[level + 1]; i++)
            {
                place[pairs.Columns[i]] = i;
            }

            for (; r < sorted.Length && left.Group.Codes[sorted[r]] == level; r++)
            {
                int row = sorted[r];
                double weight = matrices.Weights?[row] ?? 1;
                int start = place[right.Group.Codes[row]] * size;
                if (size == 1)
                {
                    pairs.Values[start] += weight;
                    continue;
                }

                Read(left.Columns, sums.Origins.Groups[f], row, z);
                Read(right.Columns, sums.Origins.Groups[g], row, other);
                for (int c = 0; c < other.Length; c++)
                {
                    other[c] *= weight;
                }

                AddProduct(z, other, pairs.Values.AsSpan(start, size));
            }
        }

        return pairs;
    }

    private static void Read(ImmutableArray<double[]> columns, double[] origins, int row, Span<double> z)
    {
        z[0] = 1;
        for (int c = 0; c < columns.Length; c++)
        {
            z[c + 1] = columns[c][row] - origins[c];
        }
    }

    private static void Gather(ColumnChunk chunk, ModelMatrices matrices, double[] origins, int start, int count)
    {
        int p = matrices.FixedColumns.Length;
        for (int c = 0; c < p; c++)
        {
            chunk.Set(c + 1, matrices.FixedColumns[c].AsSpan(start, count), origins[c]);
        }

        if (matrices.Offset is { } offset)
        {
            Span<double> response = chunk.Rows(p + 1, count);
            matrices.Response.AsSpan(start, count).CopyTo(response);
            VectorKernels.AddScaled(-1, offset.AsSpan(start, count), response);
            chunk.Set(p + 1, response, origins[p]);
        }
        else
        {
            chunk.Set(p + 1, matrices.Response.AsSpan(start, count), origins[p]);
        }

        Weigh(chunk, matrices.Weights, start, count);
    }

    private static void Gather(ColumnChunk chunk, ImmutableArray<double[]> columns, double[] origins, double[]? weights, int start, int count)
    {
        for (int c = 0; c < columns.Length; c++)
        {
            chunk.Set(c + 1, columns[c].AsSpan(start, count), origins[c]);
        }

        Weigh(chunk, weights, start, count);
    }

    private static void Weigh(ColumnChunk chunk, double[]? weights, int start, int count)
    {
        if (weights is not null)
        {
            chunk.Weigh(weights.AsSpan(start, count));
        }
    }

    /// <summary>Adds xyᵀ, x × y row-major.</summary>
    private static void AddProduct(ReadOnlySpan<double> x, ReadOnlySpan<double> y, Span<double> target)
    {
        for (int i = 0; i < x.Length; i++)
        {
            VectorKernels.AddScaled(x[i], y, target.Slice(i * y.Length, y.Length));
        }
    }
}
