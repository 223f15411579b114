using System.Buffers;
using System.Collections.Immutable;
using GlmmDsl.Covariance.Correlations;

namespace GlmmDsl.Covariance;

/// <summary>
/// Standard deviations and correlations of a given shape: Λ = DC, D diagonal and C the factor of the correlation matrix. θ begins with the sizes and ends with the angles
/// of C. With one standard deviation for all columns θ holds it, and its sign does not matter. With one for each column θ holds their square roots: a standard deviation
/// cannot change its sign without changing correlations, and a square is smooth at zero.
/// </summary>
internal sealed class CorrelatedCovariance : CovarianceStructure
{
    private readonly string name;
    private readonly CorrelationFactor correlations;
    private readonly bool isHomogeneous;
    private readonly int sizes;

    /// <summary>Makes a structure.</summary>
    /// <param name="name">Its name in a formula, which the names of its angles have.</param>
    /// <param name="correlations">The correlations.</param>
    /// <param name="isHomogeneous">Whether all columns have the same standard deviation.</param>
    public CorrelatedCovariance(string name, CorrelationFactor correlations, bool isHomogeneous)
        : base(correlations.Width)
    {
        this.name = name;
        this.correlations = correlations;
        this.isHomogeneous = isHomogeneous;
        sizes = isHomogeneous ? 1 : Width;
        Entries = correlations.Entries;

        // With the only standard deviation of a term its correlations lose their meaning too.
        Parameters =
        [
            .. Enumerable.Range(0, sizes).Select(c => (c, c, isHomogeneous ? 1 + correlations.Count : 1)),
            .. correlations.Correlations.Select(c => (c.Row, c.Column, 0)),
        ];
        NaturalPlaces = [.. Enumerable.Range(0, sizes).Select(c => (c, c)), .. correlations.Correlations];
    }

    /// <inheritdoc/>
    public override ImmutableArray<(int Row, int Column)> Entries { get; }

    /// <inheritdoc/>
    public override ImmutableArray<(int Row, int Column, int Vanishing)> Parameters { get; }

    /// <inheritdoc/>
    public override ImmutableArray<(int Row, int Column)> NaturalPlaces { get; }

    /// <inheritdoc/>
    public override void Fill(ReadOnlySpan<double> theta, Span<double> entries)
    {
        correlations.Fill(theta[sizes..], entries);
        for (int i = 0; i < entries.Length; i++)
        {
            entries[i] *= Deviation(theta, Entries[i].Row);
        }
    }

    /// <inheritdoc/>
    public override void Differentiate(ReadOnlySpan<double> theta, Span<double> jacobian)
    {
        int n = Count;
        double[] memory = ArrayPool<double>.Shared.Rent(Entries.Length);
        Span<double> values = memory.AsSpan(0, Entries.Length);
        jacobian.Clear();
        correlations.Fill(theta[sizes..], values);
        for (int i = 0; i < values.Length; i++)
        {
            int size = SizeOf(Entries[i].Row);
            jacobian[(i * n) + size] = values[i] * Slope(theta, size);
        }

        for (int angle = 0; angle < correlations.Count; angle++)
        {
            correlations.Differentiate(theta[sizes..], angle, values);
            for (int i = 0; i < values.Length; i++)
            {
                jacobian[(i * n) + sizes + angle] = values[i] * Deviation(theta, Entries[i].Row);
            }
        }

        ArrayPool<double>.Shared.Return(memory);
    }

    /// <inheritdoc/>
    public override void AddCurvature(ReadOnlySpan<double> theta, ReadOnlySpan<double> gradient, Span<double> hessian)
    {
        int n = Count;
        ReadOnlySpan<double> angles = theta[sizes..];
        double[] values = new double[Entries.Length], weights = new double[Entries.Length];
        if (!isHomogeneous)
        {
            correlations.Fill(angles, values);
            for (int i = 0; i < values.Length; i++)
            {
                hessian[Entries[i].Row * (n + 1)] += 2 * gradient[i] * values[i];
            }
        }

        for (int first = 0; first < correlations.Count; first++)
        {
            correlations.Differentiate(angles, first, values);
            for (int i = 0; i < values.Length; i++)
            {
                int size = SizeOf(Entries[i].Row);
                double both = gradient[i] * Slope(theta, size) * values[i];
                hessian[(size * n) + sizes + first] += both;
                hessian[((sizes + first) * n) + size] += both;
                weights[i] = gradient[i] * Deviation(theta, Entries[i].Row);
            }

            for (int second = 0; second <= first; second++)
            {
                double bend = correlations.Curvature(angles, first, second, weights);
                hessian[((sizes + first) * n) + sizes + second] += bend;
                if (second < first)
                {
                    hessian[((sizes + second) * n) + sizes + first] += bend;
                }
            }
        }
    }

    /// <inheritdoc/>
    /// <remarks>A common standard deviation has the mean of the squares.</remarks>
    public override double[] Start(ReadOnlySpan<double> sizes)
    {
        var theta = new double[Count];
        double squares = 0;
        for (int c = 0; c < Width; c++)
        {
            squares += sizes[c] * sizes[c];
            theta[SizeOf(c)] = isHomogeneous ? Math.Sqrt(squares / Width) : Math.Sqrt(sizes[c]);
        }

        return theta;
    }

    /// <inheritdoc/>
    public override ImmutableArray<string> Names(string group, ImmutableArray<string> columns) =>
    [
        .. isHomogeneous ? [$"{group}.{name}.sd"] : columns.Select(column => $"{group}.sqrt(sd).{column}"),
        .. correlations.Names.Select(angle => $"{group}.{name}.{angle}"),
    ];

    /// <inheritdoc/>
    public override void Canonicalise(Span<double> theta)
    {
        for (int i = 0; i < sizes; i++)
        {
            theta[i] = Math.Abs(theta[i]);
        }

        correlations.Canonicalise(theta[sizes..]);
    }

    private int SizeOf(int column) => isHomogeneous ? 0 : column;

    private double Deviation(ReadOnlySpan<double> theta, int column) => isHomogeneous ? theta[0] : theta[column] * theta[column];

    private double Slope(ReadOnlySpan<double> theta, int size) => isHomogeneous ? 1 : 2 * theta[size];
}
