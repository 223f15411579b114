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
    private readonly double[] scratch;
    private readonly EffectsVector products;
    private EffectsVector[] solved = [];

    /// <summary>Makes the workspace.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="templates">Λ.</param>
    /// <param name="penalty">The penalty of a prior on the coefficients, which adds to XᵀWX; null without one.</param>
    /// <param name="cancellationToken">Checked inside factorisations and inversions.</param>
    public BlockedPenalizedFactor(GeneralizedRows rows, CovarianceTemplates templates, CoefficientPenalty? penalty, CancellationToken cancellationToken)
        : base(rows, templates, cancellationToken)
    {
        this.penalty = penalty;
        this.rows = rows;
        this.templates = templates;
        leading = new LeadingElimination(rows, templates, Blocks, cancellationToken);
        solve = new LeadingSolve(rows, Blocks, leading);
        Schur = new double[checked(Stride * Stride)];
        Lower = new double[Schur.Length];
        scratch = new double[Stride];
        products = rows.NewEffects();
        Dense = new DiagonalPrefixCholesky(rows.Diagonal, Stride);
    }

    /// <inheritdoc/>
    public override double[] LeadingFactor => leading.Factor;

    /// <summary>C = L⁻¹Λᵀ of every leading level, k × k, so that ΛM₁₁⁻¹Λᵀ = CᵀC.</summary>
    public double[] LeadingRoot => leading.Root;

    /// <summary>The trailing system after the leading factor is eliminated, before Λ is applied and I added; lower triangle.</summary>
    public double[] Schur { get; }

    /// <summary>The Cholesky factor of that system, with Λ applied and I added.</summary>
    public double[] Lower { get; }

    /// <summary>Factors and inverts the dense matrix.</summary>
    public DiagonalPrefixCholesky Dense { get; }

    /// <inheritdoc/>
    protected override bool Factor(bool withFixed, out double logarithm)
    {
        int m = rows.TrailingCount;
        int order = withFixed ? Stride : m;
        Load(order);
        if (!leading.Eliminate(Schur, Stride, order, out logarithm))
        {
            return false;
        }

        ApplyCovariance(order);
        if (templates.AreZero)
        {
            // M is the identity.
            return DenseCholesky.Factor(Lower, m * (Stride + 1), Stride, order - m, CancellationToken);
        }

        if (!Dense.Factor(Lower, Stride, order, CancellationToken))
        {
            return false;
        }

        for (int i = 0; i < m; i++)
        {
            logarithm += 2 * Math.Log(Lower[i * (Stride + 1)]);
        }

        return true;
    }

    /// <inheritdoc/>
    protected override bool FactorBorder()
    {
        int m = rows.TrailingCount;
        int p = rows.Fixed.Length;
        if (solved.Length == 0)
        {
            solved = new EffectsVector[p];
            for (int j = 0; j < p; j++)
            {
                solved[j] = rows.NewEffects();
            }
        }

        for (int j = 0; j < p; j++)
        {
            CancellationToken.ThrowIfCancellationRequested();
            SetBorder(j, products);
            templates.MultiplyTransposed(products, solved[j]);
            Forward(solved[j], scratch);
            scratch.AsSpan(0, m).CopyTo(Lower.AsSpan((m + j) * Stride));
            Span<double> row = Lower.AsSpan(((m + j) * Stride) + m, j + 1);
            Blocks.Border.Fixed.AsSpan(j * p, j + 1).CopyTo(row);
            penalty?.AddRow(j, row);
            for (int k = 0; k <= j; k++)
            {
                row[k] -= VectorKernels.Dot(solved[j].Leading, solved[k].Leading)
                    + VectorKernels.Dot(Lower.AsSpan((m + j) * Stride, m), Lower.AsSpan((m + k) * Stride, m));
            }
        }

        return DenseCholesky.Factor(Lower, m * (Stride + 1), Stride, p, CancellationToken);
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<double> FixedRow(int j) => Lower.AsSpan(((rows.TrailingCount + j) * Stride) + rows.TrailingCount, j + 1);

    /// <inheritdoc/>
    public override void SolveFixed(Span<double> x)
    {
        int start = rows.TrailingCount * (Stride + 1);
        DenseCholesky.SolveLower(Lower, Stride, start, x.Length, x);
        DenseCholesky.SolveLowerTransposed(Lower, Stride, start, x.Length, x);
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
        int m = rows.TrailingCount;
        int order = IsBordered ? Stride : m;
        Dense.SolveLowerTransposed(Lower, Stride, order, dense);
        dense.AsSpan(0, m).CopyTo(x.Trailing);
        dense.AsSpan(m, order - m).CopyTo(beta);
        templates.ApplyToTrailingRow(dense.AsSpan(0, m), transposed: true);
        solve.Back(x.Leading, dense, IsBordered);
    }

    /// <inheritdoc/>
    public override void ForwardSolve(EffectsVector x, ReadOnlySpan<double> beta, double[] dense)
    {
        int m = rows.TrailingCount;
        Array.Clear(dense);
        solve.Forward(x.Leading, dense, IsBordered);
        templates.ApplyToTrailingRow(dense.AsSpan(0, m), transposed: false);
        VectorKernels.AddScaled(1, x.Trailing, dense);
        if (IsBordered)
        {
            VectorKernels.AddScaled(1, beta[..(Stride - m)], dense.AsSpan(m));
        }

        Dense.SolveLower(Lower, Stride, IsBordered ? Stride : m, dense);
    }

    /// <summary>L⁻¹ of a right-hand side over the random effects: the leading part in place, the rest in <paramref name="dense"/>.</summary>
    private void Forward(EffectsVector x, double[] dense)
    {
        int m = rows.TrailingCount;
        Array.Clear(dense);
        solve.Forward(x.Leading, dense, withFixed: false);
        templates.ApplyToTrailingRow(dense.AsSpan(0, m), transposed: false);
        VectorKernels.AddScaled(1, x.Trailing, dense);
        Dense.SolveLower(Lower, Stride, m, dense);
    }

    /// <summary>Column j of ZᵀWX.</summary>
    private void SetBorder(int j, EffectsVector target)
    {
        int p = rows.Fixed.Length;
        for (int i = 0; i < target.Leading.Length; i++)
        {
            target.Leading[i] = Blocks.Border.Leading[(i * p) + j];
        }

        Blocks.Border.Trailing.AsSpan(j * rows.TrailingCount, rows.TrailingCount).CopyTo(target.Trailing);
    }

    private void Load(int order)
    {
        int m = rows.TrailingCount;
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

        int p = rows.Fixed.Length;
        for (int j = 0; j < order - m; j++)
        {
            Blocks.Border.Trailing.AsSpan(j * m, m).CopyTo(Schur.AsSpan((m + j) * Stride));
            Span<double> row = Schur.AsSpan(((m + j) * Stride) + m, j + 1);
            Blocks.Border.Fixed.AsSpan(j * p, j + 1).CopyTo(row);
            penalty?.AddRow(j, row);
        }
    }

    /// <summary>Λ₂ᵀÃΛ₂ + I, and the fixed effects' rows times Λ₂.</summary>
    private void ApplyCovariance(int order)
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
                    Span<double> row = Lower.AsSpan((first + c) * Stride, first + k);
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
        for (int i = m; i < order; i++)
        {
            Schur.AsSpan(i * Stride, i + 1).CopyTo(Lower.AsSpan(i * Stride));
            templates.ApplyToTrailingRow(Lower.AsSpan(i * Stride, m), transposed: false);
        }
    }

    /// <summary>Applies Λ to the columns of one of the nested factors, where they occur with other nested factors.</summary>
    private void ApplyToNested(int f)
    {
        GroupRows group = rows.Groups[f];
        double lambda = templates.Values[f][0];
        for (int i = group.Offset; i < group.Offset + group.Count; i++)
        {
            Lower[i * (Stride + 1)] = (lambda * lambda * Schur[i * (Stride + 1)]) + 1;
            int other = f;
            foreach (int row in rows.Diagonal.Within(i))
            {
                other++;
                Lower[(row * Stride) + i] = lambda * templates.Values[other][0] * Schur[(row * Stride) + i];
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
