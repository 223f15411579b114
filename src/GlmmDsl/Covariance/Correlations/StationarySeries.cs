using System.Buffers;
using System.Collections.Immutable;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Covariance.Correlations;

/// <summary>
/// One correlation for each distance in order (<c>toep</c> of glmmTMB): any stationary series of k values, given by its partial correlations sin φ_n, n from 1 to k − 1, of
/// which every choice is valid. Row t of C says how value t follows from uncorrelated innovations. It comes from the lattice form of the Durbin–Levinson recursion: with the
/// forward and backward prediction errors f⁽ⁿ⁾ₜ, b⁽ⁿ⁾ₜ of order n, scaled to variance 1, f⁽ᵗ⁾ₜ is innovation t, and each order is a rotation,
/// f⁽ⁿ⁻¹⁾ₜ = cos φ_n f⁽ⁿ⁾ₜ + sin φ_n b⁽ⁿ⁻¹⁾ₜ₋₁ and b⁽ⁿ⁾ₜ = cos φ_n b⁽ⁿ⁻¹⁾ₜ₋₁ − sin φ_n f⁽ⁿ⁾ₜ (Brockwell and Davis, Time Series, section 5.2). A derivative of a rotation is a rotation by a
/// right angle more.
/// </summary>
/// <param name="width">k.</param>
internal sealed class StationarySeries(int width) : CorrelationFactor(width, width - 1)
{
    /// <inheritdoc/>
    public override ImmutableArray<string> Names { get; } = [.. Enumerable.Range(1, width - 1).Select(n => FormattableString.Invariant($"asin(partial{n})"))];

    /// <inheritdoc/>
    public override ImmutableArray<(int Row, int Column)> Correlations { get; } = [.. Enumerable.Range(1, width - 1).Select(n => (n, 0))];

    /// <inheritdoc/>
    public override void Fill(ReadOnlySpan<double> angles, Span<double> entries) => Lattice.Run(Width, angles, -1, -1, entries);

    /// <inheritdoc/>
    public override void Differentiate(ReadOnlySpan<double> angles, int angle, Span<double> slopes) => Lattice.Run(Width, angles, angle, -1, slopes);

    /// <inheritdoc/>
    public override double Curvature(ReadOnlySpan<double> angles, int first, int second, ReadOnlySpan<double> weights)
    {
        var bends = new double[Entries.Length];
        Lattice.Run(Width, angles, first, second, bends);
        return VectorKernels.Dot(weights, bends);
    }

    /// <inheritdoc/>
    /// <remarks>The correlation at a distance n is linear in the partial one of order n, with slope Π cos² φ over the shorter distances.</remarks>
    public override double AngleOf(ReadOnlySpan<double> angles, int angle, double correlation)
    {
        double[] before = [.. angles];
        before.AsSpan(angle).Clear();
        double[] entries = new double[Entries.Length];
        Fill(before, entries);
        double slope = 1;
        foreach (double shorter in before)
        {
            slope *= Math.Cos(shorter) * Math.Cos(shorter);
        }

        // At an end of the range rounding may lead a little beyond it.
        double partial = (correlation - entries[angle + 1]) / slope;
        return Math.Asin(Math.Abs(partial) - 1 is > 0 and < 1e-8 ? Math.Sign(partial) : partial);
    }

    /// <inheritdoc/>
    public override void Canonicalise(Span<double> angles)
    {
        foreach (ref double angle in angles)
        {
            angle = Math.Asin(Math.Sin(angle));
        }
    }

    /// <summary>The recursion, with derivatives along at most two angles: each quantity is a vector over the innovations, in up to four lanes.</summary>
    private readonly ref struct Lattice
    {
        /// <summary>The lanes: C, ∂C along the first angle, along the second, along both.</summary>
        private const int Value = 0, First = 1, Second = 2, Both = 3;

        private readonly int k;
        private readonly int first;
        private readonly int second;
        private readonly Span<double> forward;
        private readonly Span<double> turned;
        private readonly Span<double> backward;

        private Lattice(int k, int first, int second, Span<double> memory)
        {
            (this.k, this.first, this.second) = (k, first, second);
            int size = Lanes * k;
            forward = memory[..size];
            turned = memory.Slice(size, size);
            backward = memory.Slice(2 * size, k * size);
        }

        private int Lanes => second >= 0 ? 4 : first >= 0 ? 2 : 1;

        /// <summary>Fills the lower triangle, by columns, of C or of its derivative along the angles given.</summary>
        /// <param name="k">The number of values.</param>
        /// <param name="angles">The angles.</param>
        /// <param name="first">The angle along which to differentiate; −1 for none.</param>
        /// <param name="second">The angle along which to differentiate once more; −1 for none.</param>
        /// <param name="entries">Receives the triangle.</param>
        public static void Run(int k, ReadOnlySpan<double> angles, int first, int second, Span<double> entries)
        {
            double[] memory = ArrayPool<double>.Shared.Rent(4 * k * (k + 2));
            new Lattice(k, first, second, memory).Run(angles, entries);
            ArrayPool<double>.Shared.Return(memory);
        }

        private void Run(ReadOnlySpan<double> angles, Span<double> entries)
        {
            int size = Lanes * k, wanted = (Lanes - 1) * k;
            for (int t = 0; t < k; t++)
            {
                forward.Clear();
                forward[t] = 1;
                for (int n = t; n >= 1; n--)
                {
                    // Order n − 1 is still that of the time before: orders run downwards.
                    Rotate(angles[n - 1], n - 1, backward.Slice((n - 1) * size, size), backward.Slice(n * size, size));
                    turned.CopyTo(forward);
                }

                forward.CopyTo(backward);
                for (int column = 0, at = t; column <= t; column++, at += k - column)
                {
                    entries[at] = forward[wanted + column];
                }
            }
        }

        /// <summary>One rotation, with its derivatives by the product rule.</summary>
        private void Rotate(double angle, int number, ReadOnlySpan<double> before, Span<double> next)
        {
            const double Quarter = Math.PI / 2;
            turned.Clear();
            next.Clear();
            Add(Value, Value, angle, before, next);
            if (first >= 0)
            {
                Add(First, First, angle, before, next);
            }

            if (second >= 0)
            {
                Add(Second, Second, angle, before, next);
                Add(Both, Both, angle, before, next);
            }

            if (number == first)
            {
                Add(Value, First, angle + Quarter, before, next);
                if (second >= 0)
                {
                    Add(Second, Both, angle + Quarter, before, next);
                }
            }

            if (number == second)
            {
                Add(Value, Second, angle + Quarter, before, next);
                Add(First, Both, angle + Quarter, before, next);
            }

            if (number == first && number == second)
            {
                Add(Value, Both, angle + (2 * Quarter), before, next);
            }
        }

        /// <summary>Adds a lane turned by an angle to a lane of the result.</summary>
        private void Add(int from, int to, double angle, ReadOnlySpan<double> before, Span<double> next)
        {
            (double sine, double cosine) = Math.SinCos(angle);
            ReadOnlySpan<double> f = forward.Slice(from * k, k), b = before.Slice(from * k, k);
            VectorKernels.AddScaled(cosine, f, turned.Slice(to * k, k));
            VectorKernels.AddScaled(sine, b, turned.Slice(to * k, k));
            VectorKernels.AddScaled(cosine, b, next.Slice(to * k, k));
            VectorKernels.AddScaled(-sine, f, next.Slice(to * k, k));
        }
    }
}
