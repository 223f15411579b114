using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting.Linear.Sparse;

/// <summary>
/// q_ij = tᵢᵀZᵀPZtⱼ on the sparse path, tᵢ = SᵢZᵀWe, Sᵢ = ∂ᵢΛΛᵀ + Λ∂ᵢΛᵀ: one product with A and one forward solve per parameter, all parameters
/// side by side, X after the random effects.
/// </summary>
internal sealed class SparseInformation
{
    private readonly SparseFactor factor;
    private readonly SparseSystem system;
    private readonly int count;
    private readonly double[] direction;
    private readonly double[] product;
    private readonly double[] solved;
    private readonly double[] withFixed;

    /// <summary>Makes the workspace.</summary>
    public SparseInformation(SparseFactor factor)
    {
        this.factor = factor;
        system = factor.System;
        count = system.Layout.Entries.Length;
        direction = new double[system.RandomCount];
        product = new double[system.RandomCount];
        solved = new double[(long)system.RandomCount * count];
        withFixed = new double[system.FixedCount * count];
    }

    /// <summary>Fills the lower triangle of q (row-major); needs the factor of the point intact.</summary>
    /// <param name="estimates">The estimates at the point.</param>
    /// <param name="q">Receives the products.</param>
    /// <param name="cancellationToken">Checked between parameters and inside the solve.</param>
    public void Compute(SparseEstimates estimates, Span<double> q, CancellationToken cancellationToken)
    {
        int p = system.FixedCount;
        Array.Clear(withFixed);
        for (int i = 0; i < count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            SetDirection(i, estimates.AllScores);
            (int first, int end) = Range(i);
            for (int e = first; e < end; e++)
            {
                VectorKernels.AddScaled(direction[e], system.WithFixed.AsSpan(e * (p + 1), p), withFixed.AsSpan(i * p, p));
            }

            SparseProduct.Multiply(system, direction, product);
            for (int e = 0; e < product.Length; e++)
            {
                solved[(e * count) + i] = product[e];
            }

            for (int j = 0; j <= i; j++)
            {
                SetDirection(j, estimates.AllScores);
                (first, end) = Range(j);
                q[(i * count) + j] = VectorKernels.Dot(direction.AsSpan(first, end - first), product.AsSpan(first, end - first));
            }
        }

        ForwardSolve(p, cancellationToken);
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double sum = 0;
                for (int at = 0; at < solved.Length; at += count)
                {
                    sum += solved[at + i] * solved[at + j];
                }

                q[(i * count) + j] -= sum + VectorKernels.Dot(withFixed.AsSpan(i * p, p), withFixed.AsSpan(j * p, p));
            }
        }
    }

    private (int First, int End) Range(int parameter)
    {
        int f = system.Layout.Entries[parameter].Factor;
        return (system.FirstEffect[f], system.FirstEffect[f + 1]);
    }

    /// <summary>tᵢ, level by level: e_r(Λᵀg)_c + Λe_c g_r; zero outside its own factor.</summary>
    private void SetDirection(int parameter, double[] scores)
    {
        (int f, int row, int column) = system.Layout.Entries[parameter];
        int k = system.Layout.Factors[f].Width;
        double[] template = factor.Templates[f];
        Array.Clear(direction);
        for (int first = system.FirstEffect[f]; first < system.FirstEffect[f + 1]; first += k)
        {
            double rotated = 0;
            for (int r = column; r < k; r++)
            {
                rotated += template[(r * k) + column] * scores[first + r];
                direction[first + r] = template[(r * k) + column] * scores[first + row];
            }

            direction[first + row] += rotated;
        }
    }

    /// <summary>L̃⁻¹Λ̃ᵀ(At) for all t, X after the random effects.</summary>
    private void ForwardSolve(int p, CancellationToken cancellationToken)
    {
        SparseProduct.ApplyTemplates(system, factor.Templates, transposed: true, solved, count);
        factor.Cholesky.SolveLower(solved, count, cancellationToken);
        for (int e = 0; e < system.RandomCount; e++)
        {
            ReadOnlySpan<double> border = factor.Border.AsSpan(e * (p + 1), p);
            for (int i = 0; i < count; i++)
            {
                VectorKernels.AddScaled(-solved[(e * count) + i], border, withFixed.AsSpan(i * p, p));
            }
        }

        for (int i = 0; i < count; i++)
        {
            DenseCholesky.SolveLower(factor.FixedFactor, p + 1, p, withFixed.AsSpan(i * p, p));
        }
    }
}
