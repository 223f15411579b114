using System.Collections.Immutable;

namespace GlmmDsl.Covariance.Correlations;

/// <summary>
/// First-order autoregression, R_ij = ρ^|i−j| with ρ = sin φ (<c>ar1</c> of glmmTMB): C_i0 = ρⁱ and, for j from 1, C_ij = ρ^(i−j) cos φ.
/// </summary>
/// <param name="width">k.</param>
internal sealed class Autoregression(int width) : CorrelationFactor(width, 1)
{
    /// <inheritdoc/>
    public override ImmutableArray<string> Names { get; } = ["asin(rho)"];

    /// <inheritdoc/>
    public override ImmutableArray<(int Row, int Column)> Correlations { get; } = [(1, 0)];

    /// <inheritdoc/>
    public override void Fill(ReadOnlySpan<double> angles, Span<double> entries)
    {
        (double sine, double cosine) = Math.SinCos(angles[0]);
        int at = 0;
        for (int column = 0; column < Width; column++)
        {
            double value = column == 0 ? 1 : cosine;
            for (int row = column; row < Width; row++, value *= sine)
            {
                entries[at++] = value;
            }
        }
    }

    /// <inheritdoc/>
    public override void Differentiate(ReadOnlySpan<double> angles, int angle, Span<double> slopes)
    {
        (double sine, double cosine) = Math.SinCos(angles[0]);
        int at = 0;
        for (int column = 0; column < Width; column++)
        {
            // d = row − column; before is ρ^(d−1).
            double before = 0;
            for (int d = 0; d < Width - column; d++)
            {
                double slope = d * before * cosine;
                slopes[at++] = column == 0 ? slope : (slope * cosine) - ((d == 0 ? 1 : before * sine) * sine);
                before = d == 0 ? 1 : before * sine;
            }
        }
    }

    /// <inheritdoc/>
    public override double Curvature(ReadOnlySpan<double> angles, int first, int second, ReadOnlySpan<double> weights)
    {
        // (ρᵈ)″ = d(d−1)ρ^(d−2)cos² − dρᵈ, and (ρᵈ cos)″ = (ρᵈ)″ cos − 2(ρᵈ)′ sin − ρᵈ cos.
        (double sine, double cosine) = Math.SinCos(angles[0]);
        double sum = 0;
        int at = 0;
        for (int column = 0; column < Width; column++)
        {
            double power = 1, before = 0, twoBefore = 0;
            for (int d = 0; d < Width - column; d++)
            {
                double slope = d * before * cosine;
                double bend = (d * (d - 1) * twoBefore * cosine * cosine) - (d * power);
                sum += weights[at++] * (column == 0 ? bend : (bend * cosine) - (2 * slope * sine) - (power * cosine));
                (power, before, twoBefore) = (power * sine, power, before);
            }
        }

        return sum;
    }

    /// <inheritdoc/>
    public override double AngleOf(ReadOnlySpan<double> angles, int angle, double correlation) => Math.Asin(correlation);

    /// <inheritdoc/>
    public override void Canonicalise(Span<double> angles) => angles[0] = Math.Asin(Math.Sin(angles[0]));
}
