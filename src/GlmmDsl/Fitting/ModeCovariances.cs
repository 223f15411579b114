using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting;

/// <summary>The conditional covariance matrices of the random effects given θ̂ and β̂, in the user's columns and units.</summary>
internal sealed class ModeCovariances
{
    private readonly LinearEvaluation evaluation;
    private readonly BlockedSystem system;
    private readonly double scale;
    private readonly double[][,] covariances;

    private ModeCovariances(LinearEvaluation evaluation, double scale)
    {
        this.evaluation = evaluation;
        system = evaluation.System;
        this.scale = scale;
        covariances = new double[system.Layout.Factors.Sum(f => f.Terms.Length)][,];
        foreach (FactorLayout factor in system.Layout.Factors)
        {
            foreach (TermLayout term in factor.Terms)
            {
                covariances[term.Term] = new double[factor.Levels, term.Width * term.Width];
            }
        }
    }

    /// <summary>For each term, levels × k·k: σ̂²ΛM⁻¹_llΛᵀ.</summary>
    /// <param name="evaluation">Evaluated at θ̂; its factor is consumed.</param>
    /// <param name="scale">The response's units in internal ones.</param>
    public static double[][,] Of(LinearEvaluation evaluation, double scale)
    {
        var result = new ModeCovariances(evaluation, scale);
        if (!evaluation.System.Layout.Factors.IsEmpty)
        {
            result.Compute();
        }

        return result.covariances;
    }

    /// <summary>σ̂²ΛM⁻¹_llΛᵀ: for the first factor H + HQH, for the others ΛS⁻¹_llΛᵀ.</summary>
    private void Compute()
    {
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

                Set(factor, level, block);
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

    private void Set(FactorLayout factor, int level, double[] block)
    {
        double variance = evaluation.Variance * scale * scale;
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
                covariances[term.Term][level, i] = variance * user[i];
            }
        }
    }
}
