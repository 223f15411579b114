using GlmmDsl.Fitting.Generalized.Rows;
using GlmmDsl.LinearAlgebra;
using GlmmDsl.LinearAlgebra.Sparse;

namespace GlmmDsl.Fitting.Generalized.Factor;

/// <summary>
/// The factorisation for many levels of several grouping factors that occur with few others: a supernodal Cholesky factor of M over all levels, analysed once; the
/// fixed effects are a dense border.
/// </summary>
internal sealed class SparsePenalizedFactor : PenalizedFactor
{
    private readonly SparseTrailing trailing;
    private readonly CovarianceTemplates templates;
    private readonly CoefficientPenalty? penalty;
    private readonly BlockScaling scaling;
    private readonly double[] effects;
    private readonly double[] fixedFactor;
    private double[] border = [];

    /// <summary>Makes the workspace.</summary>
    public SparsePenalizedFactor(
        GeneralizedRows rows, SparseTrailing trailing, CovarianceTemplates templates, CoefficientPenalty? penalty, CancellationToken cancellationToken)
        : base(rows, templates, cancellationToken)
    {
        this.trailing = trailing;
        this.templates = templates;
        this.penalty = penalty;
        Cholesky = new SupernodalCholesky(trailing.Structure);
        Values = new double[trailing.Pattern.ValueCount];
        effects = new double[trailing.Pattern.Order];
        fixedFactor = new double[rows.Fixed.Length * rows.Fixed.Length];
        var start = new int[templates.Values.Length];
        for (int f = 1; f < start.Length; f++)
        {
            start[f] = start[f - 1] + templates.Values[f - 1].Length;
        }

        scaling = new BlockScaling(trailing.GroupOfNode, start, new double[templates.Values.Sum(t => t.Length)]);
    }

    /// <summary>L.</summary>
    public SupernodalCholesky Cholesky { get; }

    /// <summary>ZᵀWZ as it was factored last, in the order of its pattern; diagonal blocks in full.</summary>
    public double[] Values { get; }

    /// <inheritdoc/>
    public override double[] LeadingFactor => throw new InvalidOperationException("M was factored as a sparse matrix.");

    /// <inheritdoc/>
    protected override bool Factor(bool withFixed, out double logarithm)
    {
        Load();
        for (int f = 0; f < templates.Values.Length; f++)
        {
            templates.Values[f].CopyTo(scaling.Blocks, scaling.BlockStart[f]);
        }

        bool isPositive = Cholesky.Factor(Values, scaling, CancellationToken);
        logarithm = Cholesky.LogDeterminant;
        return isPositive && (!withFixed || FactorBorder());
    }

    /// <inheritdoc/>
    public override void Solve(EffectsVector x, Span<double> beta, double[] dense)
    {
        int p = Rows.Fixed.Length;
        Forward(x);
        if (IsBordered)
        {
            SubtractBorder(beta);
            SolveFixed(beta[..p]);
            for (int i = 0; i < effects.Length; i++)
            {
                effects[i] -= VectorKernels.Dot(border.AsSpan(i * p, p), beta);
            }
        }

        Cholesky.SolveLowerTransposed(effects, 1, CancellationToken);
        effects.AsSpan(0, x.Leading.Length).CopyTo(x.Leading);
        effects.AsSpan(x.Leading.Length).CopyTo(x.Trailing);
    }

    /// <inheritdoc/>
    public override void ForwardSolve(EffectsVector x, ReadOnlySpan<double> beta, double[] dense)
    {
        int p = Rows.Fixed.Length;
        Array.Clear(dense);
        Forward(x);
        effects.AsSpan(0, x.Leading.Length).CopyTo(x.Leading);
        effects.AsSpan(x.Leading.Length).CopyTo(dense);
        if (IsBordered)
        {
            Span<double> rest = dense.AsSpan(Rows.TrailingCount, p);
            beta[..p].CopyTo(rest);
            SubtractBorder(rest);
            DenseCholesky.SolveLower(fixedFactor, p, p, rest);
        }
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<double> FixedRow(int j) => fixedFactor.AsSpan(j * Rows.Fixed.Length, j + 1);

    /// <inheritdoc/>
    public override void SolveFixed(Span<double> x)
    {
        DenseCholesky.SolveLower(fixedFactor, x.Length, x.Length, x);
        DenseCholesky.SolveLowerTransposed(fixedFactor, x.Length, x.Length, x);
    }

    /// <inheritdoc/>
    public override double Diagonal(int factor, int level, int row, int column)
    {
        int k = Rows.Groups[factor].Width;
        return factor == 0
            ? Blocks.Leading[(level * k * k) + (row * k) + column]
            : Blocks.Trailing[trailing.Diagonal(factor, level) + (Math.Max(row, column) * k) + Math.Min(row, column)];
    }

    /// <summary>Brings the blocks into the order of the pattern and makes the trailing diagonal blocks full.</summary>
    private void Load()
    {
        int k = Rows.LeadingWidth;
        int at = 0;
        for (int level = 0; level < Rows.LeadingLevels; level++)
        {
            Blocks.Leading.AsSpan(level * k * k, k * k).CopyTo(Values.AsSpan(at));
            at += k * k;
            int start = Rows.PairStart[level] * k, count = (Rows.PairStart[level + 1] * k) - start;
            Blocks.Pairs.AsSpan(start, count).CopyTo(Values.AsSpan(at));
            at += count;
        }

        Blocks.Trailing.CopyTo(Values, at);
        for (int f = 1; f < Rows.Groups.Length; f++)
        {
            int width = Rows.Groups[f].Width;
            for (int level = 0; level < Rows.Groups[f].Levels && width > 1; level++)
            {
                Mirror(Values.AsSpan(at + trailing.Diagonal(f, level), width * width), width);
            }
        }
    }

    private static void Mirror(Span<double> block, int width)
    {
        for (int r = 1; r < width; r++)
        {
            for (int c = 0; c < r; c++)
            {
                block[(c * width) + r] = block[(r * width) + c];
            }
        }
    }

    /// <summary>B = L⁻¹PΛᵀZᵀWX, and the Cholesky factor of XᵀWX + K − BᵀB.</summary>
    /// <returns>Whether that is positive definite.</returns>
    protected override bool FactorBorder()
    {
        int p = Rows.Fixed.Length;
        int leading = Blocks.Border.Leading.Length;
        if (border.Length == 0)
        {
            border = new double[effects.Length * p];
        }

        Blocks.Border.Leading.CopyTo(border, 0);
        for (int j = 0; j < p; j++)
        {
            ReadOnlySpan<double> column = Blocks.Border.Trailing.AsSpan(j * Rows.TrailingCount, Rows.TrailingCount);
            for (int i = 0; i < column.Length; i++)
            {
                border[leading + (i * p) + j] = column[i];
            }
        }

        ApplyTransposedTemplates(p);
        Cholesky.SolveLower(border, p, CancellationToken);
        for (int j = 0; j < p; j++)
        {
            Span<double> row = fixedFactor.AsSpan(j * p, j + 1);
            Blocks.Border.Fixed.AsSpan(j * p, j + 1).CopyTo(row);
            penalty?.AddRow(j, row);
        }

        for (int first = 0; first < border.Length; first += p)
        {
            ReadOnlySpan<double> row = border.AsSpan(first, p);
            for (int i = 0; i < p; i++)
            {
                VectorKernels.AddScaled(-row[i], row[..(i + 1)], fixedFactor.AsSpan(i * p));
            }
        }

        return DenseCholesky.Factor(fixedFactor, p, p, CancellationToken);
    }

    /// <summary>B ← ΛᵀB, level by level in place: Λ is triangular, so the rows still needed are never overwritten.</summary>
    private void ApplyTransposedTemplates(int p)
    {
        int first = 0;
        for (int f = 0; f < Rows.Groups.Length; f++)
        {
            int k = Rows.Groups[f].Width;
            double[] lambda = templates.Values[f];
            for (int level = 0; level < Rows.Groups[f].Levels; level++, first += k * p)
            {
                for (int c = 0; c < k; c++)
                {
                    Span<double> row = border.AsSpan(first + (c * p), p);
                    VectorKernels.Scale(lambda[c * (k + 1)], row, row);
                    for (int r = c + 1; r < k; r++)
                    {
                        VectorKernels.AddScaled(lambda[(r * k) + c], border.AsSpan(first + (r * p), p), row);
                    }
                }
            }
        }
    }

    private void Forward(EffectsVector x)
    {
        x.Leading.CopyTo(effects, 0);
        x.Trailing.CopyTo(effects, x.Leading.Length);
        Cholesky.SolveLower(effects, 1, CancellationToken);
    }

    /// <summary>x ← x − Bᵀy, y the effects.</summary>
    private void SubtractBorder(Span<double> x)
    {
        int p = Rows.Fixed.Length;
        for (int i = 0; i < effects.Length; i++)
        {
            VectorKernels.AddScaled(-effects[i], border.AsSpan(i * p, p), x);
        }
    }
}
