using GlmmDsl.Fitting.Generalized.Factor;
using GlmmDsl.Fitting.Generalized.Inner;
using GlmmDsl.Fitting.Generalized.Rows;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting.Generalized.Criteria;

/// <summary>
/// The derivative of log|M| through the weights of the rows, h_m = Σ_kl A_kl ∂W_kl/∂η_m over the predictors k and l with random terms, A the leverages; for one predictor a ∘ W′.
/// </summary>
internal sealed class LeverageSlopes(InnerProblem inner, RowLeverages leverages)
{
    private readonly GeneralizedRows rows = inner.Rows;
    private readonly double[] own = new double[GeneralizedRows.Chunk];
    private readonly double[] slopes = new double[GeneralizedRows.Chunk];
    private (double[] Information, double[][] Slopes)? expected;

    /// <summary>Fills h of at most a chunk of rows.</summary>
    /// <param name="start">The first row.</param>
    /// <param name="count">The number of rows.</param>
    /// <param name="isExpected">Whether W is the expected information; of the conditional predictor only.</param>
    /// <param name="h">For each predictor n numbers, of which those rows are set.</param>
    public void Fill(int start, int count, bool isExpected, double[][] h)
    {
        if (inner.Likelihood is SingleLikelihood)
        {
            Span<double> target = h[0].AsSpan(start, count);
            leverages.Fill(start, target, 0, 0);
            VectorKernels.Multiply(isExpected ? Expected(start, count) : inner.Pass.Derivatives.Third(0, 0, 0).AsSpan(start, count), target, target);
            return;
        }

        for (int m = 0; m < h.Length; m++)
        {
            h[m].AsSpan(start, count).Clear();
        }

        if (rows.Groups.Length == 0)
        {
            return;
        }

        if (isExpected)
        {
            AddExpected((JointLikelihood)inner.Likelihood, start, h, own.AsSpan(0, count));
            return;
        }

        for (int k = 0; k < h.Length; k++)
        {
            for (int l = 0; l <= k; l++)
            {
                if (rows.HasRandom[k] && rows.HasRandom[l])
                {
                    AddPair(k, l, start, h, own.AsSpan(0, count));
                }
            }
        }
    }

    private void AddPair(int k, int l, int start, double[][] h, Span<double> a)
    {
        leverages.Fill(start, a, k, l);
        double sign = inner.Likelihood.SlopeSign * (k == l ? 1 : 2);
        VectorKernels.Scale(sign, a, a);
        for (int m = 0; m < h.Length; m++)
        {
            double[] third = inner.Pass.Derivatives.Third(k, l, m)!;
            Span<double> target = h[m].AsSpan(start, a.Length);
            for (int i = 0; i < target.Length; i++)
            {
                target[i] += a[i] * third[start + i];
            }
        }
    }

    private void AddExpected(JointLikelihood likelihood, int start, double[][] h, Span<double> a)
    {
        leverages.Fill(start, a, 0, 0);
        expected ??= (new double[rows.Count], [.. h.Select(_ => new double[rows.Count])]);
        likelihood.Kernel.Expected(start, a.Length, inner.Pass.Etas, rows.Sizes, expected.Value.Information, expected.Value.Slopes);
        for (int m = 0; m < h.Length; m++)
        {
            VectorKernels.Multiply(a, expected.Value.Slopes[m].AsSpan(start, a.Length), h[m].AsSpan(start, a.Length));
        }
    }

    private ReadOnlySpan<double> Expected(int start, int count)
    {
        Span<double> derivative = slopes.AsSpan(0, count);
        inner.Kernel.ExpectedDerivative(inner.Pass.Eta.AsSpan(start, count), rows.Sizes.AsSpan(start, count), derivative);
        return derivative;
    }
}
