using GlmmDsl.Covariance;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting.Linear.Blocked;

/// <summary>
/// q_ij = tᵢᵀZᵀPZtⱼ with tᵢ = SᵢZᵀWe, Sᵢ = ∂ᵢΛΛᵀ + Λ∂ᵢΛᵀ: one product with A and one forward solve per parameter, since
/// ZᵀPZ = A − AΛM̃⁻¹ΛᵀA where M̃ includes X under ML too: β is profiled out under both.
/// </summary>
internal sealed class AverageInformation
{
    private readonly BlockedFactor factor;
    private readonly BlockedSystem system;
    private readonly BlockedEstimates estimates;
    private readonly Direction?[] directions;
    private readonly double[] half;

    /// <summary>Makes the workspace.</summary>
    public AverageInformation(BlockedFactor factor, BlockedEstimates estimates)
    {
        this.factor = factor;
        this.estimates = estimates;
        system = factor.System;
        directions = new Direction[system.Layout.Entries.Length];
        half = new double[Math.Max(1, system.LeadingWidth)];
    }

    /// <summary>Fills the lower triangle of q (row-major); needs the factor of the point intact.</summary>
    public void Compute(Span<double> q, CancellationToken cancellationToken)
    {
        int count = directions.Length;
        int solved = system.RandomCount + system.FixedCount;
        for (int i = 0; i < count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Direction t = directions[i] ??= new Direction(system);
            SetDirection(system.Layout.Entries[i], t);
            SystemProduct.Multiply(system, t.Leading, t.Trailing, t.LeadingProduct, t.TrailingProduct);
            ForwardSolve(t, solved);
        }

        for (int i = 0; i < count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (int j = 0; j <= i; j++)
            {
                (Direction s, Direction t) = (directions[i]!, directions[j]!);
                q[(i * count) + j] = VectorKernels.Dot(s.Leading, t.LeadingProduct)
                    + VectorKernels.Dot(s.Trailing.AsSpan(0, system.RandomCount), t.TrailingProduct)
                    - VectorKernels.Dot(s.LeadingSolved, t.LeadingSolved)
                    - VectorKernels.Dot(s.TrailingSolved.AsSpan(0, solved), t.TrailingSolved);
            }
        }
    }

    /// <summary>tᵢ, level by level: e_r(Λᵀg)_c + Λe_c g_r.</summary>
    private void SetDirection(LambdaEntry parameter, Direction t)
    {
        (int f, int row, int column) = parameter;
        int k = system.Layout.Factors[f].Width;
        double[] template = factor.Templates[f];
        int offset = f == 0 ? 0 : system.Offsets[f];
        double[] scores = f == 0 ? estimates.LeadingScores : estimates.TrailingScores;
        double[] target = f == 0 ? t.Leading : t.Trailing;
        int end = offset + (system.Layout.Factors[f].Levels * k);
        for (int first = offset; first < end; first += k)
        {
            double rotated = 0;
            for (int r = column; r < k; r++)
            {
                rotated += template[(r * k) + column] * scores[first + r];
                target[first + r] = template[(r * k) + column] * scores[first + row];
            }

            target[first + row] += rotated;
        }
    }

    /// <summary>L̃⁻¹Λ̃ᵀ(At): the first factor level by level, the rest with the dense factor.</summary>
    private void ForwardSolve(Direction t, int solved)
    {
        t.TrailingProduct.CopyTo(t.TrailingSolved, 0);
        if (system.LeadingWidth == 2 && system.FixedCount < SystemProduct.Few)
        {
            SolvePairs(t, factor.Templates[0]);
        }
        else if (system.LeadingWidth > 0)
        {
            SolveLevels(t, factor.Templates[0]);
        }

        TrailingScaling.ApplyToRow(system, factor.Templates, transposed: false, t.TrailingSolved);
        DenseCholesky.SolveLower(factor.Factor, factor.Stride, solved, t.TrailingSolved);
    }

    private void SolveLevels(Direction t, double[] template)
    {
        int k = system.LeadingWidth;
        int width = system.FixedCount + 1;
        for (int level = 0; level < system.LeadingLevels; level++)
        {
            Span<double> w = t.LeadingSolved.AsSpan(level * k, k);
            for (int c = 0; c < k; c++)
            {
                double sum = 0;
                for (int r = c; r < k; r++)
                {
                    sum += template[(r * k) + c] * t.LeadingProduct[(level * k) + r];
                }

                w[c] = sum;
            }

            DenseCholesky.SolveLower(factor.LeadingFactor, k, level * k * k, k, w);
            w.CopyTo(half);
            DenseCholesky.SolveLowerTransposed(factor.LeadingFactor, k, level * k * k, k, half);
            for (int r = k - 1; r >= 0; r--)
            {
                half[r] = VectorKernels.Dot(template.AsSpan(r * k, r + 1), half);
            }

            for (int at = system.LeadingStart[level]; at < system.LeadingStart[level + 1]; at++)
            {
                t.TrailingSolved[system.LeadingColumns[at]] -= VectorKernels.Dot(system.LeadingValues.AsSpan(at * k, k), half);
            }

            for (int a = 0; a < k; a++)
            {
                VectorKernels.AddScaled(-half[a], system.LeadingFixed.AsSpan(((level * k) + a) * width, width), t.TrailingSolved.AsSpan(system.RandomCount));
            }
        }
    }

    /// <summary>The first factor's part, written out for an intercept and a slope with few fixed effects.</summary>
    private void SolvePairs(Direction t, double[] template)
    {
        int width = system.FixedCount + 1;
        (double t3, double t2, double t0) = (template[3], template[2], template[0]);
        Span<double> solved = t.TrailingSolved;
        Span<double> withFixed = solved.Slice(system.RandomCount, width);
        for (int level = 0; level < system.LeadingLevels; level++)
        {
            ReadOnlySpan<double> l = factor.LeadingFactor.AsSpan(level * 4, 4);
            ReadOnlySpan<double> product = t.LeadingProduct.AsSpan(level * 2, 2);
            double w0 = ((t0 * product[0]) + (t2 * product[1])) / l[0];
            double w1 = ((t3 * product[1]) - (l[2] * w0)) / l[3];
            Span<double> w = t.LeadingSolved.AsSpan(level * 2, 2);
            (w[1], w[0]) = (w1, w0);
            double u1 = w1 / l[3];
            double u0 = (w0 - (l[2] * u1)) / l[0];
            double b0 = t0 * u0;
            double b1 = (t2 * u0) + (t3 * u1);
            for (int at = system.LeadingStart[level]; at < system.LeadingStart[level + 1]; at++)
            {
                solved[system.LeadingColumns[at]] -= (system.LeadingValues[2 * at] * b0) + (system.LeadingValues[(2 * at) + 1] * b1);
            }

            ReadOnlySpan<double> first = system.LeadingFixed.AsSpan(2 * level * width, withFixed.Length);
            ReadOnlySpan<double> second = system.LeadingFixed.AsSpan(((2 * level) + 1) * width, withFixed.Length);
            for (int j = 0; j < withFixed.Length; j++)
            {
                withFixed[j] = withFixed[j] - (b0 * first[j]) - (b1 * second[j]);
            }
        }
    }

    /// <summary>The vectors of one parameter.</summary>
    private sealed class Direction(BlockedSystem system)
    {
        public double[] Leading { get; } = new double[system.LeadingCount];

        public double[] Trailing { get; } = new double[system.Order];

        public double[] LeadingProduct { get; } = new double[system.LeadingCount];

        public double[] TrailingProduct { get; } = new double[system.Order];

        public double[] LeadingSolved { get; } = new double[system.LeadingCount];

        public double[] TrailingSolved { get; } = new double[system.Order];
    }
}
