using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting.Generalized.Rows;

/// <summary>XᵀWX and ZᵀWX, the border of ZᵀWZ. A chunk of X is copied once, weighted, and all products with it are computed while it is in the cache.</summary>
internal sealed unsafe class BorderBlocks
{
    /// <summary>Rows of the product's tile.</summary>
    private const int TileRows = 4;

    private readonly GeneralizedRows rows;
    private readonly int p;
    private readonly double[] plain;
    private readonly double[] weighted;

    /// <summary>Makes the workspace.</summary>
    public BorderBlocks(GeneralizedRows rows)
    {
        this.rows = rows;
        p = rows.Fixed.Length;
        plain = new double[p * GeneralizedRows.Chunk];
        weighted = new double[plain.Length];
        Leading = new double[rows.LeadingLevels * rows.LeadingWidth * p];
        Trailing = new double[p * rows.TrailingCount];
        Fixed = new double[p * p];
    }

    /// <summary>For each leading level, k × p.</summary>
    public double[] Leading { get; }

    /// <summary>p × m.</summary>
    public double[] Trailing { get; }

    /// <summary>XᵀWX, p × p, lower triangle.</summary>
    public double[] Fixed { get; }

    /// <summary>Sets all sums to zero.</summary>
    public void Clear()
    {
        Array.Clear(Leading);
        Array.Clear(Trailing);
        Array.Clear(Fixed);
    }

    /// <summary>Adds a range of at most one chunk of rows.</summary>
    /// <param name="start">The first row.</param>
    /// <param name="weights">A weight for each row of the range.</param>
    public void Add(int start, ReadOnlySpan<double> weights)
    {
        int count = weights.Length;
        for (int j = 0; j < p; j++)
        {
            Span<double> column = plain.AsSpan(j * GeneralizedRows.Chunk, count);
            Span<double> product = weighted.AsSpan(j * GeneralizedRows.Chunk, count);
            rows.Fixed[j].AsSpan(start, count).CopyTo(column);

            // The kernel of products subtracts.
            VectorKernels.Scale(-1, column, product);
            VectorKernels.Multiply(weights, product, product);
        }

        AddProducts(count);
        if (rows.Groups.Length > 0)
        {
            AddLeading(start, count);
        }

        for (int f = 1; f < rows.Groups.Length; f++)
        {
            AddTrailing(rows.Groups[f], start, count);
        }
    }

    private void AddProducts(int count)
    {
        const int Stride = GeneralizedRows.Chunk;
        fixed (double* c = Fixed, a = weighted, b = plain)
        {
            for (int row = 0; row < p; row += TileRows)
            {
                int height = Math.Min(TileRows, p - row);
                DenseProduct.Subtract(c + (row * p), p, a + (row * Stride), Stride, b, Stride, height, row + height, count);
            }
        }
    }

    private void AddLeading(int start, int count)
    {
        GroupRows leading = rows.Groups[0];
        int k = leading.Width;
        for (int first = start; first < start + count;)
        {
            int level = leading.Codes[first];
            int last = Math.Min(start + count, rows.LevelStart[level + 1]);
            int length = last - first;
            for (int c = 0; c < k; c++)
            {
                Span<double> target = Leading.AsSpan(((level * k) + c) * p, p);
                ReadOnlySpan<double> column = leading.Columns[c] is { } values ? values.AsSpan(first, length) : default;
                for (int j = 0; j < target.Length; j++)
                {
                    ReadOnlySpan<double> part = weighted.AsSpan((j * GeneralizedRows.Chunk) + first - start, length);
                    target[j] -= column.IsEmpty ? VectorKernels.Sum(part) : VectorKernels.Dot(column, part);
                }
            }

            first = last;
        }
    }

    private void AddTrailing(GroupRows group, int start, int count)
    {
        int m = rows.TrailingCount;
        ReadOnlySpan<int> codes = group.Codes.AsSpan(start, count);
        for (int j = 0; j < p; j++)
        {
            Span<double> target = Trailing.AsSpan((j * m) + group.Offset, group.Count);
            ReadOnlySpan<double> product = weighted.AsSpan(j * GeneralizedRows.Chunk, count);
            if (group.IsIntercept)
            {
                for (int i = 0; i < codes.Length; i++)
                {
                    target[codes[i]] -= product[i];
                }

                continue;
            }

            for (int i = 0; i < codes.Length; i++)
            {
                for (int c = 0; c < group.Width; c++)
                {
                    target[(codes[i] * group.Width) + c] -= product[i] * group.Value(c, start + i);
                }
            }
        }
    }
}
