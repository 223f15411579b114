using GlmmDsl.Data;
using GlmmDsl.Diagnostics;
using GlmmDsl.Families;
using GlmmDsl.Fitting;

namespace GlmmDsl.Tests.Diagnostics;

public sealed class QuantileResidualsTests
{
    private static readonly Lazy<MixedModelFit> Counts = new(() => MixedModel.Fit(
        "incidence ~ factor(period) + offset(log(size)) + (1 | herd)", Fits.Data("cbpp"), new FitOptions { Family = Family.Poisson }));

    /// <summary>R: pbinom(y - 1, size, fitted(m)) and pbinom(y, size, fitted(m)); ppois likewise.</summary>
    [Theory]
    [InlineData(Family.Binomial, 0, 0.0416137003, 0.1454710606)]
    [InlineData(Family.Binomial, 1, 0.7638482041, 0.9221581021)]
    [InlineData(Family.Binomial, 4, 0.3159137911, 0.5498309643)]
    [InlineData(Family.Binomial, 19, 0.5579407207, 0.7860746931)]
    [InlineData(Family.Binomial, 55, 0, 0.6426366059)]
    [InlineData(Family.Poisson, 0, 0.07768208422, 0.2096183193)]
    [InlineData(Family.Poisson, 1, 0.79630158655, 0.9279809853)]
    [InlineData(Family.Poisson, 4, 0.33482906732, 0.5527705481)]
    [InlineData(Family.Poisson, 55, 0, 0.6126192102)]
    public void Lie_between_the_quantiles_of_Rs_probabilities(Family family, int row, double lower, double upper)
    {
        MixedModelFit fit = family == Family.Binomial ? Fits.Cbpp : Counts.Value;

        for (int seed = 1; seed <= 20; seed++)
        {
            double probability = Probability(fit.RandomizedQuantileResiduals(seed)[row]);
            Assert.InRange(probability, lower - 1e-5, upper + 1e-5);
        }
    }

    /// <summary>R: pbinom and ppois, deep in either tail.</summary>
    [Theory]
    [InlineData(Family.Binomial, 3, 20, 0.9, 1.5571e-16, 8.46631e-15)]
    [InlineData(Family.Binomial, 20, 20, 0.2, 1, 1)]
    [InlineData(Family.Poisson, 2, 1, 50, 9.83662422e-21, 2.5093035522e-19)]
    public void Probabilities_keep_their_digits_in_the_tails(Family family, double y, double m, double mean, double lower, double upper)
    {
        var response = new GeneralizedResponse([y], [m], ResponseFamilies.Of(family), family == Family.Binomial ? Link.Logit : Link.Log);

        TailInterval interval = QuantileResiduals.Interval(response, response.Family, 0, mean);

        Assert.Equal(lower, interval.Lower, 1e-6 * lower);
        Assert.Equal(upper, interval.Upper, 1e-6 * upper);
    }

    /// <summary>R: qnorm(1e-300), qnorm(1e-20), qnorm(1e-8), qnorm(0.3).</summary>
    [Theory]
    [InlineData(1e-300, -37.0470963)]
    [InlineData(1e-20, -9.26234009)]
    [InlineData(1e-8, -5.612001244)]
    [InlineData(0.3, -0.5244005127)]
    public void Quantiles_are_those_of_either_tail(double tail, double quantile)
    {
        Assert.Equal(quantile, new TailInterval(tail, tail, IsUpper: false).Quantile(0.5), 1e-7);
        Assert.Equal(-quantile, new TailInterval(tail, tail, IsUpper: true).Quantile(0.5), 1e-7);
        Assert.InRange(new TailInterval(0, 0, IsUpper: true).Quantile(0.5), 38, 39);
    }

    [Fact]
    public void The_seed_decides_them()
    {
        Assert.Equal(Fits.Cbpp.RandomizedQuantileResiduals(7).AsEnumerable(), Fits.Cbpp.RandomizedQuantileResiduals(7).AsEnumerable());
        Assert.NotEqual(Fits.Cbpp.RandomizedQuantileResiduals(7).AsEnumerable(), Fits.Cbpp.RandomizedQuantileResiduals(8).AsEnumerable());
    }

    /// <summary>Under the true model Kolmogorov's distance to the normal distribution exceeds 1.63/√n in one sample of a hundred.</summary>
    [Theory]
    [InlineData(Family.Binomial)]
    [InlineData(Family.Poisson)]
    public void Are_standard_normal_where_the_model_is_true(Family family)
    {
        const int N = 2000;
        var random = new Random(3);
        double[] x = [.. Enumerable.Range(0, N).Select(_ => (2 * random.NextDouble()) - 1)];
        double[] mean = [.. x.Select(v => family == Family.Binomial ? 1 / (1 + Math.Exp(-0.3 - v)) : Math.Exp(0.3 + v))];
        double[] y = [.. mean.Select(m => family == Family.Binomial ? Enumerable.Range(0, 4).Count(_ => random.NextDouble() < m) : Poisson(random, m))];
        var table = new Table([new NumericColumn("x", x), new NumericColumn("y", y)]);
        MixedModelFit fit = MixedModel.Fit(family == Family.Binomial ? "cbind(y, 4 - y) ~ x" : "y ~ x", table, new FitOptions { Family = family });

        double[] sorted = [.. fit.RandomizedQuantileResiduals(1).Order()];

        double distance = sorted.Select((r, i) => Math.Max(Math.Abs(Probability(r) - ((double)i / N)), Math.Abs(Probability(r) - ((i + 1.0) / N)))).Max();
        Assert.InRange(distance, 0, 1.63 / Math.Sqrt(N));
    }

    [Fact]
    public void Of_a_linear_model_are_the_scaled_residuals() =>
        Assert.Equal(Fits.Sleepstudy.Residuals(ResidualKind.Scaled).AsEnumerable(), Fits.Sleepstudy.RandomizedQuantileResiduals(1).AsEnumerable());

    [Fact]
    public void A_row_that_stands_for_several_has_the_residual_of_one()
    {
        var one = new GeneralizedResponse([1], [3], ResponseFamilies.Of(Family.Binomial), Link.Logit);
        var five = new GeneralizedResponse([5], [15], ResponseFamilies.Of(Family.Binomial), Link.Logit) { Frequencies = [5] };

        Assert.Equal(QuantileResiduals.Interval(one, one.Family, 0, 0.4), QuantileResiduals.Interval(five, five.Family, 0, 0.4));
    }

    private static double Probability(double quantile) => MathNet.Numerics.Distributions.Normal.CDF(0, 1, quantile);

    private static double Poisson(Random random, double mean)
    {
        double limit = Math.Exp(-mean), product = random.NextDouble();
        int count = 0;
        for (; product > limit; count++)
        {
            product *= random.NextDouble();
        }

        return count;
    }
}
