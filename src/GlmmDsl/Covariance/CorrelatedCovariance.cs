using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
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
    /// <remarks>With one standard deviation, covariances at each distance are free parameters; a power of a correlation is not.</remarks>
    public override bool IsCovarianceLinear => isHomogeneous && (correlations is not Autoregression || Width == 2);

    /// <inheritdoc/>
    public override string? SharedName => name;

    /// <inheritdoc/>
    public override double LowestCorrelation => correlations.Lowest;

    /// <inheritdoc/>
    public override bool CorrelationNeedsBothVariances => isHomogeneous || Width == 2;

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
    /// <remarks>A correlation that several pairs share has a value where the variance of one of them is zero.</remarks>
    public override ImmutableArray<NaturalParameter> Natural(ReadOnlySpan<double> theta)
    {
        var entries = new double[Entries.Length];
        correlations.Fill(theta[sizes..], entries);
        var natural = ImmutableArray.CreateBuilder<NaturalParameter>(NaturalPlaces.Length);
        bool isOpen = !theta[..sizes].ContainsAnyExcept(0.0) || (CorrelationNeedsBothVariances && theta[..sizes].Contains(0.0));
        foreach ((int row, int column) in NaturalPlaces)
        {
            double value = row == column ? Math.Abs(Deviation(theta, row)) : isOpen ? double.NaN : Math.Clamp(entries[row], -1, 1);
            natural.Add(new NaturalParameter(row, column, value));
        }

        return natural.MoveToImmutable();
    }

    /// <inheritdoc/>
    /// <remarks>What columns share has the name of the structure, <c>sd_ar1</c>, <c>cor_ar1</c>; correlations that differ by distance have that too, <c>cor_toep.2</c>.</remarks>
    public override string NaturalName(int row, int column, ImmutableArray<string> columns) =>
        row == column
            ? $"sd_{(isHomogeneous ? name : columns[row])}"
            : string.Create(CultureInfo.InvariantCulture, $"cor_{name}{(correlations.Count > 1 || correlations is StationarySeries ? $".{row}" : "")}");

    /// <inheritdoc/>
    public override void Canonicalise(Span<double> theta)
    {
        for (int i = 0; i < sizes; i++)
        {
            theta[i] = Math.Abs(theta[i]);
        }

        correlations.Canonicalise(theta[sizes..]);
    }

    /// <summary>The parameter that moves one natural parameter and none before it.</summary>
    /// <param name="row">A column.</param>
    /// <param name="column">Another one for their correlation; the same for its standard deviation.</param>
    public int ParameterOf(int row, int column) => row == column ? SizeOf(row) : sizes + correlations.Correlations.IndexOf((row, column));

    /// <summary>A parameter from the value of its natural parameter and the parameters before it; not a number if there is none.</summary>
    /// <param name="theta">θ.</param>
    /// <param name="parameter">Which parameter.</param>
    /// <param name="value">The standard deviation, in units of σ, or the correlation.</param>
    public double Solve(ReadOnlySpan<double> theta, int parameter, double value) =>
        parameter >= sizes ? correlations.AngleOf(theta[sizes..], parameter - sizes, value) : isHomogeneous ? value : Math.Sqrt(value);

    /// <summary>How a natural parameter moves with θ.</summary>
    /// <param name="theta">θ.</param>
    /// <param name="parameter">Its own parameter.</param>
    /// <param name="slopes">Receives the derivatives.</param>
    public void NaturalSlopes(ReadOnlySpan<double> theta, int parameter, Span<double> slopes)
    {
        slopes.Clear();
        if (parameter < sizes)
        {
            slopes[parameter] = Slope(theta, parameter);
            return;
        }

        // Element (row, 0) of C is the correlation itself.
        int row = correlations.Correlations[parameter - sizes].Row;
        var entries = new double[Entries.Length];
        for (int angle = 0; angle <= parameter - sizes; angle++)
        {
            correlations.Differentiate(theta[sizes..], angle, entries);
            slopes[sizes + angle] = entries[row];
        }
    }

    private int SizeOf(int column) => isHomogeneous ? 0 : column;

    private double Deviation(ReadOnlySpan<double> theta, int column) => isHomogeneous ? theta[0] : theta[column] * theta[column];

    private double Slope(ReadOnlySpan<double> theta, int size) => isHomogeneous ? 1 : 2 * theta[size];
}
