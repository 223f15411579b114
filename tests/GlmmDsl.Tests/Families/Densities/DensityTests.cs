using GlmmDsl.Families;
using GlmmDsl.Families.Densities;
using GlmmDsl.Families.Jets;

namespace GlmmDsl.Tests.Families.Densities;

/// <summary>Each density sums to one, and its mean and variance are those that its conventions name.</summary>
public sealed class DensityTests
{
    private const double LogMean = 0.9;
    private static readonly double Mean = Math.Exp(LogMean);
    private static readonly double P = 1 / (1 + Math.Exp(0.4));

    [Fact]
    public void Poisson() => Counts<PoissonDensity<LogMeanLink>>([LogMean], Mean, Mean);

    [Fact]
    public void Negative_binomial_2() => Counts<NegativeBinomial2Density<LogMeanLink>>([LogMean, 0.3], Mean, Mean + (Mean * Mean / Math.Exp(0.3)));

    [Fact]
    public void Negative_binomial_1() => Counts<NegativeBinomial1Density<LogMeanLink>>([LogMean, 0.3], Mean, Mean * (1 + Math.Exp(0.3)));

    [Fact]
    public void Generalised_Poisson() => Counts<GeneralizedPoissonDensity<LogMeanLink>>([LogMean, 0.3], Mean, Mean * Math.Exp(0.3));

    [Fact]
    public void Truncated_Poisson() => Counts<TruncatedPoissonDensity<LogMeanLink>>([LogMean], Mean / (1 - Math.Exp(-Mean)), null);

    [Fact]
    public void Truncated_negative_binomial_2()
    {
        double zero = Math.Pow(1 + (Mean / Math.Exp(0.3)), -Math.Exp(0.3));
        Counts<TruncatedNegativeBinomial2Density<LogMeanLink>>([LogMean, 0.3], Mean / (1 - zero), null);
    }

    [Fact]
    public void Truncated_negative_binomial_1()
    {
        double zero = Math.Pow(1 + Math.Exp(0.3), -Mean / Math.Exp(0.3));
        Counts<TruncatedNegativeBinomial1Density<LogMeanLink>>([LogMean, 0.3], Mean / (1 - zero), null);
    }

    [Fact]
    public void Beta_binomial()
    {
        double correlation = 1 / (1 + Math.Exp(0.8));
        Trials<BetaBinomialDensity<ProbabilityMeanLink<LogitLink>>>([-0.4, 0.8], 7, 7 * P, 7 * P * (1 - P) * (1 + (6 * correlation)));
    }

    [Fact]
    public void Binomial() => Trials<BinomialDensity<LogitLink>>([-0.4], 7, 7 * P, 7 * P * (1 - P));

    [Fact]
    public void Gaussian() => Continuous<GaussianDensity<LogMeanLink>>([LogMean, 0.3], Scale.Line, Mean, Math.Exp(0.3));

    [Fact]
    public void Gamma() => Continuous<GammaDensity<LogMeanLink>>([LogMean, 0.3], Scale.Positive, Mean, Mean * Mean / Math.Exp(0.3));

    [Fact]
    public void Inverse_Gaussian() => Continuous<InverseGaussianDensity<LogMeanLink>>([LogMean, -1.1], Scale.Positive, Mean, Math.Exp(-1.1) * Math.Pow(Mean, 3));

    [Fact]
    public void Lognormal() => Continuous<LognormalDensity<LogMeanLink>>([LogMean, 0.3], Scale.Positive, Mean, Math.Exp(0.6));

    [Fact]
    public void Student() => Continuous<StudentDensity<SameMeanLink>>([0.5, -0.2, 2.5], Scale.Line, 0.5, Math.Exp(-0.4) * Math.Exp(2.5) / (Math.Exp(2.5) - 2));

    [Fact]
    public void Beta() => Continuous<BetaDensity<ProbabilityMeanLink<LogitLink>>>([-0.4, 1.4], Scale.Unit, P, P * (1 - P) / (1 + Math.Exp(1.4)));

    [Theory]
    [InlineData(-0.5, 0.2)]
    [InlineData(0.4, -1)]
    [InlineData(-3, 0)]
    public void Tweedie(double logDispersion, double shape)
    {
        double p = 1 + (1 / (1 + Math.Exp(-shape)));
        double[] eta = [LogMean, logDispersion, shape];
        double zero = Math.Exp(Log<TweedieDensity<LogMeanLink>>(eta, 0, 1));
        (double mass, double mean, double square) = Integrate(y => Math.Exp(Log<TweedieDensity<LogMeanLink>>(eta, y, 1)), Scale.Positive);
        Assert.Equal(1, mass + zero, 1e-9);
        Assert.Equal(Mean, mean, 1e-9);
        Assert.Equal(Math.Exp(logDispersion) * Math.Pow(Mean, p), square - (mean * mean), 1e-8);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(1e6)]
    public void A_long_Tweedie_series_is_nearly_a_normal_density(double mean)
    {
        double[] eta = [Math.Log(mean), -9, 0];
        double variance = Math.Exp(-9) * Math.Pow(mean, 1.5);
        Assert.Equal(-0.5 * Math.Log(2 * Math.PI * variance), Log<TweedieDensity<LogMeanLink>>(eta, mean, 1), 1e-4);
    }

    [Fact]
    public void A_negative_binomial_of_infinite_size_is_a_Poisson_distribution()
    {
        double poisson = Log<PoissonDensity<LogMeanLink>>([LogMean], 4, 1);
        Assert.Equal(poisson, Log<NegativeBinomial2Density<LogMeanLink>>([LogMean, 28], 4, 1), 1e-10);
        Assert.Equal(poisson, Log<NegativeBinomial1Density<LogMeanLink>>([LogMean, -28], 4, 1), 1e-10);
    }

    private static void Counts<TDensity>(double[] eta, double mean, double? variance)
        where TDensity : struct, IRowDensity
    {
        double mass = 0, sum = 0, square = 0;
        for (int y = 0; y < 3000; y++)
        {
            double f = Math.Exp(Log<TDensity>(eta, y, 1));
            mass += f;
            sum += y * f;
            square += (double)y * y * f;
        }

        Assert.Equal(1, mass, 1e-11);
        Assert.Equal(mean, sum, 1e-10);
        Assert.Equal(variance ?? square - (sum * sum), square - (sum * sum), 1e-9);
    }

    private static void Trials<TDensity>(double[] eta, int trials, double mean, double variance)
        where TDensity : struct, IRowDensity
    {
        double[] f = [.. Enumerable.Range(0, trials + 1).Select(y => Math.Exp(Log<TDensity>(eta, y, trials)))];
        double sum = f.Select((p, y) => y * p).Sum();
        Assert.Equal(1, f.Sum(), 1e-13);
        Assert.Equal(mean, sum, 1e-12);
        Assert.Equal(variance, f.Select((p, y) => (double)y * y * p).Sum() - (sum * sum), 1e-11);
    }

    private static void Continuous<TDensity>(double[] eta, Scale scale, double mean, double variance)
        where TDensity : struct, IRowDensity
    {
        (double mass, double sum, double square) = Integrate(y => Math.Exp(Log<TDensity>(eta, y, 1)), scale);
        Assert.Equal(1, mass, 1e-10);
        Assert.Equal(mean, sum, 1e-9);
        Assert.Equal(variance, square - (sum * sum), 1e-8 * variance);
    }

    /// <summary>∫ (1, y, y²) f(y) dy by the trapezoidal rule in x, y = y(x): exact to rounding for these densities, which vanish at both ends.</summary>
    private static (double Mass, double Mean, double Square) Integrate(Func<double, double> density, Scale scale)
    {
        double mass = 0, mean = 0, square = 0;
        const double step = 0.005;
        for (int i = -14_000; i <= 14_000; i++)
        {
            (double y, double slope) = At(scale, i * step);
            double f = (scale == Scale.Unit && y is > 0 and < 1) || (scale == Scale.Line && Math.Abs(y) < 1e6) || (scale == Scale.Positive && y is > 0 and < 1e6) ? density(y) * slope * step : 0;
            mass += f;
            mean += y * f;
            square += y * y * f;
        }

        return (mass, mean, square);
    }

    private static (double Y, double Slope) At(Scale scale, double x) => scale switch
    {
        Scale.Line => (Math.Sinh(x / 8), Math.Cosh(x / 8) / 8),
        Scale.Positive => (Math.Exp(x / 2), Math.Exp(x / 2) / 2),
        _ => (1 / (1 + Math.Exp(-x / 2)), Math.Exp(-x / 2) / 2 / Math.Pow(1 + Math.Exp(-x / 2), 2)),
    };

    private static double Log<TDensity>(double[] eta, double y, double m)
        where TDensity : struct, IRowDensity => TDensity.LogDensity<Real>([.. eta.Select(e => (Real)e)], y, m).Value;

    private enum Scale
    {
        Line,
        Positive,
        Unit,
    }
}
