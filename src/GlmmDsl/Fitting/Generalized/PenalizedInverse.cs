using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting;

/// <summary>
/// What is needed of M⁻¹: Ĥ = ΛM⁻¹Λᵀ on the pattern of ZᵀZ (the selected inverse), for the leverages, and per factor the sums of
/// the diagonal blocks of N = M⁻¹ΛᵀZᵀWZ, for the trace in the gradient. Nothing is divided by Λ, so all of it is exact where Λ is singular.
/// </summary>
internal sealed class PenalizedInverse
{
    private readonly GeneralizedRows rows;
    private readonly CovarianceTemplates templates;
    private readonly bool isScalar;
    private readonly double[] inverse;
    private readonly double[] half;
    private readonly double[] hat;
    private readonly double[] level1;
    private readonly double[] level2;
    private readonly double[] level3;
    private readonly double[] outer;

    /// <summary>Makes the workspace.</summary>
    public PenalizedInverse(GeneralizedRows rows, CovarianceTemplates templates)
    {
        this.rows = rows;
        this.templates = templates;
        int m = rows.TrailingCount;
        int k = rows.LeadingWidth;
        isScalar = rows.Groups.Skip(1).All(g => g.Width == 1);
        inverse = new double[checked(m * m)];
        half = isScalar ? [] : new double[inverse.Length];
        hat = new double[inverse.Length];
        Leading = new double[rows.LeadingLevels * k * k];
        Pairs = new double[rows.PairColumns.Length * k];
        Trace = [.. templates.Values.Select(t => new double[t.Length])];
        level1 = new double[k * k];
        level2 = new double[k * k];
        level3 = new double[k * k];
        outer = new double[k * k];
    }

    /// <summary>Ĥ of the leading levels, k × k row-major.</summary>
    public double[] Leading { get; }

    /// <summary>Ĥ between the leading levels and the trailing columns they meet, k numbers a pair.</summary>
    public double[] Pairs { get; }

    /// <summary>Per factor Σ N_ll, k × k row-major: tr(N E_rc) is entry (c, r).</summary>
    public double[][] Trace { get; }

    /// <summary>Ĥ of the trailing columns, m × m row-major.</summary>
    public double[] Trailing => hat;

    /// <summary>Computes everything from a factor, which stays as it is.</summary>
    public void Compute(PenalizedFactor factor)
    {
        int m = rows.TrailingCount;
        if (m > 0)
        {
            ComputeTrailing(factor);
        }

        if (rows.Groups.Length > 0)
        {
            Array.Clear(Trace[0]);
        }

        for (int level = 0; level < rows.LeadingLevels; level++)
        {
            ComputeLevel(factor, level);
        }
    }

    /// <summary>Takes given leading blocks in place of ΛM⁻¹Λᵀ: the quadrature's, one factor only.</summary>
    /// <param name="blocks">A symmetric k × k block a level.</param>
    public void SetLeading(ReadOnlySpan<double> blocks) => blocks.CopyTo(Leading);

    private void ComputeTrailing(PenalizedFactor factor)
    {
        int m = rows.TrailingCount;
        factor.Dense.Invert(factor.Factor, factor.Stride, inverse, m);

        if (isScalar)
        {
            ScaleTrailing(factor);
            return;
        }

        // half = S⁻¹Λᵀ, and hat = Λ half.
        inverse.CopyTo(half, 0);
        for (int i = 0; i < m; i++)
        {
            templates.ApplyToTrailingRow(half.AsSpan(i * m, m), transposed: true);
        }

        for (int f = 1; f < rows.Groups.Length; f++)
        {
            GroupRows group = rows.Groups[f];
            int k = group.Width;
            double[] lambda = templates.Values[f];
            for (int first = group.Offset; first < group.Offset + group.Count; first += k)
            {
                for (int r = 0; r < k; r++)
                {
                    Span<double> row = hat.AsSpan((first + r) * m, m);
                    VectorKernels.Scale(lambda[(r * k) + r], half.AsSpan((first + r) * m, m), row);
                    for (int c = 0; c < r; c++)
                    {
                        VectorKernels.AddScaled(lambda[(r * k) + c], half.AsSpan((first + c) * m, m), row);
                    }
                }
            }

            SumTrailing(factor, f);
        }
    }

    /// <summary>Ĥ and the traces where every trailing factor has one column: Λ is a number a factor, and all loops run along rows.</summary>
    private void ScaleTrailing(PenalizedFactor factor)
    {
        int m = rows.TrailingCount;
        for (int f = 1; f < rows.Groups.Length; f++)
        {
            Array.Clear(Trace[f]);
        }

        int diagonal = rows.Diagonal.Count;
        for (int i = 0; i < diagonal; i++)
        {
            ScaleDiagonal(factor, i);
        }

        for (int f = diagonal > 0 ? 2 : 1; f < rows.Groups.Length; f++)
        {
            GroupRows group = rows.Groups[f];
            double lambda = templates.Values[f][0];
            for (int i = group.Offset; i < group.Offset + group.Count; i++)
            {
                ReadOnlySpan<double> row = inverse.AsSpan(i * m, m);
                ReadOnlySpan<double> schur = factor.Schur.AsSpan(i * factor.Stride, i + 1);
                for (int g = 1; g < rows.Groups.Length; g++)
                {
                    GroupRows other = rows.Groups[g];
                    double otherLambda = templates.Values[g][0];
                    VectorKernels.Scale(lambda * otherLambda, row.Slice(other.Offset, other.Count), hat.AsSpan((i * m) + other.Offset, other.Count));
                    int count = Math.Min(other.Count, i - other.Offset);
                    if (count > 0)
                    {
                        // An entry of the lower triangle stands for its mirror image too.
                        double sum = VectorKernels.Dot(row.Slice(other.Offset, count), schur.Slice(other.Offset, count));
                        Trace[g][0] += lambda * sum;
                        Trace[f][0] += otherLambda * sum;
                    }
                }

                Trace[f][0] += lambda * row[i] * schur[i];
            }
        }
    }

    /// <summary>A row of the diagonal part: itself and its pattern, whose mirror images the other rows bring.</summary>
    private void ScaleDiagonal(PenalizedFactor factor, int i)
    {
        int m = rows.TrailingCount;
        int at = i * (m + 1);
        double lambda = templates.Values[1][0];
        hat[at] = lambda * lambda * inverse[at];
        Trace[1][0] += lambda * inverse[at] * factor.Schur[i * (factor.Stride + 1)];
        foreach (int column in rows.Diagonal.Of(i))
        {
            int other = 2;
            while (column >= rows.Groups[other].Offset + rows.Groups[other].Count)
            {
                other++;
            }

            hat[(i * m) + column] = lambda * templates.Values[other][0] * inverse[(i * m) + column];
        }
    }

    /// <summary>Σ (S⁻¹ΛᵀÃ)_ll of one trailing factor; Ã is read from its lower triangle.</summary>
    private void SumTrailing(PenalizedFactor factor, int f)
    {
        int m = rows.TrailingCount;
        GroupRows group = rows.Groups[f];
        int k = group.Width;
        Array.Clear(Trace[f]);
        for (int first = group.Offset; first < group.Offset + group.Count; first += k)
        {
            for (int c = 0; c < k; c++)
            {
                ReadOnlySpan<double> row = half.AsSpan((first + c) * m, m);
                for (int r = 0; r < k; r++)
                {
                    int column = first + r;
                    double sum = VectorKernels.Dot(row[..(column + 1)], factor.Schur.AsSpan(column * factor.Stride, column + 1));
                    for (int i = column + 1; i < m; i++)
                    {
                        sum += row[i] * factor.Schur[(i * factor.Stride) + column];
                    }

                    Trace[f][(c * k) + r] += sum;
                }
            }
        }
    }

    private void ComputeLevel(PenalizedFactor factor, int level)
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

    private void ComputeScalarLevel(PenalizedFactor factor, int level)
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
                ReadOnlySpan<double> row = hat.AsSpan(at[b] * m, m);
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

    /// <summary>Q = A₁₂ŜA₂₁ of a level, and Ĥ₁₂ = −HA₁₂Ŝ on its pairs.</summary>
    private void OuterProduct(PenalizedFactor factor, int level, ReadOnlySpan<double> h)
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
            ReadOnlySpan<double> row = hat.AsSpan(at[b] * m, m);
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
