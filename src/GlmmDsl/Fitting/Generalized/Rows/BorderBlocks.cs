using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting.Generalized.Rows;

/// <summary>XᵀWX and ZᵀWX, the border of ZᵀWZ. A chunk of X is copied once, weighted, and all products with it are computed while it is in the cache.</summary>
internal sealed unsafe class BorderBlocks
{
    /// <summary>Rows of the product's tile.</summary>
    private const int TileRows = 4;

    private readonly GeneralizedRows rows;
    private readonly int p;

    /// <summary>The columns that hold numbers: all but the thresholds of an ordinal response, whose products are added row by row.</summary>
    private readonly int dense;
    private readonly double[] plain;
    private readonly double[] weighted;

    /// <summary>Makes the workspace.</summary>
    public BorderBlocks(GeneralizedRows rows)
    {
        this.rows = rows;
        p = rows.Fixed.Length;
        dense = rows.FixedStart[^1];
        plain = new double[dense * GeneralizedRows.Chunk];
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
    /// <param name="end">The row after the last.</param>
    /// <param name="weights">The weights of all rows.</param>
    public void Add(int start, int end, RowWeights weights)
    {
        int count = end - start;
        for (int j = 0; j < dense; j++)
        {
            rows.Fixed[j].AsSpan(start, count).CopyTo(plain.AsSpan(j * GeneralizedRows.Chunk));
        }

        for (int predictor = 0; predictor < weights.Count; predictor++)
        {
            Weight(start, count, weights, predictor);
            AddProducts(count, predictor);
            if (rows.Groups.Length > 0)
            {
                AddLeading(start, count, predictor);
            }

            for (int f = 1; f < rows.Groups.Length; f++)
            {
                AddTrailing(rows.Groups[f], start, count, predictor);
            }
        }

        rows.Thresholds?.AddProducts(start, end, weights, this);
    }

    /// <summary>Weights all columns by the information that they have together with one predictor; the kernel of products subtracts, so the sign is turned.</summary>
    private void Weight(int start, int count, RowWeights weights, int predictor)
    {
        for (int other = 0; other < weights.Count; other++)
        {
            for (int j = rows.FixedStart[other]; j < rows.FixedStart[other + 1]; j++)
            {
                Span<double> product = weighted.AsSpan(j * GeneralizedRows.Chunk, count);
                VectorKernels.Scale(-1, plain.AsSpan(j * GeneralizedRows.Chunk, count), product);
                VectorKernels.Multiply(weights.Of(predictor, other).AsSpan(start, count), product, product);
            }
        }
    }

    /// <summary>Adds the products with the columns of one predictor.</summary>
    private void AddProducts(int count, int predictor)
    {
        const int Stride = GeneralizedRows.Chunk;
        int first = rows.FixedStart[predictor], last = rows.FixedStart[predictor + 1];
        fixed (double* c = Fixed, a = weighted, b = plain)
        {
            for (int row = first; row < dense && first < last; row += TileRows)
            {
                int height = Math.Min(TileRows, dense - row);
                DenseProduct.Subtract(
                    c + (row * p) + first, p, a + (row * Stride), Stride, b + (first * Stride), Stride, height, Math.Min(last, row + height) - first, count);
            }
        }
    }

    private void AddLeading(int start, int count, int predictor)
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
                if (leading.Predictors[c] != predictor)
                {
                    continue;
                }

                Span<double> target = Leading.AsSpan(((level * k) + c) * p, dense);
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

    private void AddTrailing(GroupRows group, int start, int count, int predictor)
    {
        int m = rows.TrailingCount;
        ReadOnlySpan<int> codes = group.Codes.AsSpan(start, count);
        for (int j = 0; j < dense; j++)
        {
            Span<double> target = Trailing.AsSpan((j * m) + group.Offset, group.Count);
            ReadOnlySpan<double> product = weighted.AsSpan(j * GeneralizedRows.Chunk, count);
            if (group.IsIntercept && group.Predictors[0] == predictor)
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
                    if (group.Predictors[c] == predictor)
                    {
                        target[(codes[i] * group.Width) + c] -= product[i] * group.Value(c, start + i);
                    }
                }
            }
        }
    }
}
