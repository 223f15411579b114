using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting;

/// <summary>
/// q_ij = tᵢᵀZᵀPZtⱼ with tᵢ = SᵢZᵀWe, Sᵢ = ∂ᵢΛΛᵀ + Λ∂ᵢΛᵀ: one product with A and one forward solve a parameter, since
/// ZᵀPZ = A − AΛM̃⁻¹ΛᵀA with X inside M̃, under ML too: β is profiled out under both.
/// </summary>
internal sealed class AverageInformation
{
    private readonly BlockedFactor factor;
    private readonly BlockedSystem system;
    private readonly BlockedEstimates estimates;
    private readonly Direction[] directions;
    private readonly double[] half;

    /// <summary>Makes the workspace.</summary>
    public AverageInformation(BlockedFactor factor, BlockedEstimates estimates)
    {
        this.factor = factor;
        this.estimates = estimates;
        system = factor.System;
        directions = [.. system.Layout.Parameters.Select(_ => new Direction(system))];
        half = new double[Math.Max(1, system.LeadingWidth)];
    }

    /// <summary>Fills the lower triangle of q (row-major); needs the factor of the point intact.</summary>
    public void Compute(Span<double> q)
    {
        int count = directions.Length;
        int solved = system.RandomCount + system.FixedCount;
        for (int i = 0; i < count; i++)
        {
            Direction t = directions[i];
            SetDirection(system.Layout.Parameters[i], t);
            SystemProduct.Multiply(system, t.Leading, t.Trailing, t.LeadingProduct, t.TrailingProduct);
            ForwardSolve(t, solved);
        }

        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                (Direction s, Direction t) = (directions[i], directions[j]);
                q[(i * count) + j] = VectorKernels.Dot(s.Leading, t.LeadingProduct)
                    + VectorKernels.Dot(s.Trailing.AsSpan(0, system.RandomCount), t.TrailingProduct)
                    - VectorKernels.Dot(s.LeadingSolved, t.LeadingSolved)
                    - VectorKernels.Dot(s.TrailingSolved.AsSpan(0, solved), t.TrailingSolved);
            }
        }
    }

    /// <summary>tᵢ, level by level: e_r(Λᵀg)_c + Λe_c g_r.</summary>
    private void SetDirection(CovarianceParameter parameter, Direction t)
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

    /// <summary>L̃⁻¹Λ̃ᵀ(At): the first factor level by level, the rest against the dense factor.</summary>
    private void ForwardSolve(Direction t, int solved)
    {
        int k = system.LeadingWidth;
        int width = system.FixedCount + 1;
        double[] template = factor.Templates.Length == 0 ? [] : factor.Templates[0];
        t.TrailingProduct.CopyTo(t.TrailingSolved, 0);
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

        TrailingScaling.ApplyToRow(system, factor.Templates, transposed: false, t.TrailingSolved);
        DenseCholesky.SolveLower(factor.Factor, factor.Stride, solved, t.TrailingSolved);
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
