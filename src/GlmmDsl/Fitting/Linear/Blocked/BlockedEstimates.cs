using GlmmDsl.Fitting.Linear.Criteria;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting.Linear.Blocked;

/// <summary>The estimates of the blocked path: those of the first factor separately, and all others with β̂ in the order of the trailing system.</summary>
internal sealed class BlockedEstimates : ConditionalEstimates
{
    private readonly BlockedFactor factor;
    private readonly BlockedSystem system;
    private readonly double[] half;

    /// <summary>Makes the workspace.</summary>
    public BlockedEstimates(BlockedFactor factor)
    {
        this.factor = factor;
        system = factor.System;
        Leading = new double[system.LeadingCount];
        LeadingModes = new double[system.LeadingCount];
        LeadingScores = new double[system.LeadingCount];
        Trailing = new double[system.Order];
        TrailingModes = new double[system.Order];
        TrailingScores = new double[system.Order];
        half = new double[Math.Max(1, system.LeadingWidth)];
    }

    /// <summary>û of the first factor.</summary>
    public double[] Leading { get; }

    /// <summary>b̂ of the first factor.</summary>
    public double[] LeadingModes { get; }

    /// <summary>ZᵀWe of the first factor.</summary>
    public double[] LeadingScores { get; }

    /// <summary>û of the other factors, then β̂; the last entry is −1, the weight of the response in Xβ̂ + Zb̂ − y.</summary>
    public double[] Trailing { get; }

    /// <summary>b̂ of the other factors, then β̂, then −1.</summary>
    public double[] TrailingModes { get; }

    /// <summary>ZᵀWe of the other factors, then XᵀWe and yᵀWe.</summary>
    public double[] TrailingScores { get; }

    /// <inheritdoc/>
    public override ReadOnlySpan<double> Coefficients => Trailing.AsSpan(system.RandomCount, system.FixedCount);

    /// <inheritdoc/>
    public override double ResponseScore => TrailingScores[^1];

    /// <inheritdoc/>
    public override ReadOnlySpan<double> Spherical(int factor) => Of(Leading, Trailing, factor);

    /// <inheritdoc/>
    public override ReadOnlySpan<double> Modes(int factor) => Of(LeadingModes, TrailingModes, factor);

    /// <inheritdoc/>
    public override ReadOnlySpan<double> Scores(int factor) => Of(LeadingScores, TrailingScores, factor);

    /// <summary>Solves back through the factor, then forms the scores ZᵀWe from the blocks, never as Λ⁻ᵀû.</summary>
    public void Compute()
    {
        int last = system.Order - 1;
        factor.Factor.AsSpan(last * factor.Stride, last).CopyTo(Trailing);
        DenseCholesky.SolveLowerTransposed(factor.Factor, factor.Stride, last, Trailing);
        Trailing[last] = -1;
        Trailing.CopyTo(TrailingModes, 0);
        ApplyTemplates(Trailing, TrailingModes);
        SolveLeading();
        SystemProduct.Multiply(system, LeadingModes, TrailingModes, LeadingScores, TrailingScores);
        VectorKernels.Scale(-1, LeadingScores, LeadingScores);
        VectorKernels.Scale(-1, TrailingScores, TrailingScores);
    }

    private ReadOnlySpan<double> Of(double[] leading, double[] trailing, int f) => f == 0
        ? leading
        : trailing.AsSpan(system.Offsets[f], system.Layout.Factors[f].Levels * system.Layout.Factors[f].Width);

    /// <summary>Λ times the trailing random effects.</summary>
    private void ApplyTemplates(double[] u, double[] b)
    {
        for (int f = 1; f < factor.Templates.Length; f++)
        {
            int k = system.Layout.Factors[f].Width;
            int end = system.Offsets[f] + (system.Layout.Factors[f].Levels * k);
            for (int first = system.Offsets[f]; first < end; first += k)
            {
                Multiply(factor.Templates[f], u.AsSpan(first, k), b.AsSpan(first, k));
            }
        }
    }

    /// <summary>û₁ = −M₁₁⁻¹Λᵀ(A₁ₜb̂ₜ + A₁ₓβ̂ − A₁ᵧ), level by level.</summary>
    private void SolveLeading()
    {
        int k = system.LeadingWidth;
        int width = system.FixedCount + 1;
        for (int level = 0; level < system.LeadingLevels; level++)
        {
            Span<double> u = Leading.AsSpan(level * k, k);
            half.AsSpan().Clear();
            for (int at = system.LeadingStart[level]; at < system.LeadingStart[level + 1]; at++)
            {
                double mode = TrailingModes[system.LeadingColumns[at]];
                for (int a = 0; a < k; a++)
                {
                    half[a] -= mode * system.LeadingValues[(at * k) + a];
                }
            }

            ReadOnlySpan<double> coefficients = TrailingModes.AsSpan(system.RandomCount, width);
            for (int a = 0; a < k; a++)
            {
                half[a] -= VectorKernels.Dot(system.LeadingFixed.AsSpan(((level * k) + a) * width, width), coefficients);
            }

            double[] template = factor.Templates[0];
            for (int c = 0; c < k; c++)
            {
                double sum = 0;
                for (int r = c; r < k; r++)
                {
                    sum += template[(r * k) + c] * half[r];
                }

                u[c] = sum;
            }

            DenseCholesky.SolveLower(factor.LeadingFactor, k, level * k * k, k, u);
            DenseCholesky.SolveLowerTransposed(factor.LeadingFactor, k, level * k * k, k, u);
            Multiply(template, u, LeadingModes.AsSpan(level * k, k));
        }
    }

    private static void Multiply(double[] lambda, ReadOnlySpan<double> u, Span<double> b)
    {
        int k = u.Length;
        for (int r = 0; r < k; r++)
        {
            double sum = 0;
            for (int c = 0; c <= r; c++)
            {
                sum += lambda[(r * k) + c] * u[c];
            }

            b[r] = sum;
        }
    }
}
