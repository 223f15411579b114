using System.Collections.Immutable;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Design;

/// <summary>The pass over the rows that fills <see cref="CrossProductBlocks"/>.</summary>
internal static class CrossProductBlocksAccumulator
{
    /// <summary>Rows gathered at a time: their numbers stay in the first-level cache while they meet every block.</summary>
    private const int Chunk = 128;

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

        int width = sums.FixedWidth;
        var row = new double[Chunk * width];
        var weighted = new double[width];
        var random = new double[groups.Length][];
        for (int f = 0; f < groups.Length; f++)
        {
            random[f] = new double[Chunk * groups[f].Width];
        }

        for (int start = first; start < end; start += Chunk)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int count = Math.Min(Chunk, end - start);
            Gather(row, matrices, sums.Origins.Fixed, start, count);
            for (int f = 0; f < groups.Length; f++)
            {
                Gather(random[f], groups[f].Columns, sums.Origins.Groups[f], start, count);
            }

            for (int i = 0; i < count; i++)
            {
                ReadOnlySpan<double> values = row.AsSpan(i * width, width);
                VectorKernels.Scale(matrices.Weights?[start + i] ?? 1, values, weighted);
                AddProduct(values, weighted, sums.FixedBlock);
                for (int f = 0; f < groups.Length; f++)
                {
                    int k = groups[f].Width;
                    int level = groups[f].Group.Codes[start + i];
                    ReadOnlySpan<double> z = random[f].AsSpan(i * k, k);
                    AddProduct(z, weighted, sums.WithFixed[f].AsSpan(level * k * width, k * width));
                    AddDiagonal(z, weighted[0], sums.Diagonal[f].AsSpan(level * k * k, k * k));
                }
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

    private static void Gather(double[] target, ModelMatrices matrices, double[] origins, int start, int count)
    {
        int p = matrices.FixedColumns.Length;
        int width = p + 2;
        for (int i = 0; i < count; i++)
        {
            target[i * width] = 1;
            double response = matrices.Response[start + i] - (matrices.Offset?[start + i] ?? 0);
            target[(i * width) + p + 1] = response - origins[p];
        }

        for (int c = 0; c < p; c++)
        {
            double[] column = matrices.FixedColumns[c];
            for (int i = 0; i < count; i++)
            {
                target[(i * width) + c + 1] = column[start + i] - origins[c];
            }
        }
    }

    private static void Gather(double[] target, ImmutableArray<double[]> columns, double[] origins, int start, int count)
    {
        int width = columns.Length + 1;
        for (int i = 0; i < count; i++)
        {
            Read(columns, origins, start + i, target.AsSpan(i * width, width));
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

    private static void AddDiagonal(ReadOnlySpan<double> z, double weight, Span<double> target)
    {
        if (z.Length == 1)
        {
            target[0] += weight;
            return;
        }

        for (int i = 0; i < z.Length; i++)
        {
            double scaled = weight * z[i];
            for (int j = 0; j < z.Length; j++)
            {
                target[(i * z.Length) + j] += scaled * z[j];
            }
        }
    }
}
