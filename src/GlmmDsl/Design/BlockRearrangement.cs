using System.Collections.Immutable;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Design;

/// <summary>Puts cross-products into another order of levels and columns, or another basis of columns.</summary>
internal static class BlockRearrangement
{
    /// <summary>
    /// The same sums with levels and columns renumbered. Levels and columns to which no old one is mapped are zero, about the origin 0.
    /// </summary>
    /// <param name="blocks">The sums.</param>
    /// <param name="levels">For each factor and each of its levels the new number.</param>
    /// <param name="levelCounts">For each factor its new number of levels.</param>
    /// <param name="columns">For each factor and each of its columns after the constant the new number, from 0.</param>
    /// <param name="columnCounts">For each factor its new number of columns after the constant.</param>
    /// <param name="fixedColumns">For each column of X its new number.</param>
    /// <param name="fixedCount">The new number of columns of X.</param>
    public static CrossProductBlocks Rearrange(
        CrossProductBlocks blocks,
        ImmutableArray<int[]> levels,
        ImmutableArray<int> levelCounts,
        ImmutableArray<int[]> columns,
        ImmutableArray<int> columnCounts,
        int[] fixedColumns,
        int fixedCount)
    {
        int[] fixedMap = [0, .. fixedColumns.Select(c => c + 1), fixedCount + 1];
        int[][] maps = [.. columns.Select(m => (int[])[0, .. m.Select(c => c + 1)])];
        int[] widths = [.. columnCounts.Select(c => c + 1)];
        var origins = new Origins(
            Scatter([.. blocks.Origins.Fixed], [.. fixedColumns, fixedCount], fixedCount + 1),
            [.. columns.Select((m, f) => Scatter(blocks.Origins.Groups[f], m, columnCounts[f]))]);
        var result = new CrossProductBlocks(levelCounts, [.. widths], origins) { RowCount = blocks.RowCount, SumLogWeights = blocks.SumLogWeights };
        int width = result.FixedWidth;
        Copy(blocks.FixedBlock, result.FixedBlock, fixedMap, fixedMap, width);
        for (int f = 0; f < levels.Length; f++)
        {
            CopyAll(blocks.Diagonal[f], result.Diagonal[f], levels[f], maps[f], widths[f], maps[f], widths[f]);
            CopyAll(blocks.WithFixed[f], result.WithFixed[f], levels[f], maps[f], widths[f], fixedMap, width);
            for (int g = f + 1; g < levels.Length; g++)
            {
                result.Pairs[f, g] = blocks.Pairs[f, g]!.Rearrange(levels[f], levelCounts[f], levels[g], maps[f], widths[f], maps[g], widths[g]);
            }
        }

        return result;
    }

    /// <summary>The sums in other columns: those of X are [1 X]U, those of factor f [1 Z]V_f; the constant and the response stay.</summary>
    /// <param name="blocks">The sums.</param>
    /// <param name="fixedMap">U: (columns of X + 1) × new columns, row-major; the first row is the constant's.</param>
    /// <param name="groupMaps">For each factor V: (columns + 1) × new columns after the constant.</param>
    public static CrossProductBlocks Transform(CrossProductBlocks blocks, double[,] fixedMap, ImmutableArray<double[,]> groupMaps)
    {
        double[] fixedOrigins = [.. Moved(blocks.Origins.Fixed, fixedMap), blocks.Origins.Fixed[^1]];
        var origins = new Origins(fixedOrigins, [.. groupMaps.Select((m, f) => Moved(blocks.Origins.Groups[f], m))]);
        var result = new CrossProductBlocks(blocks.LevelCounts, [.. groupMaps.Select(m => m.GetLength(1) + 1)], origins)
        {
            RowCount = blocks.RowCount,
            SumLogWeights = blocks.SumLogWeights,
        };
        double[] u = Bordered(fixedMap, withResponse: true);
        double[][] v = [.. groupMaps.Select(m => Bordered(m, withResponse: false))];
        BlockCongruence.Apply(blocks.FixedBlock, u, u, blocks.FixedWidth, blocks.FixedWidth).CopyTo(result.FixedBlock, 0);
        for (int f = 0; f < v.Length; f++)
        {
            BlockCongruence.Apply(blocks.Diagonal[f], v[f], v[f], blocks.Widths[f], blocks.Widths[f]).CopyTo(result.Diagonal[f], 0);
            BlockCongruence.Apply(blocks.WithFixed[f], v[f], u, blocks.Widths[f], blocks.FixedWidth).CopyTo(result.WithFixed[f], 0);
            for (int g = f + 1; g < v.Length; g++)
            {
                PairBlocks pairs = blocks.Pairs[f, g]!;
                result.Pairs[f, g] = pairs with { Values = BlockCongruence.Apply(pairs.Values, v[f], v[g], blocks.Widths[f], blocks.Widths[g]) };
            }
        }

        return result;
    }

    /// <summary>Copies one block into a block of zeros.</summary>
    public static void Copy(ReadOnlySpan<double> source, Span<double> target, int[] rows, int[] columns, int width)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            for (int j = 0; j < columns.Length; j++)
            {
                target[(rows[i] * width) + columns[j]] = source[(i * columns.Length) + j];
            }
        }
    }

    private static void CopyAll(double[] source, double[] target, int[] levels, int[] rows, int height, int[] columns, int width)
    {
        int oldSize = rows.Length * columns.Length;
        int newSize = height * width;
        for (int level = 0; level < levels.Length; level++)
        {
            Copy(source.AsSpan(level * oldSize, oldSize), target.AsSpan(levels[level] * newSize, newSize), rows, columns, width);
        }
    }

    private static double[] Scatter(double[] values, int[] places, int count)
    {
        var result = new double[count];
        for (int i = 0; i < places.Length; i++)
        {
            result[places[i]] = values[i];
        }

        return result;
    }

    /// <summary>Origins of new columns: columns about them are then the same map of columns about the old ones, without the constant.</summary>
    private static double[] Moved(double[] origins, double[,] map)
    {
        var moved = new double[map.GetLength(1)];
        for (int c = 0; c < moved.Length; c++)
        {
            moved[c] = map[0, c];
            for (int r = 1; r < map.GetLength(0); r++)
            {
                moved[c] += map[r, c] * origins[r - 1];
            }
        }

        return moved;
    }

    private static double[] Bordered(double[,] map, bool withResponse)
    {
        int border = withResponse ? 1 : 0;
        int rows = map.GetLength(0) + border;
        int columns = map.GetLength(1) + 1 + border;
        var result = new double[rows * columns];
        result[0] = 1;
        result[^1] = withResponse ? 1 : result[^1];
        for (int r = 1; r < map.GetLength(0); r++)
        {
            for (int c = 0; c < map.GetLength(1); c++)
            {
                result[(r * columns) + c + 1] = map[r, c];
            }
        }

        return result;
    }
}
