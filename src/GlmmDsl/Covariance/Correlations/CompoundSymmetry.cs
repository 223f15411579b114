using System.Collections.Immutable;

namespace GlmmDsl.Covariance.Correlations;

/// <summary>
/// One correlation ρ of all pairs, from −1/(k−1) to 1 (<c>cs</c> of glmmTMB). With c_j = 1 + jρ, C_jj = √((1−ρ)c_j/c_(j−1)) and below it ρ√((1−ρ)/(c_j c_(j−1))), j from 0
/// and c_(−1) = 1 − ρ. The roots that vanish at the ends are a cosine and a sine: 1 − ρ = k/(k−1) cos²ψ, c_(k−1) = k sin²ψ. The angle is ψ less its value at ρ = 0.
/// </summary>
internal sealed class CompoundSymmetry : CorrelationFactor
{
    private readonly double origin;

    /// <summary>Makes the factor.</summary>
    /// <param name="width">k.</param>
    public CompoundSymmetry(int width)
        : base(width, 1) => origin = Math.Asin(1 / Math.Sqrt(width));

    /// <inheritdoc/>
    public override ImmutableArray<string> Names { get; } = ["angle(rho)"];

    /// <inheritdoc/>
    public override ImmutableArray<(int Row, int Column)> Correlations { get; } = [(1, 0)];

    /// <inheritdoc/>
    public override double Lowest => -1.0 / (Width - 1);

    /// <inheritdoc/>
    public override void Fill(ReadOnlySpan<double> angles, Span<double> entries)
    {
        int at = 0;
        for (int column = 0; column < Width; column++)
        {
            Root diagonal = Diagonal(angles[0], column), below = Below(angles[0], column);
            for (int row = column; row < Width; row++)
            {
                entries[at++] = row == column ? diagonal.Value : below.Value;
            }
        }
    }

    /// <inheritdoc/>
    public override void Differentiate(ReadOnlySpan<double> angles, int angle, Span<double> slopes)
    {
        int at = 0;
        for (int column = 0; column < Width; column++)
        {
            Root diagonal = Diagonal(angles[0], column), below = Below(angles[0], column);
            for (int row = column; row < Width; row++)
            {
                slopes[at++] = row == column ? diagonal.Slope : below.Slope;
            }
        }
    }

    /// <inheritdoc/>
    public override double Curvature(ReadOnlySpan<double> angles, int first, int second, ReadOnlySpan<double> weights)
    {
        double sum = 0;
        int at = 0;
        for (int column = 0; column < Width; column++)
        {
            Root diagonal = Diagonal(angles[0], column), below = Below(angles[0], column);
            for (int row = column; row < Width; row++)
            {
                sum += weights[at++] * (row == column ? diagonal.Bend : below.Bend);
            }
        }

        return sum;
    }

    /// <inheritdoc/>
    public override double AngleOf(ReadOnlySpan<double> angles, int angle, double correlation)
    {
        // At the lowest correlation rounding may give a square a little below zero.
        double square = (1 + ((Width - 1) * correlation)) / Width;
        return Math.Asin(Math.Sqrt(Math.Abs(square) < 1e-14 ? 0 : square)) - origin;
    }

    /// <inheritdoc/>
    /// <remarks>ψ, −ψ and π − ψ have the same correlation.</remarks>
    public override void Canonicalise(Span<double> angles) => angles[0] = Math.Asin(Math.Abs(Math.Sin(origin + angles[0]))) - origin;

    /// <summary>C_jj.</summary>
    private Root Diagonal(double angle, int j) =>
        j == 0 ? new Root(1, 0, 0)
        : j == Width - 1 ? Cosine(angle) * Sine(angle) * Power(angle, j - 1, -0.5)
        : Cosine(angle) * Power(angle, j, 0.5) * Power(angle, j - 1, -0.5);

    /// <summary>The entries below C_jj.</summary>
    private Root Below(double angle, int j) =>
        j == Width - 1 ? default
        : j == 0 ? Correlation(angle)
        : Correlation(angle) * Cosine(angle) * Power(angle, j, -0.5) * Power(angle, j - 1, -0.5);

    /// <summary>√(1−ρ), signed.</summary>
    private Root Cosine(double angle)
    {
        double size = Math.Sqrt(Width / (Width - 1.0)), value = size * Math.Cos(origin + angle);
        return new Root(value, -size * Math.Sin(origin + angle), -value);
    }

    /// <summary>√(1+(k−1)ρ), signed.</summary>
    private Root Sine(double angle)
    {
        double size = Math.Sqrt(Width), value = size * Math.Sin(origin + angle);
        return new Root(value, size * Math.Cos(origin + angle), -value);
    }

    /// <summary>ρ = 1 − k/(k−1) cos²ψ.</summary>
    private Root Correlation(double angle)
    {
        double size = Width / (Width - 1.0), cosine = Math.Cos(origin + angle), twice = 2 * (origin + angle);
        return new Root(1 - (size * cosine * cosine), size * Math.Sin(twice), 2 * size * Math.Cos(twice));
    }

    /// <summary>(1 + jρ) to a power, for j below k − 1, where the sum is positive at every ρ.</summary>
    private Root Power(double angle, int j, double power)
    {
        if (j == 0)
        {
            return new Root(1, 0, 0);
        }

        Root rho = Correlation(angle);
        double inner = 1 + (j * rho.Value), value = Math.Pow(inner, power), slope = power * value / inner * j;
        return new Root(value, slope * rho.Slope, (slope * rho.Bend) + (slope * (power - 1) / inner * j * rho.Slope * rho.Slope));
    }

    /// <summary>A factor of an entry with its two derivatives in the angle.</summary>
    private readonly record struct Root(double Value, double Slope, double Bend)
    {
        /// <summary>The product.</summary>
        public static Root operator *(Root a, Root b) =>
            new(a.Value * b.Value, (a.Slope * b.Value) + (a.Value * b.Slope), (a.Bend * b.Value) + (2 * a.Slope * b.Slope) + (a.Value * b.Bend));
    }
}
