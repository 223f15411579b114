using GlmmDsl.Covariance;
using GlmmDsl.Design;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting.Linear.Criteria;

/// <summary>Turns the pair blocks of the cross-products, stored in one order of the factors, into compressed rows of scalar columns in the engine's order.</summary>
internal sealed class PairSource(CrossProductBlocks products, CovarianceLayout layout, double[][] transforms)
{
    /// <summary>The rows of the first factor's levels: for every level, the trailing columns that it occurs with and k products for each.</summary>
    public (int[] Start, int[] Columns, double[] Values) Leading(int[] offsets, int[] empty)
    {
        if (layout.Factors.Length == 0)
        {
            return (empty, [], []);
        }

        FactorLayout first = layout.Factors[0];
        var pairs = new PairBlocks[layout.Factors.Length];
        long total = 0;
        for (int f = 1; f < pairs.Length; f++)
        {
            pairs[f] = Between(0, f);
            total += (long)pairs[f].Columns.Length * layout.Factors[f].Width;
        }

        var start = new int[first.Levels + 1];
        var columns = new int[total];
        var values = new double[total * first.Width];
        int at = 0;
        for (int level = 0; level < first.Levels; level++)
        {
            start[level] = at;
            for (int f = 1; f < pairs.Length; f++)
            {
                int width = layout.Factors[f].Width;
                for (int i = pairs[f].RowStart[level]; i < pairs[f].RowStart[level + 1]; i++)
                {
                    for (int c = 0; c < width; c++, at++)
                    {
                        columns[at] = offsets[f] + (pairs[f].Columns[i] * width) + c;
                        for (int a = 0; a < first.Width; a++)
                        {
                            values[(at * first.Width) + a] = pairs[f].Values[(i * first.Width * width) + (a * width) + c];
                        }
                    }
                }
            }
        }

        start[first.Levels] = at;
        return (start, columns, values);
    }

    /// <summary>The lower triangle of ZᵀWZ of the other factors, row by row; the diagonal block of each level is stored in full.</summary>
    public (int[] Start, int[] Columns, double[] Values) Trailing(int[] offsets, int order)
    {
        var start = new int[order + 1];
        var columns = new List<int>();
        var values = new List<double>();
        int row = 0;
        for (int f = 1; f < layout.Factors.Length; f++)
        {
            FactorLayout factor = layout.Factors[f];
            int k = factor.Width;
            double[] diagonal = BlockCongruence.Apply(
                products.Diagonal[factor.Source], transforms[f], transforms[f], products.Widths[factor.Source], products.Widths[factor.Source]);
            PairBlocks[] earlier = [.. Enumerable.Range(1, f - 1).Select(g => Between(f, g))];
            for (int level = 0; level < factor.Levels; level++)
            {
                for (int a = 0; a < k; a++)
                {
                    start[row++] = columns.Count;
                    for (int g = 1; g < f; g++)
                    {
                        AddRow(earlier[g - 1], level, a, k, layout.Factors[g].Width, offsets[g], columns, values);
                    }

                    for (int c = 0; c < k; c++)
                    {
                        columns.Add(offsets[f] + (level * k) + c);
                        values.Add(diagonal[(level * k * k) + (a * k) + c]);
                    }
                }
            }
        }

        start[order] = columns.Count;
        return (start, [.. columns], [.. values]);
    }

    private static void AddRow(PairBlocks pairs, int level, int a, int rows, int width, int offset, List<int> columns, List<double> values)
    {
        for (int i = pairs.RowStart[level]; i < pairs.RowStart[level + 1]; i++)
        {
            for (int c = 0; c < width; c++)
            {
                columns.Add(offset + (pairs.Columns[i] * width) + c);
                values.Add(pairs.Values[(i * rows * width) + (a * width) + c]);
            }
        }
    }

    /// <summary>Which levels of two factors of the layout occur together, without values; rows are the levels of the first.</summary>
    public static PairBlocks Pattern(CrossProductBlocks products, CovarianceLayout layout, int f, int g)
    {
        int source = layout.Factors[f].Source;
        int other = layout.Factors[g].Source;
        return source < other
            ? products.Pairs[source, other]! with { Values = [] }
            : Transpose(products.Pairs[other, source]! with { Values = [] }, 0, 0, layout.Factors[f].Levels);
    }

    /// <summary>The blocks of two factors of the layout in internal columns; rows are the levels of the first.</summary>
    public PairBlocks Between(int f, int g)
    {
        int source = layout.Factors[f].Source;
        int other = layout.Factors[g].Source;
        if (source < other)
        {
            PairBlocks pairs = products.Pairs[source, other]!;
            return pairs with { Values = BlockCongruence.Apply(pairs.Values, transforms[f], transforms[g], products.Widths[source], products.Widths[other]) };
        }

        PairBlocks held = products.Pairs[other, source]!;
        double[] values = BlockCongruence.Apply(held.Values, transforms[g], transforms[f], products.Widths[other], products.Widths[source]);
        return Transpose(held with { Values = values }, layout.Factors[g].Width, layout.Factors[f].Width, layout.Factors[f].Levels);
    }

    private static PairBlocks Transpose(PairBlocks pairs, int rows, int columns, int levels)
    {
        int size = rows * columns;
        var start = new int[levels + 1];
        foreach (int column in pairs.Columns)
        {
            start[column + 1]++;
        }

        for (int i = 0; i < levels; i++)
        {
            start[i + 1] += start[i];
        }

        var next = start.AsSpan(0, levels).ToArray();
        var turned = new int[pairs.Columns.Length];
        var values = new double[pairs.Values.Length];
        for (int level = 0; level < pairs.RowStart.Length - 1; level++)
        {
            for (int i = pairs.RowStart[level]; i < pairs.RowStart[level + 1]; i++)
            {
                int at = next[pairs.Columns[i]]++;
                turned[at] = level;
                for (int r = 0; r < rows; r++)
                {
                    for (int c = 0; c < columns; c++)
                    {
                        values[(at * size) + (c * rows) + r] = pairs.Values[(i * size) + (r * columns) + c];
                    }
                }
            }
        }

        return new PairBlocks(start, turned, values);
    }
}
