using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting;

/// <summary>
/// ZᵀWZ, and where asked for ZᵀWX and XᵀWX, in blocks for one set of weights: the leading factor's levels, their pairs with trailing columns,
/// the trailing columns among themselves. Entered anew with every W; the pattern stays.
/// </summary>
internal sealed class WeightedBlocks
{
    private readonly GeneralizedRows rows;
    private readonly double[] weighted = new double[GeneralizedRows.Chunk];

    /// <summary>Makes the workspace.</summary>
    public WeightedBlocks(GeneralizedRows rows)
    {
        this.rows = rows;
        int k = rows.LeadingWidth;
        int p = rows.Fixed.Length;
        int m = rows.TrailingCount;
        Leading = new double[rows.LeadingLevels * k * k];
        Pairs = new double[rows.PairColumns.Length * k];
        Trailing = new double[checked(m * m)];
        LeadingFixed = new double[rows.LeadingLevels * k * p];
        TrailingFixed = new double[p * m];
        Fixed = new double[p * p];
    }

    /// <summary>The leading levels' blocks, k × k row-major, both triangles.</summary>
    public double[] Leading { get; }

    /// <summary>For each pair the k products of the level's columns with the trailing column.</summary>
    public double[] Pairs { get; }

    /// <summary>m × m row-major: lower triangle.</summary>
    public double[] Trailing { get; }

    /// <summary>For each leading level k × p.</summary>
    public double[] LeadingFixed { get; }

    /// <summary>p × m.</summary>
    public double[] TrailingFixed { get; }

    /// <summary>XᵀWX, p × p, lower triangle.</summary>
    public double[] Fixed { get; }

    /// <summary>Sets all sums to zero.</summary>
    public void Clear(bool withFixed)
    {
        Array.Clear(Leading);
        Array.Clear(Pairs);
        Array.Clear(Trailing);
        if (withFixed)
        {
            Array.Clear(LeadingFixed);
            Array.Clear(TrailingFixed);
            Array.Clear(Fixed);
        }
    }

    /// <summary>Fills all blocks for the weights of all rows.</summary>
    public void Fill(ReadOnlySpan<double> weights, bool withFixed)
    {
        Clear(withFixed);
        for (int start = 0; start < rows.Count; start += GeneralizedRows.Chunk)
        {
            Add(start, Math.Min(rows.Count, start + GeneralizedRows.Chunk), weights, withFixed);
        }
    }

    /// <summary>Adds a range of at most one chunk of rows.</summary>
    public void Add(int start, int end, ReadOnlySpan<double> weights, bool withFixed)
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

        if (withFixed)
        {
            AddFixed(start, end, weights);
        }
    }

    private void AddLeading(int start, int end, ReadOnlySpan<double> weights)
    {
        GroupRows leading = rows.Groups[0];
        int k = leading.Width;
        for (int first = start; first < end;)
        {
            int level = leading.Codes[first];
            int last = Math.Min(end, rows.LevelStart[level + 1]);
            ReadOnlySpan<double> part = weights[first..last];
            Span<double> block = Leading.AsSpan(level * k * k, k * k);
            for (int a = 0; a < k; a++)
            {
                ReadOnlySpan<double> product = Weighted(leading.Columns[a], first, part);
                for (int b = 0; b <= a; b++)
                {
                    double sum = leading.Columns[b] is { } column
                        ? VectorKernels.Dot(product, column.AsSpan(first, part.Length))
                        : GeneralizedRows.Sum(product);
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

    private void AddPairs(GroupRows group, int start, int end, ReadOnlySpan<double> weights)
    {
        GroupRows leading = rows.Groups[0];
        int k = leading.Width;
        if (leading.IsIntercept && group.IsIntercept)
        {
            for (int i = start; i < end; i++)
            {
                Pairs[group.Slots[i]] += weights[i];
            }

            return;
        }

        for (int i = start; i < end; i++)
        {
            for (int c = 0; c < group.Width; c++)
            {
                double value = weights[i] * group.Value(c, i);
                Span<double> target = Pairs.AsSpan((group.Slots[i] + c) * k, k);
                for (int a = 0; a < k; a++)
                {
                    target[a] += value * leading.Value(a, i);
                }
            }
        }
    }

    private void AddTrailing(int f, int start, int end, ReadOnlySpan<double> weights)
    {
        int m = rows.TrailingCount;
        GroupRows group = rows.Groups[f];
        for (int i = start; i < end; i++)
        {
            int own = group.Offset + (group.Codes[i] * group.Width);
            for (int c = 0; c < group.Width; c++)
            {
                double value = weights[i] * group.Value(c, i);
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

    private void AddFixed(int start, int end, ReadOnlySpan<double> weights)
    {
        int p = rows.Fixed.Length;
        int m = rows.TrailingCount;
        for (int j = 0; j < p; j++)
        {
            ReadOnlySpan<double> product = Weighted(rows.Fixed[j], start, weights[start..end]);
            for (int i = 0; i <= j; i++)
            {
                Fixed[(j * p) + i] += VectorKernels.Dot(product, rows.Fixed[i].AsSpan(start, end - start));
            }

            if (rows.Groups.Length > 0)
            {
                AddLeadingFixed(j, start, end, product);
            }

            for (int f = 1; f < rows.Groups.Length; f++)
            {
                GroupRows group = rows.Groups[f];
                Span<double> target = TrailingFixed.AsSpan((j * m) + group.Offset, group.Count);
                for (int i = start; i < end; i++)
                {
                    for (int c = 0; c < group.Width; c++)
                    {
                        target[(group.Codes[i] * group.Width) + c] += product[i - start] * group.Value(c, i);
                    }
                }
            }
        }
    }

    private void AddLeadingFixed(int j, int start, int end, ReadOnlySpan<double> product)
    {
        GroupRows leading = rows.Groups[0];
        int k = leading.Width;
        int p = rows.Fixed.Length;
        for (int first = start; first < end;)
        {
            int level = leading.Codes[first];
            int last = Math.Min(end, rows.LevelStart[level + 1]);
            ReadOnlySpan<double> part = product[(first - start)..(last - start)];
            for (int c = 0; c < k; c++)
            {
                LeadingFixed[(((level * k) + c) * p) + j] += leading.Columns[c] is { } column
                    ? VectorKernels.Dot(part, column.AsSpan(first, part.Length))
                    : GeneralizedRows.Sum(part);
            }

            first = last;
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
