using System.Collections.Immutable;

namespace GlmmDsl.Covariance.Correlations;

/// <summary>
/// The triangular factor C of a k × k correlation matrix R = CCᵀ as a function of angles. With angles in place of correlations C is smooth everywhere: at a correlation
/// of ±1 too, where the factor in terms of the correlation has an infinite slope. At angles of zero, R = I. Immutable.
/// </summary>
/// <param name="width">k, at least 2.</param>
/// <param name="count">The number of angles.</param>
internal abstract class CorrelationFactor(int width, int count)
{
    /// <summary>k.</summary>
    public int Width { get; } = width;

    /// <summary>The number of angles.</summary>
    public int Count { get; } = count;

    /// <summary>The entries of C that can differ from zero, by columns: its lower triangle unless a structure has fewer.</summary>
    public virtual ImmutableArray<(int Row, int Column)> Entries { get; } =
        [.. Enumerable.Range(0, width).SelectMany(column => Enumerable.Range(column, width - column).Select(row => (row, column)))];

    /// <summary>The name of each angle as a function of what it stands for.</summary>
    public abstract ImmutableArray<string> Names { get; }

    /// <summary>The correlations that people read, as pairs of columns, the second the first of all: as many as there are angles.</summary>
    public abstract ImmutableArray<(int Row, int Column)> Correlations { get; }

    /// <summary>The lowest correlation that there can be.</summary>
    public virtual double Lowest => -1;

    /// <summary>C.</summary>
    /// <param name="angles">The angles.</param>
    /// <param name="entries">Receives C, in the order of <see cref="Entries"/>.</param>
    public abstract void Fill(ReadOnlySpan<double> angles, Span<double> entries);

    /// <summary>∂C along one angle.</summary>
    /// <param name="angles">The angles.</param>
    /// <param name="angle">Which angle.</param>
    /// <param name="slopes">Receives the derivatives, in the order of <see cref="Entries"/>.</param>
    public abstract void Differentiate(ReadOnlySpan<double> angles, int angle, Span<double> slopes);

    /// <summary>Σ wᵢ ∂²Cᵢ along two angles.</summary>
    /// <param name="angles">The angles.</param>
    /// <param name="first">One angle.</param>
    /// <param name="second">Another, or the same.</param>
    /// <param name="weights">w, one number per entry.</param>
    public abstract double Curvature(ReadOnlySpan<double> angles, int first, int second, ReadOnlySpan<double> weights);

    /// <summary>The angle that gives the correlation of the same number a value; not a number if none does.</summary>
    /// <param name="angles">The angles, of which those before it count.</param>
    /// <param name="angle">Which angle.</param>
    /// <param name="correlation">The value.</param>
    public abstract double AngleOf(ReadOnlySpan<double> angles, int angle, double correlation);

    /// <summary>Replaces the angles by those in their range of uniqueness that give the same R.</summary>
    public abstract void Canonicalise(Span<double> angles);
}
