using GlmmDsl.Fitting.Linear.Criteria;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting.Linear.Sparse;

/// <summary>The estimates of the sparse path: all random effects in one vector, factor after factor.</summary>
internal sealed class SparseEstimates : ConditionalEstimates
{
    private readonly SparseFactor factor;
    private readonly SparseSystem system;
    private readonly double[] spherical;
    private readonly double[] modes;
    private readonly double[] scores;
    private readonly double[] coefficients;
    private double responseScore;

    /// <summary>Makes the workspace.</summary>
    public SparseEstimates(SparseFactor factor)
    {
        this.factor = factor;
        system = factor.System;
        spherical = new double[system.RandomCount];
        modes = new double[system.RandomCount];
        scores = new double[system.RandomCount];
        coefficients = new double[system.FixedCount];
        FixedInverse = new double[system.FixedCount * system.FixedCount];
    }

    /// <summary>(R_XᵀR_X)⁻¹, p × p.</summary>
    public double[] FixedInverse { get; }

    /// <inheritdoc/>
    public override ReadOnlySpan<double> Coefficients => coefficients;

    /// <inheritdoc/>
    public override double ResponseScore => responseScore;

    /// <summary>ZᵀWe of all random effects.</summary>
    public double[] AllScores => scores;

    /// <inheritdoc/>
    public override ReadOnlySpan<double> Spherical(int factor) => Of(spherical, factor);

    /// <inheritdoc/>
    public override ReadOnlySpan<double> Modes(int factor) => Of(modes, factor);

    /// <inheritdoc/>
    public override ReadOnlySpan<double> Scores(int factor) => Of(scores, factor);

    /// <summary>Solves back through the factor, then forms ZᵀWe from the blocks, never as Λ⁻ᵀû.</summary>
    public void Compute()
    {
        int p = system.FixedCount;
        int width = p + 1;
        factor.FixedFactor.AsSpan(p * width, p).CopyTo(coefficients);
        DenseCholesky.SolveLowerTransposed(factor.FixedFactor, width, p, coefficients);
        for (int j = 0; j < p; j++)
        {
            Span<double> column = FixedInverse.AsSpan(j * p, p);
            column.Clear();
            column[j] = 1;
            DenseCholesky.SolveLower(factor.FixedFactor, width, p, column);
            DenseCholesky.SolveLowerTransposed(factor.FixedFactor, width, p, column);
        }

        for (int i = 0; i < spherical.Length; i++)
        {
            spherical[i] = Rest(factor.Border, i);
        }

        factor.Cholesky.SolveLowerTransposed(spherical);
        spherical.CopyTo(modes, 0);
        SparseProduct.ApplyTemplates(system, factor.Templates, transposed: false, modes);
        SparseProduct.Multiply(system, modes, scores);
        responseScore = system.FixedBlock[^1] - VectorKernels.Dot(system.FixedBlock.AsSpan(p * width, p), coefficients);
        for (int i = 0; i < scores.Length; i++)
        {
            scores[i] = Rest(system.WithFixed, i) - scores[i];
            responseScore -= system.WithFixed[(i * width) + p] * modes[i];
        }
    }

    /// <summary>The last column of a row, that of y, minus its Xβ̂.</summary>
    private double Rest(double[] border, int row)
    {
        int p = coefficients.Length;
        int first = row * (p + 1);
        return border[first + p] - VectorKernels.Dot(border.AsSpan(first, p), coefficients);
    }

    private ReadOnlySpan<double> Of(double[] values, int f) => values.AsSpan(system.FirstEffect[f]..system.FirstEffect[f + 1]);
}
