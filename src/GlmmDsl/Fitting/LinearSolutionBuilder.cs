using GlmmDsl.Design;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting;

/// <summary>Brings what the engine knows at θ̂ back to the user's columns and units.</summary>
internal sealed class LinearSolutionBuilder(ModelMatrices matrices, LinearEvaluation evaluation, FixedBasis basis)
{
    private readonly BlockedSystem system = evaluation.System;

    /// <summary>β̂.</summary>
    public double[] Beta { get; private set; } = [];

    /// <summary>vcov of β̂.</summary>
    public double[,] Covariance { get; private set; } = new double[0, 0];

    /// <summary>Per term levels × k.</summary>
    public double[][,] Modes { get; } = [.. matrices.Random.Select(t => new double[t.Group.Levels.Length, t.Width])];

    /// <summary>Per term levels × k·k.</summary>
    public double[][,] ModeCovariances { get; } = [.. matrices.Random.Select(t => new double[t.Group.Levels.Length, t.Width * t.Width])];

    /// <summary>Xβ̂ + Zb̂ + offset; empty without rows.</summary>
    public double[] Fitted { get; private set; } = [];

    /// <summary>eᵀWe in user units.</summary>
    public double ResidualSquares { get; private set; }

    /// <summary>Evaluates at θ̂ (internal) and fills everything.</summary>
    public void Build(double[] theta)
    {
        evaluation.Evaluate(theta);
        var estimates = new ConditionalEstimates(evaluation);
        estimates.Compute();
        Beta = basis.Coefficients(estimates.Coefficients);
        Covariance = basis.Covariance(FixedCovariance());
        SetModes(estimates);
        SetModeCovariances();
        ResidualSquares = Squares(estimates) * basis.ResponseScale * basis.ResponseScale;
        if (matrices.HasRows)
        {
            SetFitted();
        }
    }

    /// <summary>eᵀWe: e is orthogonal to X, so it is yᵀWe less b̂ᵀZᵀWe.</summary>
    private double Squares(ConditionalEstimates estimates)
    {
        int m = system.RandomCount;
        double sum = estimates.TrailingScores[^1];
        sum -= VectorKernels.Dot(estimates.LeadingModes, estimates.LeadingScores);
        return sum - VectorKernels.Dot(estimates.TrailingModes.AsSpan(0, m), estimates.TrailingScores.AsSpan(0, m));
    }

    /// <summary>σ̂²(R_XᵀR_X)⁻¹ from the last rows of the factor.</summary>
    private double[] FixedCovariance()
    {
        int p = system.FixedCount;
        var result = new double[p * p];
        var column = new double[p];
        int start = (system.RandomCount * evaluation.Stride) + system.RandomCount;
        for (int j = 0; j < p; j++)
        {
            column.AsSpan().Clear();
            column[j] = 1;
            DenseCholesky.SolveLower(evaluation.Factor, evaluation.Stride, start, p, column);
            DenseCholesky.SolveLowerTransposed(evaluation.Factor, evaluation.Stride, start, p, column);
            VectorKernels.Scale(evaluation.Variance, column, result.AsSpan(j * p, p));
        }

        return result;
    }

    private void SetModes(ConditionalEstimates estimates)
    {
        for (int f = 0; f < system.Layout.Factors.Length; f++)
        {
            FactorLayout factor = system.Layout.Factors[f];
            double[] modes = f == 0 ? estimates.LeadingModes : estimates.TrailingModes;
            int offset = f == 0 ? 0 : system.Offsets[f];
            foreach (TermLayout term in factor.Terms)
            {
                var user = new double[term.Width];
                for (int level = 0; level < factor.Levels; level++)
                {
                    term.Basis.ModesToUser(modes.AsSpan(offset + (level * factor.Width) + term.Offset, term.Width), user);
                    for (int c = 0; c < term.Width; c++)
                    {
                        Modes[term.Term][level, c] = user[c] * basis.ResponseScale;
                    }
                }
            }
        }
    }

    /// <summary>σ̂²ΛM⁻¹_llΛᵀ: for the first factor H + HQH, for the others ΛS⁻¹_llΛᵀ.</summary>
    private void SetModeCovariances()
    {
        if (system.Layout.Factors.IsEmpty)
        {
            return;
        }

        var work = new double[evaluation.Factor.Length];
        DenseCholesky.Invert(evaluation.Factor, work, evaluation.Stride, system.RandomCount);
        TrailingScaling.Apply(system, evaluation.Templates, transposed: true, evaluation.Factor, work, evaluation.Stride);
        for (int f = 0; f < system.Layout.Factors.Length; f++)
        {
            FactorLayout factor = system.Layout.Factors[f];
            int k = factor.Width;
            var block = new double[k * k];
            var scratch = new LevelScratch(k);
            for (int level = 0; level < factor.Levels; level++)
            {
                if (f == 0)
                {
                    LeadingCovariance(level, scratch, block);
                }
                else
                {
                    for (int r = 0; r < k; r++)
                    {
                        work.AsSpan(((system.Offsets[f] + (level * k) + r) * evaluation.Stride) + system.Offsets[f] + (level * k), k).CopyTo(block.AsSpan(r * k));
                    }
                }

                SetModeCovariances(factor, level, block);
            }
        }

        void LeadingCovariance(int level, LevelScratch scratch, double[] block)
        {
            int k = system.LeadingWidth;
            int size = k * k;
            scratch.SetLevel(
                evaluation.Templates[0], evaluation.LeadingFactor.AsSpan(level * size, size), system.LeadingDiagonal.AsSpan(level * size, size), k);
            SelectedProduct.Compute(system, work, evaluation.Stride, level, withFixed: false, scratch.Outer, scratch.Partial);
            var half = new double[size];
            SmallBlocks.Multiply(scratch.Outer, scratch.Shrunk, half, k);
            SmallBlocks.Multiply(scratch.Shrunk, half, block, k);
            VectorKernels.AddScaled(1, scratch.Shrunk[..size], block);
        }
    }

    private void SetModeCovariances(FactorLayout factor, int level, double[] block)
    {
        double variance = evaluation.Variance * basis.ResponseScale * basis.ResponseScale;
        foreach (TermLayout term in factor.Terms)
        {
            var own = new double[term.Width * term.Width];
            var user = new double[own.Length];
            for (int r = 0; r < term.Width; r++)
            {
                block.AsSpan(((term.Offset + r) * factor.Width) + term.Offset, term.Width).CopyTo(own.AsSpan(r * term.Width));
            }

            term.Basis.CovarianceToUser(own, user);
            for (int i = 0; i < user.Length; i++)
            {
                ModeCovariances[term.Term][level, i] = variance * user[i];
            }
        }
    }

    private void SetFitted()
    {
        Fitted = matrices.Offset is { } offset ? [.. offset] : new double[matrices.RowCount];
        for (int j = 0; j < Beta.Length; j++)
        {
            VectorKernels.AddScaled(Beta[j], matrices.FixedColumns[basis.Kept[j]], Fitted);
        }

        for (int t = 0; t < matrices.Random.Length; t++)
        {
            RandomEffectsTerm term = matrices.Random[t];
            for (int c = 0; c < term.Width; c++)
            {
                double[]? column = term.Columns[c];
                for (int row = 0; row < Fitted.Length; row++)
                {
                    Fitted[row] += Modes[t][term.Group.Codes[row], c] * (column is null ? 1 : column[row]);
                }
            }
        }
    }
}
