using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting;

/// <summary>
/// Per factor the sums over levels of the diagonal blocks of N = M̃⁻¹Λ̃ᵀÃ (for the gradient) and of ZᵀQZ (for the curvature at the
/// boundary), from the selected inverse. With B = I − ΛM₁₁⁻¹ΛᵀA and Q = A₁ₜŜAₜ₁, Ŝ = ΛS⁻¹Λᵀ, the first factor's blocks are
/// N = M₁₁⁻¹Λᵀ(A − QB) and ZᵀQZ = AB − BᵀQB.
/// </summary>
internal sealed class InverseTraces
{
    /// <summary>Λ⁻¹ may be used where it enlarges rounding by less than the square of this.</summary>
    private const double LargestInverse = 1e4;

    private readonly LinearEvaluation evaluation;
    private readonly BlockedSystem system;
    private readonly double[] work;
    private readonly double[] row;
    private readonly double[] other;
    private readonly LevelScratch scratch;

    /// <summary>Makes the workspace.</summary>
    public InverseTraces(LinearEvaluation evaluation)
    {
        this.evaluation = evaluation;
        system = evaluation.System;
        work = new double[evaluation.Factor.Length];
        row = new double[system.Order];
        other = new double[system.Order];
        Trace = [.. evaluation.Templates.Select(t => new double[t.Length])];
        Information = [.. evaluation.Templates.Select(t => new double[t.Length])];
        scratch = new LevelScratch(Math.Max(1, evaluation.Templates.Select(t => (int)Math.Sqrt(t.Length)).DefaultIfEmpty(1).Max()));
    }

    /// <summary>Per factor Σ N_ll, k × k row-major: tr(N E_rc) is entry (c, r).</summary>
    public double[][] Trace { get; }

    /// <summary>Per factor Σ (ZᵀQZ)_ll, k × k row-major.</summary>
    public double[][] Information { get; }

    /// <summary>Ŝ = ΛS⁻¹Λᵀ in the lower triangle, after <see cref="Compute"/>.</summary>
    public double[] ScaledInverse => work;

    /// <summary>Fills both; the factor is consumed.</summary>
    /// <param name="withFixed">Whether X is inside the inverted matrix (REML).</param>
    public void Compute(bool withFixed)
    {
        int order = system.RandomCount + (withFixed ? system.FixedCount : 0);
        Invert(order);
        for (int f = 1; f < Trace.Length; f++)
        {
            SumTrailing(f, order);
        }

        if (Trace.Length > 0)
        {
            TrailingScaling.Apply(system, evaluation.Templates, transposed: true, evaluation.Factor, work, evaluation.Stride);
            Array.Clear(Trace[0]);
            Array.Clear(Information[0]);
            for (int level = 0; level < system.LeadingLevels; level++)
            {
                AddLeading(level, withFixed);
            }
        }
    }

    /// <summary>S⁻¹ in place of the factor, and Ã mirrored to both triangles.</summary>
    private void Invert(int order)
    {
        DenseCholesky.Invert(evaluation.Factor, work, evaluation.Stride, order);
        SymmetricFill.Upper(evaluation.Schur, evaluation.Stride, order);
    }

    private void SumTrailing(int f, int order)
    {
        int k = system.Layout.Factors[f].Width;
        int stride = evaluation.Stride;
        int end = system.Offsets[f] + (system.Layout.Factors[f].Levels * k);
        bool divide = scratch.InvertTemplate(evaluation.Templates[f], k) < LargestInverse;
        Array.Clear(Trace[f]);
        Array.Clear(Information[f]);
        for (int first = system.Offsets[f]; first < end; first += k)
        {
            for (int c = 0; c < k; c++)
            {
                evaluation.Factor.AsSpan((first + c) * stride, order).CopyTo(row);
                TrailingScaling.ApplyToRow(system, evaluation.Templates, transposed: true, row.AsSpan(0, order));
                for (int r = 0; r < k; r++)
                {
                    Trace[f][(c * k) + r] += VectorKernels.Dot(row.AsSpan(0, order), evaluation.Schur.AsSpan((first + r) * stride, order));
                }
            }

            if (divide)
            {
                scratch.AddByInverse(evaluation.Factor, first, stride, k, Information[f]);
            }
            else
            {
                AddDirectly(f, first, k, order);
            }
        }
    }

    /// <summary>Ã_ll − (ÃΛ)_l S⁻¹(ΛᵀÃ)_l: a product with S⁻¹ for every column, but exact where Λ has no inverse.</summary>
    private void AddDirectly(int f, int first, int k, int order)
    {
        int stride = evaluation.Stride;
        for (int c = 0; c < k; c++)
        {
            evaluation.Schur.AsSpan((first + c) * stride, order).CopyTo(row);
            TrailingScaling.ApplyToRow(system, evaluation.Templates, transposed: false, row.AsSpan(0, order));
            for (int i = 0; i < order; i++)
            {
                other[i] = VectorKernels.Dot(evaluation.Factor.AsSpan(i * stride, order), row);
            }

            for (int r = 0; r < k; r++)
            {
                evaluation.Schur.AsSpan((first + r) * stride, order).CopyTo(row);
                TrailingScaling.ApplyToRow(system, evaluation.Templates, transposed: false, row.AsSpan(0, order));
                Information[f][(r * k) + c] += evaluation.Schur[((first + r) * stride) + first + c]
                    - VectorKernels.Dot(row.AsSpan(0, order), other);
            }
        }
    }

    private void AddLeading(int level, bool withFixed)
    {
        int k = system.LeadingWidth;
        int size = k * k;
        ReadOnlySpan<double> a = system.LeadingDiagonal.AsSpan(level * size, size);
        scratch.SetLevel(evaluation.Templates[0], evaluation.LeadingFactor.AsSpan(level * size, size), a, k);
        SelectedProduct.Compute(system, work, evaluation.Stride, level, withFixed, scratch.Outer, scratch.Partial);
        scratch.AddLevel(a, k, Trace[0], Information[0]);
    }
}
