using System.Collections.Immutable;

namespace GlmmDsl.Covariance.Correlations;

/// <summary>No correlations: C = I (<c>homdiag</c> of glmmTMB).</summary>
/// <param name="width">k.</param>
internal sealed class Independence(int width) : CorrelationFactor(width, 0)
{
    /// <inheritdoc/>
    public override ImmutableArray<(int Row, int Column)> Entries { get; } = [.. Enumerable.Range(0, width).Select(i => (i, i))];

    /// <inheritdoc/>
    public override ImmutableArray<string> Names => [];

    /// <inheritdoc/>
    public override ImmutableArray<(int Row, int Column)> Correlations => [];

    /// <inheritdoc/>
    public override void Fill(ReadOnlySpan<double> angles, Span<double> entries) => entries.Fill(1);

    /// <inheritdoc/>
    public override void Differentiate(ReadOnlySpan<double> angles, int angle, Span<double> slopes) => throw new ArgumentOutOfRangeException(nameof(angle));

    /// <inheritdoc/>
    public override double Curvature(ReadOnlySpan<double> angles, int first, int second, ReadOnlySpan<double> weights) => throw new ArgumentOutOfRangeException(nameof(first));

    /// <inheritdoc/>
    public override double AngleOf(ReadOnlySpan<double> angles, int angle, double correlation) => throw new ArgumentOutOfRangeException(nameof(angle));

    /// <inheritdoc/>
    public override void Canonicalise(Span<double> angles)
    {
    }
}
