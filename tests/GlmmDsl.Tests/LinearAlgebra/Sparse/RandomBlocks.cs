using GlmmDsl.LinearAlgebra.Sparse;

namespace GlmmDsl.Tests.LinearAlgebra.Sparse;

/// <summary>Patterns of many shapes, positive definite values on them, and their dense copies.</summary>
internal static class RandomBlocks
{
    public static readonly string[] Shapes = ["empty", "single", "disconnected", "arrow", "reversed arrow", "band", "grid", "random", "full", "crossed"];

    public static BlockPattern Pattern(string shape, int seed)
    {
        var random = new Random(seed);
        int nodes = shape switch { "empty" => 0, "single" => 1, "grid" => 49, "full" => 30, _ => 20 + random.Next(60) };
        int[] choices = [1, 1, 2, 6];
        int[] widths = [.. Enumerable.Range(0, nodes).Select(_ => choices[seed % 2 == 0 ? random.Next(4) : 0])];
        return BlockPattern.FromPairs(widths, [.. Pairs(shape, nodes, random)]);
    }

    /// <summary>Symmetric values whose diagonal outweighs the rest.</summary>
    public static double[] Values(BlockPattern pattern, int seed)
    {
        var random = new Random(seed);
        double[] values = [.. Enumerable.Range(0, pattern.ValueCount).Select(_ => random.NextDouble() - 0.5)];
        for (int j = 0; j < pattern.Nodes; j++)
        {
            int w = pattern.Widths[j];
            Span<double> block = values.AsSpan(pattern.ValueStart[pattern.ColumnStart[j]], w * w);
            for (int i = 0; i < w; i++)
            {
                block[(i * w) + i] = 0.3 * pattern.Order;
                for (int k = 0; k < i; k++)
                {
                    block[(k * w) + i] = block[(i * w) + k];
                }
            }
        }

        return values;
    }

    /// <summary>The whole matrix, row by row.</summary>
    public static double[] Dense(BlockPattern pattern, double[] values)
    {
        var dense = new double[pattern.Order * pattern.Order];
        for (int j = 0; j < pattern.Nodes; j++)
        {
            for (int e = pattern.ColumnStart[j]; e < pattern.ColumnStart[j + 1]; e++)
            {
                int i = pattern.Rows[e];
                for (int r = 0; r < pattern.Widths[i]; r++)
                {
                    for (int c = 0; c < pattern.Widths[j]; c++)
                    {
                        int row = pattern.FirstRow[i] + r;
                        int column = pattern.FirstRow[j] + c;
                        double value = values[pattern.ValueStart[e] + (r * pattern.Widths[j]) + c];
                        dense[(row * pattern.Order) + column] = value;
                        dense[(column * pattern.Order) + row] = value;
                    }
                }
            }
        }

        return dense;
    }

    private static IEnumerable<(int, int)> Pairs(string shape, int nodes, Random random) => shape switch
    {
        "arrow" => Enumerable.Range(0, nodes - 1).Select(i => (i, nodes - 1)),
        "reversed arrow" => Enumerable.Range(1, nodes - 1).Select(i => (0, i)),
        "band" => Enumerable.Range(0, nodes - 2).SelectMany(i => new[] { (i, i + 1), (i, i + 2) }),
        "grid" => Grid((int)Math.Sqrt(nodes)),
        "random" => Enumerable.Range(0, 3 * nodes).Select(_ => (random.Next(nodes), random.Next(nodes))),
        "full" => Enumerable.Range(0, nodes).SelectMany(i => Enumerable.Range(0, i).Select(j => (i, j))),
        "crossed" => Enumerable.Range(0, 4 * nodes).Select(_ => (random.Next(nodes / 2), (nodes / 2) + random.Next(nodes - (nodes / 2)))),
        _ => [],
    };

    public static IEnumerable<(int, int)> Grid(int side)
    {
        for (int i = 0; i < side; i++)
        {
            for (int j = 0; j < side; j++)
            {
                if (i + 1 < side)
                {
                    yield return ((i * side) + j, ((i + 1) * side) + j);
                }

                if (j + 1 < side)
                {
                    yield return ((i * side) + j, (i * side) + j + 1);
                }
            }
        }
    }
}
