using GlmmDsl.Fitting.Generalized.Rows;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting.Generalized.Factor;

/// <summary>The leading factor's part of the solves with the Cholesky factor of M, level by level.</summary>
internal sealed class LeadingSolve(GeneralizedRows rows, WeightedBlocks blocks, LeadingElimination leading)
{
    /// <summary>For a level with no more columns than this, calling a vector kernel does not pay.</summary>
    private const int Few = 4;

    /// <summary>x₁ ← L⁻¹x₁, and its contribution to the rest: rest ← −A₂₁Cᵀx₁.</summary>
    /// <param name="x">The leading random effects.</param>
    /// <param name="rest">The trailing columns and, if they were factored, the fixed effects; before Λ is applied.</param>
    /// <param name="withFixed">Whether the fixed effects were factored.</param>
    public void Forward(Span<double> x, double[] rest, bool withFixed)
    {
        int k = rows.LeadingWidth;
        Span<double> shrunk = stackalloc double[Math.Max(1, k)];
        for (int level = 0; level < rows.LeadingLevels; level++)
        {
            if (k == 1)
            {
                x[level] /= leading.Factor[level];
                shrunk[0] = leading.Root[level] * x[level];
                SubtractScalars(level, shrunk[0], rest);
            }
            else
            {
                Span<double> y = x.Slice(level * k, k);
                DenseCholesky.SolveLower(leading.Factor, k, level * k * k, k, y);
                ReadOnlySpan<double> root = leading.Root.AsSpan(level * k * k, k * k);
                for (int c = 0; c < k; c++)
                {
                    double sum = 0;
                    for (int r = 0; r < k; r++)
                    {
                        sum += root[(r * k) + c] * y[r];
                    }

                    shrunk[c] = sum;
                }

                SubtractBlocks(level, shrunk, rest);
            }

            if (withFixed)
            {
                SubtractBorder(level, shrunk, rest);
            }
        }
    }

    /// <summary>x₁ ← L⁻ᵀ(x₁ − C(A₁₂Λ₂x₂ + A₁ₓx_β)).</summary>
    /// <param name="x">The leading random effects.</param>
    /// <param name="rest">Λ₂x₂ and, if they were factored, the fixed effects.</param>
    /// <param name="withFixed">Whether the fixed effects were factored.</param>
    public void Back(Span<double> x, double[] rest, bool withFixed)
    {
        int k = rows.LeadingWidth;
        Span<double> sum = stackalloc double[Math.Max(1, k)];
        for (int level = 0; level < rows.LeadingLevels; level++)
        {
            if (k == 1)
            {
                sum[0] = SumScalars(level, rest);
            }
            else
            {
                SumBlocks(level, rest, sum);
            }

            if (withFixed)
            {
                AddBorder(level, rest, sum);
            }

            if (k == 1)
            {
                x[level] = (x[level] - (leading.Root[level] * sum[0])) / leading.Factor[level];
                continue;
            }

            Span<double> y = x.Slice(level * k, k);
            ReadOnlySpan<double> root = leading.Root.AsSpan(level * k * k, k * k);
            for (int r = 0; r < k; r++)
            {
                for (int c = 0; c < k; c++)
                {
                    y[r] -= root[(r * k) + c] * sum[c];
                }
            }

            DenseCholesky.SolveLowerTransposed(leading.Factor, k, level * k * k, k, y);
        }
    }

    private void SubtractScalars(int level, double value, double[] rest)
    {
        int start = rows.PairStart[level];
        ReadOnlySpan<int> at = rows.PairColumns.AsSpan(start, rows.PairStart[level + 1] - start);
        ReadOnlySpan<double> pairs = blocks.Pairs.AsSpan(start, at.Length);
        if (IsRun(at))
        {
            VectorKernels.AddScaled(-value, pairs, rest.AsSpan(at[0]));
            return;
        }

        for (int i = 0; i < at.Length; i++)
        {
            rest[at[i]] -= pairs[i] * value;
        }
    }

    private double SumScalars(int level, double[] rest)
    {
        int start = rows.PairStart[level];
        ReadOnlySpan<int> at = rows.PairColumns.AsSpan(start, rows.PairStart[level + 1] - start);
        ReadOnlySpan<double> pairs = blocks.Pairs.AsSpan(start, at.Length);
        if (IsRun(at))
        {
            return VectorKernels.Dot(pairs, rest.AsSpan(at[0], at.Length));
        }

        double sum = 0;
        for (int i = 0; i < at.Length; i++)
        {
            sum += rest[at[i]] * pairs[i];
        }

        return sum;
    }

    private void SubtractBlocks(int level, ReadOnlySpan<double> values, double[] rest)
    {
        int k = values.Length;
        for (int i = rows.PairStart[level]; i < rows.PairStart[level + 1]; i++)
        {
            rest[rows.PairColumns[i]] -= VectorKernels.Dot(blocks.Pairs.AsSpan(i * k, k), values);
        }
    }

    private void SumBlocks(int level, double[] rest, Span<double> sum)
    {
        int k = sum.Length;
        sum.Clear();
        for (int i = rows.PairStart[level]; i < rows.PairStart[level + 1]; i++)
        {
            double value = rest[rows.PairColumns[i]];
            ReadOnlySpan<double> pairs = blocks.Pairs.AsSpan(i * k, k);
            for (int c = 0; c < pairs.Length; c++)
            {
                sum[c] += value * pairs[c];
            }
        }
    }

    private void SubtractBorder(int level, ReadOnlySpan<double> values, double[] rest)
    {
        int p = rows.Fixed.Length;
        for (int c = 0; c < values.Length; c++)
        {
            VectorKernels.AddScaled(-values[c], blocks.Border.Leading.AsSpan(((level * values.Length) + c) * p, p), rest.AsSpan(rows.TrailingCount));
        }
    }

    private void AddBorder(int level, double[] rest, Span<double> sum)
    {
        int p = rows.Fixed.Length;
        for (int c = 0; c < sum.Length; c++)
        {
            sum[c] += VectorKernels.Dot(blocks.Border.Leading.AsSpan(((level * sum.Length) + c) * p, p), rest.AsSpan(rows.TrailingCount, p));
        }
    }

    private static bool IsRun(ReadOnlySpan<int> columns) => columns.Length > Few && columns[^1] - columns[0] == columns.Length - 1;
}
