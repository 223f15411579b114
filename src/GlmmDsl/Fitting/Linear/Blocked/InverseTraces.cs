using GlmmDsl.Fitting.Linear.Criteria;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting.Linear.Blocked;

/// <summary>
/// For each factor, the sums over levels of the diagonal blocks of N = M̃⁻¹Λ̃ᵀÃ (for the gradient) and of ZᵀQZ (for the curvature at the
/// boundary), from the selected inverse. With B = I − ΛM₁₁⁻¹ΛᵀA and Q = A₁ₜŜAₜ₁, Ŝ = ΛS⁻¹Λᵀ, the first factor's blocks are
/// N = M₁₁⁻¹Λᵀ(A − QB) and ZᵀQZ = AB − BᵀQB.
/// </summary>
internal sealed class InverseTraces
{
    private readonly BlockedFactor factor;
    private readonly BlockedSystem system;
    private readonly CriterionDerivatives sums;
    private readonly double[] work;
    private readonly double[] row;
    private readonly double[] other;
    private readonly LevelScratch scratch;

    /// <summary>Makes the workspace.</summary>
    /// <param name="factor">The factor.</param>
    /// <param name="sums">Receives the sums.</param>
    public InverseTraces(BlockedFactor factor, CriterionDerivatives sums)
    {
        this.factor = factor;
        this.sums = sums;
        system = factor.System;
        work = new double[factor.Factor.Length];
        row = new double[system.Order];
        other = new double[system.Order];
        scratch = new LevelScratch(Math.Max(1, factor.Templates.Select(t => (int)Math.Sqrt(t.Length)).DefaultIfEmpty(1).Max()));
    }

    /// <summary>Ŝ = ΛS⁻¹Λᵀ in the lower triangle, after <see cref="Compute"/>.</summary>
    public double[] ScaledInverse => work;

    /// <summary>Fills both; the factor is consumed.</summary>
    /// <param name="withFixed">Whether the inverted matrix includes X (REML).</param>
    /// <param name="cancellationToken">Checked between blocks of rows and between levels.</param>
    public void Compute(bool withFixed, CancellationToken cancellationToken)
    {
        int order = system.RandomCount + (withFixed ? system.FixedCount : 0);
        Invert(order, cancellationToken);
        for (int f = 1; f < sums.Trace.Length; f++)
        {
            SumTrailing(f, order, cancellationToken);
        }

        if (sums.Trace.Length > 0)
        {
            TrailingScaling.Apply(system, factor.Templates, transposed: true, factor.Factor, work, factor.Stride);
            Array.Clear(sums.Trace[0]);
            Array.Clear(sums.Information[0]);
            for (int level = 0; level < system.LeadingLevels; level++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                AddLeading(level, withFixed);
            }
        }
    }

    /// <summary>S⁻¹ in place of the factor, and Ã mirrored to both triangles.</summary>
    private void Invert(int order, CancellationToken cancellationToken)
    {
        DenseCholesky.Invert(factor.Factor, work, factor.Stride, order, cancellationToken);
        SymmetricFill.Upper(factor.Schur, factor.Stride, order);
    }

    private void SumTrailing(int f, int order, CancellationToken cancellationToken)
    {
        int k = system.Layout.Factors[f].Width;
        int stride = factor.Stride;
        int end = system.Offsets[f] + (system.Layout.Factors[f].Levels * k);
        bool divide = scratch.InvertTemplate(factor.Templates[f], k) < SmallBlocks.LargestInverse;
        Array.Clear(sums.Trace[f]);
        Array.Clear(sums.Information[f]);
        for (int first = system.Offsets[f]; first < end; first += k)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (int c = 0; c < k; c++)
            {
                factor.Factor.AsSpan((first + c) * stride, order).CopyTo(row);
                TrailingScaling.ApplyToRow(system, factor.Templates, transposed: true, row.AsSpan(0, order));
                for (int r = 0; r < k; r++)
                {
                    sums.Trace[f][(c * k) + r] += VectorKernels.Dot(row.AsSpan(0, order), factor.Schur.AsSpan((first + r) * stride, order));
                }
            }

            if (divide)
            {
                scratch.AddByInverse(factor.Factor, first, stride, k, sums.Information[f]);
            }
            else
            {
                AddDirectly(f, first, k, order);
            }
        }
    }

    /// <summary>Ã_ll − (ÃΛ)_l S⁻¹(ΛᵀÃ)_l: takes a product with S⁻¹ for every column, but is exact where Λ has no inverse.</summary>
    private void AddDirectly(int f, int first, int k, int order)
    {
        int stride = factor.Stride;
        for (int c = 0; c < k; c++)
        {
            factor.Schur.AsSpan((first + c) * stride, order).CopyTo(row);
            TrailingScaling.ApplyToRow(system, factor.Templates, transposed: false, row.AsSpan(0, order));
            for (int i = 0; i < order; i++)
            {
                other[i] = VectorKernels.Dot(factor.Factor.AsSpan(i * stride, order), row);
            }

            for (int r = 0; r < k; r++)
            {
                factor.Schur.AsSpan((first + r) * stride, order).CopyTo(row);
                TrailingScaling.ApplyToRow(system, factor.Templates, transposed: false, row.AsSpan(0, order));
                sums.Information[f][(r * k) + c] += factor.Schur[((first + r) * stride) + first + c]
                    - VectorKernels.Dot(row.AsSpan(0, order), other);
            }
        }
    }

    private void AddLeading(int level, bool withFixed)
    {
        int k = system.LeadingWidth;
        int size = k * k;
        ReadOnlySpan<double> a = system.LeadingDiagonal.AsSpan(level * size, size);
        scratch.SetLevel(factor.Templates[0], factor.LeadingFactor.AsSpan(level * size, size), a, k);
        SelectedProduct.Compute(system, work, factor.Stride, level, withFixed, scratch.Outer, scratch.Partial);
        scratch.AddLevel(a, k, sums.Trace[0], sums.Information[0]);
    }
}
