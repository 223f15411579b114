using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting.Generalized.Rows;

/// <summary>
/// ZᵀWZ and, if requested, ZᵀWX and XᵀWX, in blocks for one set of weights: the leading factor's levels, their pairs with trailing columns,
/// the trailing columns among themselves. Filled again for every W; the pattern stays the same.
/// </summary>
internal sealed class WeightedBlocks
{
    private readonly GeneralizedRows rows;
    private readonly SparseTrailing? sparse;
    private readonly double[] weighted = new double[GeneralizedRows.Chunk];
    private BorderBlocks? border;

    /// <summary>Makes the workspace.</summary>
    public WeightedBlocks(GeneralizedRows rows)
    {
        this.rows = rows;
        sparse = rows.Trailing as SparseTrailing;
        int k = rows.LeadingWidth;
        Leading = new double[rows.LeadingLevels * k * k];
        Pairs = new double[rows.PairColumns.Length * k];
        Trailing = new double[rows.Trailing.Length];
    }

    /// <summary>The leading levels' blocks, k × k row-major, both triangles.</summary>
    public double[] Leading { get; }

    /// <summary>For each pair, the k products of the level's columns with the trailing column.</summary>
    public double[] Pairs { get; }

    /// <summary>The trailing columns' blocks, in the layout <see cref="GeneralizedRows.Trailing"/>; of diagonal blocks the lower triangle.</summary>
    public double[] Trailing { get; }

    /// <summary>ZᵀWX and XᵀWX.</summary>
    public BorderBlocks Border => border ??= new BorderBlocks(rows);

    /// <summary>The number of times that the blocks of ZᵀWZ were filled.</summary>
    public int Version { get; private set; }

    /// <summary>Whether the blocks were last filled with ZᵀWX and XᵀWX.</summary>
    public bool AreBordered { get; private set; }

    /// <summary>Sets all sums to zero.</summary>
    /// <param name="withFixed">Whether the blocks will be bordered by X.</param>
    public void Clear(bool withFixed)
    {
        Version++;
        AreBordered = withFixed;
        Array.Clear(Leading);
        Array.Clear(Pairs);
        ClearTrailing();
        if (withFixed)
        {
            Border.Clear();
        }
    }

    private void ClearTrailing()
    {
        if (sparse is not null)
        {
            Array.Clear(Trailing);
            return;
        }

        int m = rows.TrailingCount;
        int diagonal = rows.Diagonal.Count;
        for (int i = 0; i < diagonal; i++)
        {
            Trailing[i * (m + 1)] = 0;
            foreach (int row in rows.Diagonal.Within(i))
            {
                Trailing[(row * m) + i] = 0;
            }
        }

        Array.Clear(Trailing, diagonal * m, (m - diagonal) * m);
    }

    /// <summary>Fills all blocks for the weights of all rows.</summary>
    public void Fill(RowWeights weights, bool withFixed)
    {
        Clear(withFixed);
        for (int start = 0; start < rows.Count; start += GeneralizedRows.Chunk)
        {
            Add(start, Math.Min(rows.Count, start + GeneralizedRows.Chunk), weights);
        }
    }

    /// <summary>Fills ZᵀWX and XᵀWX alone, for the weights that the other blocks were filled with.</summary>
    public void FillBorder(RowWeights weights)
    {
        AreBordered = true;
        Border.Clear();
        for (int start = 0; start < rows.Count; start += GeneralizedRows.Chunk)
        {
            Border.Add(start, Math.Min(rows.Count, start + GeneralizedRows.Chunk), weights);
        }
    }

    /// <summary>Adds a range of at most one chunk of rows.</summary>
    public void Add(int start, int end, RowWeights weights)
    {
        if (rows.Groups.Length > 0)
        {
            AddLeading(start, end, weights);
        }

        for (int f = 1; f < rows.Groups.Length; f++)
        {
            AddPairs(rows.Groups[f], start, end, weights);
            AddTrailing(f, start, end, weights);
        }

        if (AreBordered)
        {
            Border.Add(start, end, weights);
        }
    }

    private void AddLeading(int start, int end, RowWeights weights)
    {
        GroupRows leading = rows.Groups[0];
        int k = leading.Width;
        for (int first = start; first < end;)
        {
            int level = leading.Codes[first];
            int last = Math.Min(end, rows.LevelStart[level + 1]);
            Span<double> block = Leading.AsSpan(level * k * k, k * k);
            for (int a = 0; a < k; a++)
            {
                double[]? used = null;
                ReadOnlySpan<double> product = default;
                for (int b = 0; b <= a; b++)
                {
                    double[] pair = weights.Of(leading.Predictors[a], leading.Predictors[b]);
                    if (pair != used)
                    {
                        product = Weighted(leading.Columns[a], first, pair.AsSpan(first, last - first));
                        used = pair;
                    }

                    double sum = leading.Columns[b] is { } column
                        ? VectorKernels.Dot(product, column.AsSpan(first, product.Length))
                        : VectorKernels.Sum(product);
                    block[(a * k) + b] += sum;
                    if (b < a)
                    {
                        block[(b * k) + a] += sum;
                    }
                }
            }

            first = last;
        }
    }

    private void AddPairs(GroupRows group, int start, int end, RowWeights weights)
    {
        GroupRows leading = rows.Groups[0];
        int k = leading.Width;
        if (leading.IsIntercept && group.IsIntercept)
        {
            double[] pair = weights.Of(leading.Predictors[0], group.Predictors[0]);
            for (int i = start; i < end; i++)
            {
                Pairs[group.Slots[i]] += pair[i];
            }

            return;
        }

        if (weights.Count > 1)
        {
            AddMixedPairs(group, start, end, weights);
            return;
        }

        double[] single = weights.Of(0, 0);
        for (int i = start; i < end; i++)
        {
            for (int c = 0; c < group.Width; c++)
            {
                double value = single[i] * group.Value(c, i);
                Span<double> target = Pairs.AsSpan((group.Slots[i] + c) * k, k);
                for (int a = 0; a < k; a++)
                {
                    target[a] += value * leading.Value(a, i);
                }
            }
        }
    }

    /// <summary>The pairs of columns that may belong to several predictors.</summary>
    private void AddMixedPairs(GroupRows group, int start, int end, RowWeights weights)
    {
        GroupRows leading = rows.Groups[0];
        int k = leading.Width;
        for (int c = 0; c < group.Width; c++)
        {
            for (int a = 0; a < k; a++)
            {
                double[] pair = weights.Of(leading.Predictors[a], group.Predictors[c]);
                for (int i = start; i < end; i++)
                {
                    Pairs[((group.Slots[i] + c) * k) + a] += pair[i] * group.Value(c, i) * leading.Value(a, i);
                }
            }
        }
    }

    private void AddTrailing(int f, int start, int end, RowWeights weights)
    {
        if (sparse is null && AreIntercepts(f))
        {
            AddIntercepts(f, start, end, weights);
            return;
        }

        if (sparse is not null || weights.Count > 1)
        {
            AddAny(f, start, end, weights);
            return;
        }

        int m = rows.TrailingCount;
        GroupRows group = rows.Groups[f];
        double[] single = weights.Of(0, 0);
        for (int i = start; i < end; i++)
        {
            int own = group.Offset + (group.Codes[i] * group.Width);
            for (int c = 0; c < group.Width; c++)
            {
                double value = single[i] * group.Value(c, i);
                Span<double> row = Trailing.AsSpan((own + c) * m, own + c + 1);
                for (int d = 0; d <= c; d++)
                {
                    row[own + d] += value * group.Value(d, i);
                }

                for (int g = 1; g < f; g++)
                {
                    GroupRows other = rows.Groups[g];
                    int at = other.Offset + (other.Codes[i] * other.Width);
                    for (int d = 0; d < other.Width; d++)
                    {
                        row[at + d] += value * other.Value(d, i);
                    }
                }
            }
        }
    }

    /// <summary>The trailing blocks in any layout, of columns that may belong to several predictors.</summary>
    private void AddAny(int f, int start, int end, RowWeights weights)
    {
        TrailingLayout layout = rows.Trailing;
        GroupRows group = rows.Groups[f];
        for (int c = 0; c < group.Width; c++)
        {
            for (int g = 1; g <= f; g++)
            {
                GroupRows other = rows.Groups[g];
                int shift = c * layout.Stride(g);
                for (int d = 0; d < (g == f ? c + 1 : other.Width); d++)
                {
                    double[] pair = weights.Of(group.Predictors[c], other.Predictors[d]);
                    for (int i = start; i < end; i++)
                    {
                        Trailing[layout.OfRow(f, g, i) + shift + d] += pair[i] * group.Value(c, i) * other.Value(d, i);
                    }
                }
            }
        }
    }

    private bool AreIntercepts(int last)
    {
        for (int f = 1; f <= last; f++)
        {
            if (!rows.Groups[f].IsIntercept)
            {
                return false;
            }
        }

        return true;
    }

    private void AddIntercepts(int f, int start, int end, RowWeights weights)
    {
        int m = rows.TrailingCount;
        GroupRows group = rows.Groups[f];
        ReadOnlySpan<int> codes = group.Codes.AsSpan(start, end - start);
        ReadOnlySpan<double> own = weights.Of(group.Predictors[0], group.Predictors[0]).AsSpan(start, end - start);
        for (int i = 0; i < codes.Length; i++)
        {
            int at = group.Offset + codes[i];
            Trailing[(at * m) + at] += own[i];
        }

        for (int g = 1; g < f; g++)
        {
            ReadOnlySpan<int> others = rows.Groups[g].Codes.AsSpan(start, end - start);
            ReadOnlySpan<double> pair = weights.Of(group.Predictors[0], rows.Groups[g].Predictors[0]).AsSpan(start, end - start);
            int offset = rows.Groups[g].Offset;
            for (int i = 0; i < codes.Length; i++)
            {
                Trailing[((group.Offset + codes[i]) * m) + offset + others[i]] += pair[i];
            }
        }
    }

    private ReadOnlySpan<double> Weighted(double[]? column, int first, ReadOnlySpan<double> weights)
    {
        if (column is null)
        {
            return weights;
        }

        ReadOnlySpan<double> source = column.AsSpan(first, weights.Length);
        Span<double> target = weighted.AsSpan(0, weights.Length);
        for (int i = 0; i < target.Length; i++)
        {
            target[i] = source[i] * weights[i];
        }

        return target;
    }
}
