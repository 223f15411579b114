using GlmmDsl.Fitting.Generalized.Rows;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting.Generalized.Factor;

/// <summary>
/// The first step of the factorisation of M = ΛᵀZᵀWZΛ + I: the leading factor's block is block-diagonal, so it is factored and eliminated level by
/// level, A₂₂ − A₂₁Λ₁(Λ₁ᵀA₁₁Λ₁ + I)⁻¹Λ₁ᵀA₁₂.
/// </summary>
internal sealed class LeadingElimination
{
    private readonly GeneralizedRows rows;
    private readonly CovarianceTemplates templates;
    private readonly WeightedBlocks blocks;
    private readonly CancellationToken cancellationToken;
    private readonly double[] columns;
    private readonly double[] half;
    private readonly double[] inverse;

    /// <summary>Makes the workspace.</summary>
    public LeadingElimination(GeneralizedRows rows, CovarianceTemplates templates, WeightedBlocks blocks, CancellationToken cancellationToken)
    {
        this.cancellationToken = cancellationToken;
        this.rows = rows;
        this.templates = templates;
        this.blocks = blocks;
        int k = rows.LeadingWidth;
        Factor = new double[rows.LeadingLevels * k * k];
        Root = new double[Factor.Length];
        int widest = 0;
        for (int level = 0; level < rows.LeadingLevels; level++)
        {
            widest = Math.Max(widest, rows.PairStart[level + 1] - rows.PairStart[level]);
        }

        columns = new double[(widest + rows.Fixed.Length) * Math.Max(1, k)];
        half = new double[k * k];
        inverse = new double[k * k];
    }

    /// <summary>L of every level, k × k.</summary>
    public double[] Factor { get; }

    /// <summary>C = L⁻¹Λᵀ of every level, k × k, so that ΛM₁₁⁻¹Λᵀ = CᵀC.</summary>
    public double[] Root { get; }

    /// <summary>Ã −= (CA₁₂)ᵀ(CA₁₂), level by level; false when a level's block is not positive definite.</summary>
    /// <param name="schur">The trailing system, followed by the fixed effects; lower triangle.</param>
    /// <param name="stride">Its row stride.</param>
    /// <param name="order">Its order: m, or m + p.</param>
    /// <param name="logarithm">Receives the log determinant of the leading block of M.</param>
    public bool Eliminate(double[] schur, int stride, int order, out double logarithm)
    {
        int k = rows.LeadingWidth;
        double product = 1;
        logarithm = 0;
        for (int level = 0; level < rows.LeadingLevels; level++)
        {
            if (level % PenalizedFactor.LevelsBetweenChecks == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            double determinant = FactorLevel(level);
            if (!(determinant > 0))
            {
                return false;
            }

            product *= determinant;
            if (product is > 1e100 or < 1e-100)
            {
                logarithm += Math.Log(product);
                product = 1;
            }

            if (templates.AreZero)
            {
                // Nothing is eliminated.
                continue;
            }

            int count = WeightColumns(level, order);
            if (k == 1)
            {
                SubtractScalars(level, count, schur, stride, order);
            }
            else
            {
                SubtractBlocks(level, count, schur, stride, order);
            }
        }

        logarithm += Math.Log(product);
        return true;
    }

    private double FactorLevel(int level)
    {
        int k = rows.LeadingWidth;
        double[] lambda = templates.Values[0];
        Span<double> l = Factor.AsSpan(level * k * k, k * k);
        double determinant = SmallBlocks.PenalizedCholesky(blocks.Leading.AsSpan(level * k * k, k * k), lambda, l, half, k);
        if (k == 1)
        {
            Root[level] = lambda[0] / l[0];
        }
        else if (determinant > 0)
        {
            SmallBlocks.InvertLower(l, inverse, k);
            SmallBlocks.MultiplyByTransposed(inverse, lambda, Root.AsSpan(level * k * k, k * k), k);
        }

        return determinant;
    }

    /// <summary>Computes C times the level's columns of A₁₂ and A₁ₓ; returns the number of columns of A₁₂.</summary>
    private int WeightColumns(int level, int order)
    {
        int k = rows.LeadingWidth;
        int p = rows.Fixed.Length;
        int start = rows.PairStart[level];
        int count = rows.PairStart[level + 1] - start;
        ReadOnlySpan<double> root = Root.AsSpan(level * k * k, k * k);
        if (k == 1)
        {
            VectorKernels.Scale(root[0], blocks.Pairs.AsSpan(start, count), columns);
            if (order > rows.TrailingCount)
            {
                VectorKernels.Scale(root[0], blocks.Border.Leading.AsSpan(level * p, p), columns.AsSpan(count));
            }

            return count;
        }

        for (int c = 0; c < count; c++)
        {
            for (int a = 0; a < k; a++)
            {
                columns[(c * k) + a] = VectorKernels.Dot(root.Slice(a * k, k), blocks.Pairs.AsSpan((start + c) * k, k));
            }
        }

        for (int j = 0; j < order - rows.TrailingCount; j++)
        {
            for (int a = 0; a < k; a++)
            {
                double sum = 0;
                for (int b = 0; b < k; b++)
                {
                    sum += root[(a * k) + b] * blocks.Border.Leading[(((level * k) + b) * p) + j];
                }

                columns[((count + j) * k) + a] = sum;
            }
        }

        return count;
    }

    private void SubtractScalars(int level, int count, double[] schur, int stride, int order)
    {
        int m = rows.TrailingCount;
        ReadOnlySpan<int> at = rows.PairColumns.AsSpan(rows.PairStart[level], count);
        bool contiguous = count > 0 && at[^1] - at[0] == count - 1;
        for (int b = 0; b < count; b++)
        {
            double value = columns[b];
            Span<double> row = schur.AsSpan(at[b] * stride, at[b] + 1);
            if (contiguous)
            {
                VectorKernels.AddScaled(-value, columns.AsSpan(0, b + 1), row[at[0]..]);
                continue;
            }

            for (int a = 0; a <= b; a++)
            {
                row[at[a]] -= value * columns[a];
            }
        }

        for (int j = 0; j < order - m; j++)
        {
            Span<double> row = schur.AsSpan((m + j) * stride, m + j + 1);
            double value = columns[count + j];
            if (contiguous)
            {
                VectorKernels.AddScaled(-value, columns.AsSpan(0, count), row[at[0]..]);
            }
            else
            {
                for (int a = 0; a < count; a++)
                {
                    row[at[a]] -= value * columns[a];
                }
            }

            VectorKernels.AddScaled(-value, columns.AsSpan(count, j + 1), row[m..]);
        }
    }

    private void SubtractBlocks(int level, int count, double[] schur, int stride, int order)
    {
        int m = rows.TrailingCount;
        int k = rows.LeadingWidth;
        ReadOnlySpan<int> at = rows.PairColumns.AsSpan(rows.PairStart[level], count);
        int total = count + order - m;
        for (int b = 0; b < total; b++)
        {
            int own = b < count ? at[b] : m + b - count;
            Span<double> row = schur.AsSpan(own * stride, own + 1);
            ReadOnlySpan<double> column = columns.AsSpan(b * k, k);
            for (int a = 0; a <= b; a++)
            {
                double product = 0;
                for (int t = 0; t < column.Length; t++)
                {
                    product += column[t] * columns[(a * k) + t];
                }

                row[a < count ? at[a] : m + a - count] -= product;
            }
        }
    }
}
