using GlmmDsl.Covariance;
using GlmmDsl.Design;
using GlmmDsl.Fitting.Linear.Criteria;
using GlmmDsl.LinearAlgebra.Sparse;

namespace GlmmDsl.Fitting.Linear.Sparse;

/// <summary>
/// The pattern of ZᵀWZ with a node for every level: factor after factor in the order of the layout, so that the largest comes first. Levels are
/// neighbours if they occur in the same row of the data.
/// </summary>
internal static class LevelPattern
{
    /// <summary>Builds the pattern; null if its values would not fit in an array.</summary>
    public static BlockPattern? Of(CrossProductBlocks products, CovarianceLayout layout)
    {
        int factors = layout.Factors.Length;
        int[] first = FirstNodes(layout);
        var widths = new int[first[factors]];
        var pairs = new PairBlocks[factors, factors];
        long entries = first[factors];
        long values = 0;
        for (int f = 0; f < factors; f++)
        {
            int k = layout.Factors[f].Width;
            widths.AsSpan(first[f], layout.Factors[f].Levels).Fill(k);
            values += (long)layout.Factors[f].Levels * k * k;
            for (int g = f + 1; g < factors; g++)
            {
                pairs[f, g] = PairSource.Pattern(products, layout, f, g);
                entries += pairs[f, g].Columns.Length;
                values += (long)pairs[f, g].Columns.Length * k * layout.Factors[g].Width;
            }
        }

        return entries > Array.MaxLength || values > Array.MaxLength ? null : Build(layout, first, widths, pairs, (int)entries);
    }

    /// <summary>First node of each factor, and the number of nodes.</summary>
    public static int[] FirstNodes(CovarianceLayout layout)
    {
        var first = new int[layout.Factors.Length + 1];
        for (int f = 0; f < layout.Factors.Length; f++)
        {
            first[f + 1] = checked(first[f] + layout.Factors[f].Levels);
        }

        return first;
    }

    private static BlockPattern Build(CovarianceLayout layout, int[] first, int[] widths, PairBlocks[,] pairs, int entries)
    {
        var start = new int[widths.Length + 1];
        var rows = new int[entries];
        int at = 0;
        int node = 0;
        for (int f = 0; f < layout.Factors.Length; f++)
        {
            for (int level = 0; level < layout.Factors[f].Levels; level++, node++)
            {
                start[node] = at;
                rows[at++] = node;
                for (int g = f + 1; g < layout.Factors.Length; g++)
                {
                    for (int i = pairs[f, g].RowStart[level]; i < pairs[f, g].RowStart[level + 1]; i++)
                    {
                        rows[at++] = first[g] + pairs[f, g].Columns[i];
                    }
                }
            }
        }

        start[node] = at;
        return new BlockPattern(widths, start, rows);
    }
}
