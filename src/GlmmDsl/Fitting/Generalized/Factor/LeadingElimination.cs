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

        columns = new double[widest * Math.Max(1, k)];
        half = new double[k * k];
        inverse = new double[k * k];
    }

    /// <summary>L of every level, k × k.</summary>
    public double[] Factor { get; }

    /// <summary>C = L⁻¹Λᵀ of every level, k × k, so that ΛM₁₁⁻¹Λᵀ = CᵀC.</summary>
    public double[] Root { get; }

    /// <summary>Ã −= (CA₁₂)ᵀ(CA₁₂), level by level; false when a level's block is not positive definite.</summary>
    /// <param name="schur">The trailing system; lower triangle.</param>
    /// <param name="stride">Its row stride.</param>
    /// <param name="isZero">Whether Λ is 0, so that there is nothing to subtract.</param>
    /// <param name="logarithm">Receives the log determinant of the leading block of M.</param>
    public bool Eliminate(double[] schur, int stride, bool isZero, out double logarithm)
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

            if (isZero)
            {
                continue;
            }

            int count = WeightColumns(level);
            if (k == 1)
            {
                SubtractScalars(level, count, schur, stride);
            }
            else
            {
                SubtractBlocks(level, count, schur, stride);
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

    /// <summary>Computes C times the level's columns of A₁₂; returns their number.</summary>
    private int WeightColumns(int level)
    {
        int k = rows.LeadingWidth;
        int start = rows.PairStart[level];
        int count = rows.PairStart[level + 1] - start;
        ReadOnlySpan<double> root = Root.AsSpan(level * k * k, k * k);
        if (k == 1)
        {
            VectorKernels.Scale(root[0], blocks.Pairs.AsSpan(start, count), columns);
            return count;
        }

        for (int c = 0; c < count; c++)
        {
            for (int a = 0; a < k; a++)
            {
                columns[(c * k) + a] = VectorKernels.Dot(root.Slice(a * k, k), blocks.Pairs.AsSpan((start + c) * k, k));
            }
        }

        return count;
    }

    private void SubtractScalars(int level, int count, double[] schur, int stride)
    {
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
    }

    private void SubtractBlocks(int level, int count, double[] schur, int stride)
    {
        int k = rows.LeadingWidth;
        ReadOnlySpan<int> at = rows.PairColumns.AsSpan(rows.PairStart[level], count);
        for (int b = 0; b < count; b++)
        {
            Span<double> row = schur.AsSpan(at[b] * stride, at[b] + 1);
            ReadOnlySpan<double> column = columns.AsSpan(b * k, k);
            for (int a = 0; a <= b; a++)
            {
                double product = 0;
                for (int t = 0; t < column.Length; t++)
                {
                    product += column[t] * columns[(a * k) + t];
                }

                row[at[a]] -= product;
            }
        }
    }
}
