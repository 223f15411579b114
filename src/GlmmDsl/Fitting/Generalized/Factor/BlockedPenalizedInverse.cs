using GlmmDsl.Fitting.Generalized.Rows;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting.Generalized.Factor;

/// <summary>The parts of M⁻¹ from the blocked factor: the inverse of the trailing matrix, then the leading levels one by one.</summary>
internal sealed class BlockedPenalizedInverse : PenalizedInverse
{
    private readonly GeneralizedRows rows;
    private readonly TrailingInverse trailing;
    private readonly double[] level1;
    private readonly double[] level2;
    private readonly double[] level3;
    private readonly double[] outer;

    /// <summary>Makes the workspace.</summary>
    public BlockedPenalizedInverse(GeneralizedRows rows, CovarianceTemplates templates)
        : base(rows, templates)
    {
        this.rows = rows;
        int k = rows.LeadingWidth;
        trailing = new TrailingInverse(rows, templates, Trace);
        level1 = new double[k * k];
        level2 = new double[k * k];
        level3 = new double[k * k];
        outer = new double[k * k];
    }

    /// <inheritdoc/>
    public override double[] Trailing => trailing.Hat;

    /// <inheritdoc/>
    /// <param name="factor">A <see cref="BlockedPenalizedFactor"/>.</param>
    protected override void Invert(PenalizedFactor factor) => Invert((BlockedPenalizedFactor)factor);

    private void Invert(BlockedPenalizedFactor factor)
    {
        int m = rows.TrailingCount;
        if (m > 0)
        {
            trailing.Compute(factor);
        }

        if (rows.Groups.Length > 0)
        {
            Array.Clear(Trace[0]);
        }

        for (int level = 0; level < rows.LeadingLevels; level++)
        {
            if (level % PenalizedFactor.LevelsBetweenChecks == 0)
            {
                factor.CancellationToken.ThrowIfCancellationRequested();
            }

            ComputeLevel(factor, level);
        }
    }

    private void ComputeLevel(BlockedPenalizedFactor factor, int level)
    {
        int k = rows.LeadingWidth;
        if (k == 1)
        {
            ComputeScalarLevel(factor, level);
            return;
        }

        int size = k * k;
        ReadOnlySpan<double> root = factor.LeadingRoot.AsSpan(level * size, size);
        ReadOnlySpan<double> a = factor.Blocks.Leading.AsSpan(level * size, size);
        Span<double> h = Leading.AsSpan(level * size, size);
        SmallBlocks.MultiplyTransposed(root, root, h, k);
        OuterProduct(factor, level, h);

        // N = M₁₁⁻¹Λᵀ(A − Q(I − HA)), and M₁₁⁻¹Λᵀ = L⁻ᵀC.
        SmallBlocks.Multiply(h, a, level1, k);
        for (int i = 0; i < k; i++)
        {
            for (int j = 0; j < k; j++)
            {
                level1[(i * k) + j] = (i == j ? 1 : 0) - level1[(i * k) + j];
            }
        }

        SmallBlocks.Multiply(outer, level1, level2, k);
        for (int i = 0; i < size; i++)
        {
            level2[i] = a[i] - level2[i];
        }

        SmallBlocks.Multiply(root, level2, level1, k);
        SmallBlocks.InvertLower(factor.LeadingFactor.AsSpan(level * size, size), level2, k);
        SmallBlocks.MultiplyTransposed(level2, level1, level3, k);
        VectorKernels.AddScaled(1, level3, Trace[0]);

        // Ĥ₁₁ = H + HQH.
        SmallBlocks.Multiply(outer, h, level1, k);
        SmallBlocks.Multiply(h, level1, level2, k);
        VectorKernels.AddScaled(1, level2, h);
    }

    private void ComputeScalarLevel(BlockedPenalizedFactor factor, int level)
    {
        double root = factor.LeadingRoot[level];
        double h = root * root;
        int start = rows.PairStart[level];
        int count = rows.PairStart[level + 1] - start;
        double a = factor.Blocks.Leading[level];
        double q = 0;
        if (count > 0)
        {
            int m = rows.TrailingCount;
            ReadOnlySpan<int> at = rows.PairColumns.AsSpan(start, count);
            ReadOnlySpan<double> values = factor.Blocks.Pairs.AsSpan(start, count);
            bool contiguous = at[^1] - at[0] == count - 1;
            for (int b = 0; b < count; b++)
            {
                ReadOnlySpan<double> row = Trailing.AsSpan(at[b] * m, m);
                double sum = contiguous ? VectorKernels.Dot(row.Slice(at[0], count), values) : 0;
                for (int c = 0; c < count && !contiguous; c++)
                {
                    sum += row[at[c]] * values[c];
                }

                q += sum * values[b];
                Pairs[start + b] = -h * sum;
            }
        }

        Trace[0][0] += root / factor.LeadingFactor[level] * (a - (q * (1 - (h * a))));
        Leading[level] = h + (h * q * h);
    }

    /// <summary>Computes Q = A₁₂ŜA₂₁ of a level, and Ĥ₁₂ = −HA₁₂Ŝ on its pairs.</summary>
    private void OuterProduct(BlockedPenalizedFactor factor, int level, ReadOnlySpan<double> h)
    {
        int k = rows.LeadingWidth;
        int m = rows.TrailingCount;
        int start = rows.PairStart[level];
        int count = rows.PairStart[level + 1] - start;
        ReadOnlySpan<int> at = rows.PairColumns.AsSpan(start, count);
        ReadOnlySpan<double> values = factor.Blocks.Pairs.AsSpan(start * k, count * k);
        Span<double> sum = stackalloc double[k];
        Array.Clear(outer);
        for (int b = 0; b < count; b++)
        {
            ReadOnlySpan<double> row = Trailing.AsSpan(at[b] * m, m);
            sum.Clear();
            for (int c = 0; c < count; c++)
            {
                double entry = row[at[c]];
                for (int t = 0; t < k; t++)
                {
                    sum[t] += entry * values[(c * k) + t];
                }
            }

            for (int r = 0; r < k; r++)
            {
                double product = 0;
                for (int t = 0; t < k; t++)
                {
                    product += h[(r * k) + t] * sum[t];
                    outer[(r * k) + t] += sum[r] * values[(b * k) + t];
                }

                Pairs[((start + b) * k) + r] = -product;
            }
        }
    }
}
