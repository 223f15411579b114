using GlmmDsl.Covariance.Correlations;

namespace GlmmDsl.Tests.Covariance;

/// <summary>The correlation matrices that factors of angles stand for.</summary>
public class CorrelationFactorTests
{
    [Theory]
    [InlineData(0.3, 4)]
    [InlineData(-0.8, 5)]
    [InlineData(0, 3)]
    [InlineData(1, 3)]
    [InlineData(-1, 4)]
    public void Autoregression_has_powers_of_the_correlation(double rho, int width)
    {
        var factor = new Autoregression(width);
        double[] angles = [factor.AngleOf([0], 0, rho)];
        ForPairs(factor, angles, (row, column, value) => Assert.Equal(Math.Pow(rho, row - column), value, 1e-14));
    }

    [Theory]
    [InlineData(0.4, 5)]
    [InlineData(-0.2, 5)]
    [InlineData(-0.25, 5)]
    [InlineData(1, 3)]
    [InlineData(-1, 2)]
    [InlineData(0, 7)]
    public void Compound_symmetry_has_one_correlation_down_to_its_lowest(double rho, int width)
    {
        var factor = new CompoundSymmetry(width);
        Assert.Equal(-1.0 / (width - 1), factor.Lowest);
        double[] angles = [factor.AngleOf([0], 0, rho)];
        ForPairs(factor, angles, (_, _, value) => Assert.Equal(rho, value, 1e-14));
    }

    [Theory]
    [InlineData(0.5, -0.3, 0.7)]
    [InlineData(-0.9, 0.2, -0.4)]
    [InlineData(0.1, 1.2, 0.0)]
    [InlineData(Math.PI / 2, 0.3, -2.0)]
    public void A_stationary_series_has_one_correlation_for_each_distance(double first, double second, double third)
    {
        var factor = new StationarySeries(4);
        double[] angles = [first, second, third];
        double[] distance = [1, 0, 0, 0];
        ForPairs(factor, angles, (row, column, value) => distance[row - column] = column == 0 ? value : distance[row - column]);
        ForPairs(factor, angles, (row, column, value) => Assert.Equal(distance[row - column], value, 1e-14));

        // Of order 2 by hand: r₂ = sin²φ₁ + cos²φ₁ sin φ₂.
        Assert.Equal(Math.Sin(first), distance[1], 1e-14);
        Assert.Equal((Math.Sin(first) * Math.Sin(first)) + (Math.Cos(first) * Math.Cos(first) * Math.Sin(second)), distance[2], 1e-14);
    }

    [Fact]
    public void A_series_without_later_partial_correlations_is_the_autoregression()
    {
        double[] series = new double[15], autoregression = new double[15];
        new StationarySeries(5).Fill([0.6, 0, 0, 0], series);
        new Autoregression(5).Fill([0.6], autoregression);
        Assert.Equal(autoregression, series, (a, b) => Math.Abs(a - b) < 1e-15);
    }

    [Theory]
    [InlineData("ar1")]
    [InlineData("cs")]
    [InlineData("toep")]
    public void Canonical_angles_give_the_same_correlations(string kind)
    {
        CorrelationFactor factor = kind switch { "ar1" => new Autoregression(4), "cs" => new CompoundSymmetry(4), _ => new StationarySeries(4) };
        double[] angles = [.. Enumerable.Range(0, factor.Count).Select(i => 2.1 + (1.3 * i))];
        double[] canonical = [.. angles];
        factor.Canonicalise(canonical);
        var values = new List<double>();
        ForPairs(factor, angles, (_, _, value) => values.Add(value));
        int at = 0;
        ForPairs(factor, canonical, (_, _, value) => Assert.Equal(values[at++], value, 1e-14));
        Assert.All(canonical, angle => Assert.InRange(angle, -Math.PI / 2, Math.PI / 2));
        Assert.NotEqual(angles, canonical);
    }

    [Theory]
    [InlineData(0, 0.35)]
    [InlineData(1, 0.1)]
    [InlineData(2, -0.15)]
    public void The_angle_of_a_correlation_gives_it(int number, double correlation)
    {
        var factor = new StationarySeries(4);
        double[] angles = [0.4, -0.2, 0.9];
        angles[number] = factor.AngleOf(angles, number, correlation);
        ForPairs(factor, angles, (row, column, value) => Assert.Equal(column == 0 && row == number + 1 ? correlation : value, value, 1e-14));
        Assert.True(double.IsNaN(factor.AngleOf([0.4, -0.2, 0.9], 2, 0.999)));
    }

    private static void ForPairs(CorrelationFactor factor, double[] angles, Action<int, int, double> action)
    {
        int k = factor.Width;
        var entries = new double[factor.Entries.Length];
        factor.Fill(angles, entries);
        var c = new double[k, k];
        for (int i = 0; i < entries.Length; i++)
        {
            c[factor.Entries[i].Row, factor.Entries[i].Column] = entries[i];
        }

        for (int row = 0; row < k; row++)
        {
            Assert.Equal(1, Product(row, row), 1e-14);
            for (int column = 0; column < row; column++)
            {
                action(row, column, Product(row, column));
            }
        }

        double Product(int row, int other) => Enumerable.Range(0, k).Sum(j => c[row, j] * c[other, j]);
    }
}
