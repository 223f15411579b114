using System.Collections.Immutable;

namespace GlmmDsl.Design.Products;

/// <summary>Takes <see cref="ColumnProducts"/> from cross-products. In a separate class, so that the design does not depend on how they are summed.</summary>
internal static class UnweightedColumnProducts
{
    /// <summary>Takes them from cross-products about means in which every row has weight 1.</summary>
    public static ColumnProducts Of(CrossProductBlocks blocks, ImmutableArray<GroupColumns> groups, int terms)
    {
        int p = blocks.FixedWidth - 2;
        var covariance = new double[p, p];
        double divisor = Math.Max(1, blocks.RowCount - 1);
        for (int i = 0; i < p; i++)
        {
            for (int j = 0; j < p; j++)
            {
                covariance[i, j] = blocks.FixedBlock[((i + 1) * blocks.FixedWidth) + j + 1] / divisor;
            }
        }

        var products = new double[terms][,];
        for (int g = 0; g < groups.Length; g++)
        {
            for (int t = 0; t < groups[g].Terms.Length; t++)
            {
                products[groups[g].Terms[t]] = MeanProducts(blocks, g, groups[g].ColumnOf[t]);
            }
        }

        return new ColumnProducts(covariance, [.. products]);
    }

    private static double[,] MeanProducts(CrossProductBlocks blocks, int group, ImmutableArray<int> columns)
    {
        int width = blocks.Widths[group];
        var total = new double[width * width];
        for (int i = 0; i < blocks.Diagonal[group].Length; i++)
        {
            total[i % total.Length] += blocks.Diagonal[group][i];
        }

        // Column 0 is the constant itself; the others are held about their origins.
        double[] origins = [0, .. blocks.Origins.Groups[group]];
        var result = new double[columns.Length, columns.Length];
        for (int i = 0; i < columns.Length; i++)
        {
            for (int j = 0; j < columns.Length; j++)
            {
                (int a, int b) = (columns[i], columns[j]);
                double sum = total[(a * width) + b] + (origins[a] * total[b]) + (origins[b] * total[a]) + (origins[a] * origins[b] * total[0]);
                result[i, j] = sum / blocks.RowCount;
            }
        }

        return result;
    }
}
