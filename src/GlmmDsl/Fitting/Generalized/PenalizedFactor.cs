using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting;

/// <summary>
/// The Cholesky factor of M = ΛᵀZᵀWZΛ + I, and where asked for of M bordered by the fixed effects,
/// [M, ΛᵀZᵀWX; XᵀWZΛ, XᵀWX + K], K a prior's precision. The leading factor is eliminated level by level; what is left, with the fixed effects behind it, is one dense matrix.
/// </summary>
internal sealed class PenalizedFactor
{
    private readonly GeneralizedRows rows;
    private readonly CovarianceTemplates templates;
    private readonly double[] columns;
    private readonly double[] half;
    private readonly double[] inverse;

    /// <summary>Makes the workspace.</summary>
    public PenalizedFactor(GeneralizedRows rows, CovarianceTemplates templates)
    {
        this.rows = rows;
        this.templates = templates;
        Blocks = new WeightedBlocks(rows);
        int k = rows.LeadingWidth;
        Stride = rows.TrailingCount + rows.Fixed.Length;
        LeadingFactor = new double[rows.LeadingLevels * k * k];
        LeadingRoot = new double[LeadingFactor.Length];
        Schur = new double[checked(Stride * Stride)];
        Factor = new double[Schur.Length];
        int widest = 0;
        for (int level = 0; level < rows.LeadingLevels; level++)
        {
            widest = Math.Max(widest, rows.PairStart[level + 1] - rows.PairStart[level]);
        }

        columns = new double[(widest + rows.Fixed.Length) * Math.Max(1, k)];
        Dense = new DiagonalPrefixCholesky(rows.DiagonalCount, Stride);
        half = new double[k * k];
        inverse = new double[k * k];
    }

    /// <summary>ZᵀWZ.</summary>
    public WeightedBlocks Blocks { get; }

    /// <summary>Row stride of the dense matrices.</summary>
    public int Stride { get; }

    /// <summary>Order of the dense matrix factored last: m, or m + p.</summary>
    public int Order { get; private set; }

    /// <summary>L of every leading level, k × k.</summary>
    public double[] LeadingFactor { get; }

    /// <summary>C = L⁻¹Λᵀ of every leading level, k × k, so that ΛM₁₁⁻¹Λᵀ = CᵀC.</summary>
    public double[] LeadingRoot { get; }

    /// <summary>The trailing system after the leading factor is eliminated, before Λ is applied and I added; lower triangle.</summary>
    public double[] Schur { get; }

    /// <summary>Its Cholesky factor, Λ applied.</summary>
    public double[] Factor { get; }

    /// <summary>What factors and inverts the dense matrix.</summary>
    public DiagonalPrefixCholesky Dense { get; }

    /// <summary>log|M|, the fixed effects not counted.</summary>
    public double LogDeterminant { get; private set; }

    /// <summary>Factors the blocks as they stand; false when the matrix is not positive definite.</summary>
    public bool Compute(bool withFixed)
    {
        int m = rows.TrailingCount;
        Order = m + (withFixed ? rows.Fixed.Length : 0);
        Load();
        if (!EliminateLeading(out double logarithm))
        {
            return false;
        }

        ApplyCovariance();
        if (!Dense.Factor(Factor, Stride, Order))
        {
            return false;
        }

        for (int i = 0; i < m; i++)
        {
            logarithm += 2 * Math.Log(Factor[(i * Stride) + i]);
        }

        LogDeterminant = logarithm;
        return double.IsFinite(logarithm);
    }

    /// <summary>Solves the system factored last in place.</summary>
    /// <param name="x">The right-hand side over the random effects (of u), then the solution.</param>
    /// <param name="beta">That of the fixed effects; not read unless they were factored.</param>
    /// <param name="dense">Scratch of <see cref="Stride"/> numbers.</param>
    public void Solve(EffectsVector x, Span<double> beta, double[] dense)
    {
        ForwardSolve(x, beta, dense);
        DenseCholesky.SolveLowerTransposed(Factor, Stride, Order, dense);
        int m = rows.TrailingCount;
        dense.AsSpan(0, m).CopyTo(x.Trailing);
        if (Order > m)
        {
            dense.AsSpan(m, Order - m).CopyTo(beta);
        }

        templates.ApplyToTrailingRow(dense.AsSpan(0, m), transposed: true);
        BackLeading(x, dense);
    }

    /// <summary>L⁻¹ of a right-hand side: the leading part in place, the rest in <paramref name="dense"/>.</summary>
    public void ForwardSolve(EffectsVector x, ReadOnlySpan<double> beta, double[] dense)
    {
        int m = rows.TrailingCount;
        int k = rows.LeadingWidth;
        int p = rows.Fixed.Length;
        Array.Clear(dense);
        Span<double> shrunk = stackalloc double[Math.Max(1, k)];
        Span<double> fixedPart = dense.AsSpan(m, Order - m);
        for (int level = 0; level < rows.LeadingLevels; level++)
        {
            Span<double> y = x.Leading.AsSpan(level * k, k);
            DenseCholesky.SolveLower(LeadingFactor, k, level * k * k, k, y);
            ReadOnlySpan<double> root = LeadingRoot.AsSpan(level * k * k, k * k);
            for (int c = 0; c < k; c++)
            {
                double sum = 0;
                for (int r = 0; r < k; r++)
                {
                    sum += root[(r * k) + c] * y[r];
                }

                shrunk[c] = sum;
            }

            for (int at = rows.PairStart[level]; at < rows.PairStart[level + 1]; at++)
            {
                dense[rows.PairColumns[at]] -= k == 1 ? Blocks.Pairs[at] * shrunk[0] : VectorKernels.Dot(Blocks.Pairs.AsSpan(at * k, k), shrunk);
            }

            for (int c = 0; c < k && Order > m; c++)
            {
                VectorKernels.AddScaled(-shrunk[c], Blocks.LeadingFixed.AsSpan(((level * k) + c) * p, p), fixedPart);
            }
        }

        templates.ApplyToTrailingRow(dense.AsSpan(0, m), transposed: false);
        VectorKernels.AddScaled(1, x.Trailing, dense);
        if (Order > m)
        {
            VectorKernels.AddScaled(1, beta[..p], fixedPart);
        }

        DenseCholesky.SolveLower(Factor, Stride, Order, dense);
    }

    /// <summary>x₁ = L⁻ᵀ(y₁ − C(A₁₂Λ₂x₂ + A₁ₓx_β)).</summary>
    private void BackLeading(EffectsVector x, double[] dense)
    {
        int m = rows.TrailingCount;
        int k = rows.LeadingWidth;
        int p = rows.Fixed.Length;
        Span<double> sum = stackalloc double[Math.Max(1, k)];
        for (int level = 0; level < rows.LeadingLevels; level++)
        {
            sum.Clear();
            for (int at = rows.PairStart[level]; at < rows.PairStart[level + 1]; at++)
            {
                double value = dense[rows.PairColumns[at]];
                for (int c = 0; c < k; c++)
                {
                    sum[c] += value * Blocks.Pairs[(at * k) + c];
                }
            }

            for (int c = 0; c < k && Order > m; c++)
            {
                sum[c] += VectorKernels.Dot(Blocks.LeadingFixed.AsSpan(((level * k) + c) * p, p), dense.AsSpan(m, p));
            }

            Span<double> y = x.Leading.AsSpan(level * k, k);
            ReadOnlySpan<double> root = LeadingRoot.AsSpan(level * k * k, k * k);
            for (int r = 0; r < k; r++)
            {
                for (int c = 0; c < k; c++)
                {
                    y[r] -= root[(r * k) + c] * sum[c];
                }
            }

            DenseCholesky.SolveLowerTransposed(LeadingFactor, k, level * k * k, k, y);
        }
    }

    private void Load()
    {
        int m = rows.TrailingCount;
        int p = rows.Fixed.Length;
        for (int i = 0; i < m; i++)
        {
            Blocks.Trailing.AsSpan(i * m, i + 1).CopyTo(Schur.AsSpan(i * Stride));
        }

        for (int j = 0; j < Order - m; j++)
        {
            Blocks.TrailingFixed.AsSpan(j * m, m).CopyTo(Schur.AsSpan((m + j) * Stride));
            Span<double> row = Schur.AsSpan(((m + j) * Stride) + m, j + 1);
            Blocks.Fixed.AsSpan(j * p, j + 1).CopyTo(row);
            rows.Penalty?.AddRow(j, row);
        }
    }

    /// <summary>Ã −= (CA₁₂)ᵀ(CA₁₂), level by level of the leading factor.</summary>
    private bool EliminateLeading(out double logarithm)
    {
        int k = rows.LeadingWidth;
        double product = 1;
        logarithm = 0;
        for (int level = 0; level < rows.LeadingLevels; level++)
        {
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

            int count = WeightColumns(level);
            if (k == 1)
            {
                SubtractScalars(level, count);
            }
            else
            {
                SubtractBlocks(level, count);
            }
        }

        logarithm += Math.Log(product);
        return true;
    }

    private double FactorLevel(int level)
    {
        int k = rows.LeadingWidth;
        double[] lambda = templates.Values[0];
        if (k == 1)
        {
            double pivot = (lambda[0] * lambda[0] * Blocks.Leading[level]) + 1;
            double root = Math.Sqrt(pivot);
            LeadingFactor[level] = root;
            LeadingRoot[level] = lambda[0] / root;
            return pivot;
        }

        Span<double> l = LeadingFactor.AsSpan(level * k * k, k * k);
        SmallBlocks.Multiply(Blocks.Leading.AsSpan(level * k * k, k * k), lambda, half, k);
        SmallBlocks.MultiplyTransposed(lambda, half, l, k);
        for (int i = 0; i < k; i++)
        {
            l[(i * k) + i] += 1;
        }

        double determinant = SmallBlocks.Cholesky(l, k);
        if (determinant > 0)
        {
            SmallBlocks.InvertLower(l, inverse, k);
            SmallBlocks.MultiplyByTransposed(inverse, lambda, LeadingRoot.AsSpan(level * k * k, k * k), k);
        }

        return determinant;
    }

    /// <summary>C times the level's columns of A₁₂ and A₁ₓ; returns how many of A₁₂.</summary>
    private int WeightColumns(int level)
    {
        int k = rows.LeadingWidth;
        int p = rows.Fixed.Length;
        int start = rows.PairStart[level];
        int count = rows.PairStart[level + 1] - start;
        ReadOnlySpan<double> root = LeadingRoot.AsSpan(level * k * k, k * k);
        if (k == 1)
        {
            VectorKernels.Scale(root[0], Blocks.Pairs.AsSpan(start, count), columns);
            if (Order > rows.TrailingCount)
            {
                VectorKernels.Scale(root[0], Blocks.LeadingFixed.AsSpan(level * p, p), columns.AsSpan(count));
            }

            return count;
        }

        for (int c = 0; c < count; c++)
        {
            for (int a = 0; a < k; a++)
            {
                columns[(c * k) + a] = VectorKernels.Dot(root.Slice(a * k, k), Blocks.Pairs.AsSpan((start + c) * k, k));
            }
        }

        for (int j = 0; j < Order - rows.TrailingCount; j++)
        {
            for (int a = 0; a < k; a++)
            {
                double sum = 0;
                for (int b = 0; b < k; b++)
                {
                    sum += root[(a * k) + b] * Blocks.LeadingFixed[(((level * k) + b) * p) + j];
                }

                columns[((count + j) * k) + a] = sum;
            }
        }

        return count;
    }

    private void SubtractScalars(int level, int count)
    {
        int m = rows.TrailingCount;
        ReadOnlySpan<int> at = rows.PairColumns.AsSpan(rows.PairStart[level], count);
        bool contiguous = count > 0 && at[^1] - at[0] == count - 1;
        for (int b = 0; b < count; b++)
        {
            double value = columns[b];
            Span<double> row = Schur.AsSpan(at[b] * Stride, at[b] + 1);
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

        for (int j = 0; j < Order - m; j++)
        {
            Span<double> row = Schur.AsSpan((m + j) * Stride, m + j + 1);
            double value = columns[count + j];
            for (int a = 0; a < count; a++)
            {
                row[at[a]] -= value * columns[a];
            }

            VectorKernels.AddScaled(-value, columns.AsSpan(count, j + 1), row[m..]);
        }
    }

    private void SubtractBlocks(int level, int count)
    {
        int m = rows.TrailingCount;
        int k = rows.LeadingWidth;
        ReadOnlySpan<int> at = rows.PairColumns.AsSpan(rows.PairStart[level], count);
        int total = count + Order - m;
        for (int b = 0; b < total; b++)
        {
            int own = b < count ? at[b] : m + b - count;
            Span<double> row = Schur.AsSpan(own * Stride, own + 1);
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

    /// <summary>Λ₂ᵀÃΛ₂ + I, and the fixed effects' rows times Λ₂.</summary>
    private void ApplyCovariance()
    {
        for (int f = 1; f < rows.Groups.Length; f++)
        {
            GroupRows group = rows.Groups[f];
            int k = group.Width;
            double[] lambda = templates.Values[f];
            for (int first = group.Offset; first < group.Offset + group.Count; first += k)
            {
                MirrorLevel(first, k);
                for (int c = 0; c < k; c++)
                {
                    Span<double> row = Factor.AsSpan((first + c) * Stride, first + k);
                    VectorKernels.Scale(lambda[(c * k) + c], Schur.AsSpan((first + c) * Stride, first + k), row);
                    for (int r = c + 1; r < k; r++)
                    {
                        VectorKernels.AddScaled(lambda[(r * k) + c], Schur.AsSpan((first + r) * Stride, first + k), row);
                    }

                    templates.ApplyToTrailingRow(row, transposed: false);
                    row[first + c] += 1;
                }
            }
        }

        int m = rows.TrailingCount;
        for (int i = m; i < Order; i++)
        {
            Schur.AsSpan(i * Stride, i + 1).CopyTo(Factor.AsSpan(i * Stride));
            templates.ApplyToTrailingRow(Factor.AsSpan(i * Stride, m), transposed: false);
        }
    }

    /// <summary>Λ mixes the rows of a level, so its own block is needed in full.</summary>
    private void MirrorLevel(int first, int k)
    {
        for (int a = first + 1; a < first + k; a++)
        {
            for (int b = first; b < a; b++)
            {
                Schur[(b * Stride) + a] = Schur[(a * Stride) + b];
            }
        }
    }
}
