using GlmmDsl.Fitting.Linear.Criteria;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting.Linear.Blocked;

/// <summary>The blocked path: the first factor level by level, the others through the dense factor.</summary>
internal sealed class BlockedSolver : RandomSolver
{
    private readonly BlockedFactor factor;
    private readonly BlockedSystem system;
    private readonly double[] leading;
    private readonly double[] trailing;
    private readonly double[] leadingResult;
    private readonly double[] trailingResult;

    /// <summary>Makes the workspace.</summary>
    public BlockedSolver(BlockedFactor factor)
    {
        this.factor = factor;
        system = factor.System;
        leading = new double[system.LeadingCount];
        trailing = new double[system.Order];
        leadingResult = new double[system.LeadingCount];
        trailingResult = new double[system.Order];
    }

    /// <inheritdoc/>
    public override int Count => system.LeadingCount + system.RandomCount;

    /// <inheritdoc/>
    public override void Multiply(ReadOnlySpan<double> direction, Span<double> product)
    {
        direction[..leading.Length].CopyTo(leading);
        direction[leading.Length..].CopyTo(trailing);
        trailing.AsSpan(system.RandomCount).Clear();
        SystemProduct.Multiply(system, leading, trailing, leadingResult, trailingResult);
        leadingResult.CopyTo(product);
        trailingResult.AsSpan(0, system.RandomCount).CopyTo(product[leading.Length..]);
    }

    /// <inheritdoc/>
    /// <remarks>With H = Λ₁M₁₁⁻¹Λ₁ᵀ of each level: d = Hr₁, dₜ = ΛₜS⁻¹Λₜᵀ(rₜ − Aₜ₁d), d₁ = H(r₁ − A₁ₜdₜ).</remarks>
    public override void Solve(ReadOnlySpan<double> right, Span<double> modes)
    {
        int m = system.RandomCount;
        int k = system.LeadingWidth;
        right[leading.Length..].CopyTo(trailing);
        for (int level = 0; m > 0 && level < system.LeadingLevels; level++)
        {
            Span<double> d = leadingResult.AsSpan(level * k, k);
            right.Slice(level * k, k).CopyTo(d);
            Shrink(level, d);
            for (int at = system.LeadingStart[level]; at < system.LeadingStart[level + 1]; at++)
            {
                trailing[system.LeadingColumns[at]] -= VectorKernels.Dot(system.LeadingValues.AsSpan(at * k, k), d);
            }
        }

        ApplyTrailing(transposed: true);
        DenseCholesky.SolveLower(factor.Factor, factor.Stride, m, trailing.AsSpan(0, m));
        DenseCholesky.SolveLowerTransposed(factor.Factor, factor.Stride, m, trailing.AsSpan(0, m));
        ApplyTrailing(transposed: false);
        for (int level = 0; level < system.LeadingLevels; level++)
        {
            Span<double> d = modes.Slice(level * k, k);
            right.Slice(level * k, k).CopyTo(d);
            for (int at = system.LeadingStart[level]; at < system.LeadingStart[level + 1]; at++)
            {
                VectorKernels.AddScaled(-trailing[system.LeadingColumns[at]], system.LeadingValues.AsSpan(at * k, k), d);
            }

            Shrink(level, d);
        }

        trailing.AsSpan(0, m).CopyTo(modes[leading.Length..]);
    }

    /// <summary>x ← Λ₁M₁₁⁻¹Λ₁ᵀx of one level.</summary>
    private void Shrink(int level, Span<double> x)
    {
        int k = x.Length;
        Apply(factor.Templates[0], transposed: true, x);
        DenseCholesky.SolveLower(factor.LeadingFactor, k, level * k * k, k, x);
        DenseCholesky.SolveLowerTransposed(factor.LeadingFactor, k, level * k * k, k, x);
        Apply(factor.Templates[0], transposed: false, x);
    }

    private void ApplyTrailing(bool transposed)
    {
        for (int f = 1; f < factor.Templates.Length; f++)
        {
            int k = system.Layout.Factors[f].Width;
            int end = system.Offsets[f] + (system.Layout.Factors[f].Levels * k);
            for (int first = system.Offsets[f]; first < end; first += k)
            {
                Apply(factor.Templates[f], transposed, trailing.AsSpan(first, k));
            }
        }
    }

    /// <summary>x ← Λx or Λᵀx in place: Λ is triangular, so that no entry still needed is overwritten.</summary>
    private static void Apply(double[] lambda, bool transposed, Span<double> x)
    {
        int k = x.Length;
        for (int i = 0; i < k; i++)
        {
            int r = transposed ? i : k - 1 - i;
            double sum = 0;
            for (int c = transposed ? r : 0; c < (transposed ? k : r + 1); c++)
            {
                sum += (transposed ? lambda[(c * k) + r] : lambda[(r * k) + c]) * x[c];
            }

            x[r] = sum;
        }
    }
}
