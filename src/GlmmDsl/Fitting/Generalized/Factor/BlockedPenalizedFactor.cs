using GlmmDsl.Fitting.Generalized.Rows;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting.Generalized.Factor;

/// <summary>The factorisation for one grouping factor, or few other levels: the leading factor is eliminated level by level; the rest, followed by the fixed effects, is one dense matrix.</summary>
internal sealed class BlockedPenalizedFactor : PenalizedFactor
{
    private readonly GeneralizedRows rows;
    private readonly CovarianceTemplates templates;
    private readonly CoefficientPenalty? penalty;
    private readonly LeadingElimination leading;
    private readonly LeadingSolve solve;

    /// <summary>Makes the workspace.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="templates">Λ.</param>
    /// <param name="penalty">The penalty of a prior on the coefficients, which adds to XᵀWX; null without one.</param>
    /// <param name="cancellationToken">Checked inside factorisations and inversions.</param>
    public BlockedPenalizedFactor(GeneralizedRows rows, CovarianceTemplates templates, CoefficientPenalty? penalty, CancellationToken cancellationToken)
        : base(rows, cancellationToken)
    {
        this.penalty = penalty;
        this.rows = rows;
        this.templates = templates;
        leading = new LeadingElimination(rows, templates, Blocks, cancellationToken);
        solve = new LeadingSolve(rows, Blocks, leading);
        Schur = new double[checked(Stride * Stride)];
        Factor = new double[Schur.Length];
        Dense = new DiagonalPrefixCholesky(rows.Diagonal, Stride);
    }

    /// <summary>Order of the dense matrix factored last: m, or m + p.</summary>
    public int Order { get; private set; }

    /// <inheritdoc/>
    public override double[] LeadingFactor => leading.Factor;

    /// <summary>C = L⁻¹Λᵀ of every leading level, k × k, so that ΛM₁₁⁻¹Λᵀ = CᵀC.</summary>
    public double[] LeadingRoot => leading.Root;

    /// <summary>The trailing system after the leading factor is eliminated, before Λ is applied and I added; lower triangle.</summary>
    public double[] Schur { get; }

    /// <summary>The Cholesky factor of that system, with Λ applied and I added.</summary>
    public double[] Factor { get; }

    /// <summary>Factors and inverts the dense matrix.</summary>
    public DiagonalPrefixCholesky Dense { get; }

    /// <inheritdoc/>
    public override bool Compute()
    {
        int m = rows.TrailingCount;
        IsBordered = Blocks.AreBordered;
        Order = m + (Blocks.AreBordered ? rows.Fixed.Length : 0);
        Load();
        if (!leading.Eliminate(Schur, Stride, Order, out double logarithm))
        {
            return false;
        }

        ApplyCovariance();
        if (!Dense.Factor(Factor, Stride, Order, CancellationToken))
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

    /// <inheritdoc/>
    public override void DropBorder()
    {
        base.DropBorder();
        Order = rows.TrailingCount;
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<double> FixedRow(int j) => Factor.AsSpan(((rows.TrailingCount + j) * Stride) + rows.TrailingCount, j + 1);

    /// <inheritdoc/>
    public override void SolveFixed(Span<double> x)
    {
        int start = rows.TrailingCount * (Stride + 1);
        DenseCholesky.SolveLower(Factor, Stride, start, x.Length, x);
        DenseCholesky.SolveLowerTransposed(Factor, Stride, start, x.Length, x);
    }

    /// <inheritdoc/>
    public override double Diagonal(int factor, int level, int row, int column)
    {
        GroupRows group = rows.Groups[factor];
        int k = group.Width;
        if (factor == 0)
        {
            return Blocks.Leading[(level * k * k) + (row * k) + column];
        }

        int first = group.Offset + (level * k);
        return Schur[((first + Math.Max(row, column)) * Stride) + first + Math.Min(row, column)];
    }

    /// <inheritdoc/>
    public override void Solve(EffectsVector x, Span<double> beta, double[] dense)
    {
        ForwardSolve(x, beta, dense);
        Dense.SolveLowerTransposed(Factor, Stride, Order, dense);
        int m = rows.TrailingCount;
        dense.AsSpan(0, m).CopyTo(x.Trailing);
        if (Order > m)
        {
            dense.AsSpan(m, Order - m).CopyTo(beta);
        }

        templates.ApplyToTrailingRow(dense.AsSpan(0, m), transposed: true);
        solve.Back(x.Leading, dense, Order > m);
    }

    /// <inheritdoc/>
    public override void ForwardSolve(EffectsVector x, ReadOnlySpan<double> beta, double[] dense)
    {
        int m = rows.TrailingCount;
        Array.Clear(dense);
        solve.Forward(x.Leading, dense, Order > m);
        templates.ApplyToTrailingRow(dense.AsSpan(0, m), transposed: false);
        VectorKernels.AddScaled(1, x.Trailing, dense);
        if (Order > m)
        {
            VectorKernels.AddScaled(1, beta[..(Order - m)], dense.AsSpan(m));
        }

        Dense.SolveLower(Factor, Stride, Order, dense);
    }

    private void Load()
    {
        int m = rows.TrailingCount;
        int p = rows.Fixed.Length;
        int diagonal = rows.Diagonal.Count;
        for (int i = 0; i < diagonal; i++)
        {
            Schur[i * (Stride + 1)] = Blocks.Trailing[i * (m + 1)];
            foreach (int row in rows.Diagonal.Within(i))
            {
                Schur[(row * Stride) + i] = Blocks.Trailing[(row * m) + i];
            }
        }

        for (int i = diagonal; i < m; i++)
        {
            Blocks.Trailing.AsSpan(i * m, i + 1).CopyTo(Schur.AsSpan(i * Stride));
        }

        for (int j = 0; j < Order - m; j++)
        {
            Blocks.Border.Trailing.AsSpan(j * m, m).CopyTo(Schur.AsSpan((m + j) * Stride));
            Span<double> row = Schur.AsSpan(((m + j) * Stride) + m, j + 1);
            Blocks.Border.Fixed.AsSpan(j * p, j + 1).CopyTo(row);
            penalty?.AddRow(j, row);
        }
    }

    /// <summary>Λ₂ᵀÃΛ₂ + I, and the fixed effects' rows times Λ₂.</summary>
    private void ApplyCovariance()
    {
        for (int f = 1; f <= rows.DiagonalFactors; f++)
        {
            ApplyToNested(f);
        }

        for (int f = rows.DiagonalFactors + 1; f < rows.Groups.Length; f++)
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

    /// <summary>Applies Λ to the columns of one of the nested factors, where they occur with other nested factors.</summary>
    private void ApplyToNested(int f)
    {
        GroupRows group = rows.Groups[f];
        double lambda = templates.Values[f][0];
        for (int i = group.Offset; i < group.Offset + group.Count; i++)
        {
            Factor[i * (Stride + 1)] = (lambda * lambda * Schur[i * (Stride + 1)]) + 1;
            int other = f;
            foreach (int row in rows.Diagonal.Within(i))
            {
                other++;
                Factor[(row * Stride) + i] = lambda * templates.Values[other][0] * Schur[(row * Stride) + i];
            }
        }
    }

    /// <summary>Mirrors the diagonal block of a level: Λ mixes its rows, so the block is needed in full.</summary>
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
