using GlmmDsl.Families;
using GlmmDsl.Inference;

namespace GlmmDsl.Tests.Inference;

public sealed class MarginalMeanTests
{
    /// <summary>R: integrate(function(z) linkinv(eta + s * z) * dnorm(z), -9, 9, rel.tol = 1e-13).</summary>
    [Theory]
    [InlineData(Link.Logit, -2, 0.3, 0.122778666)]
    [InlineData(Link.Logit, 0.5, 0.3, 0.6199697913)]
    [InlineData(Link.Logit, -2, 1, 0.1554625185)]
    [InlineData(Link.Logit, -2, 3, 0.2825760141)]
    [InlineData(Link.Logit, 0.5, 3, 0.5572182217)]
    [InlineData(Link.Cloglog, -2, 0.3, 0.1311923837)]
    [InlineData(Link.Cloglog, 0.5, 1, 0.741285161)]
    [InlineData(Link.Cloglog, -2, 3, 0.3274888123)]
    [InlineData(Link.Cauchit, 0.5, 0.3, 0.6394759309)]
    [InlineData(Link.Cauchit, -2, 1, 0.1790409328)]
    [InlineData(Link.Cauchit, 0.5, 3, 0.5517505548)]
    [InlineData(Link.Probit, -2, 1, 0.07864960353)]
    [InlineData(Link.Probit, 0.5, 3, 0.5628164694)]
    public void Is_Rs_integral(Link link, double eta, double deviation, double mean) =>
        Assert.Equal(mean, Of(Family.Binomial, link).At(eta, deviation * deviation).Mean, 2e-10);

    [Theory]
    [InlineData(Family.Binomial, Link.Logit)]
    [InlineData(Family.Binomial, Link.Probit)]
    [InlineData(Family.Binomial, Link.Cloglog)]
    [InlineData(Family.Binomial, Link.Cauchit)]
    [InlineData(Family.Poisson, Link.Log)]
    [InlineData(Family.Poisson, Link.Sqrt)]
    [InlineData(Family.Poisson, Link.Identity)]
    public void Its_derivatives_are_those_of_its_values(Family family, Link link)
    {
        MarginalMean mean = Of(family, link);
        foreach (double eta in new[] { -1.7, 0.4, 2.2 })
        {
            foreach (double variance in new[] { 0.05, 0.8, 6 })
            {
                const double H = 1e-3;
                (_, double inEta, double inVariance) = mean.At(eta, variance);
                Assert.Equal(Difference(h => mean.At(eta + h, variance).Mean, H), inEta, 1e-8 * Math.Max(1, Math.Abs(inEta)));
                Assert.Equal(Difference(h => mean.At(eta, variance + h).Mean, H), inVariance, 1e-8 * Math.Max(1, Math.Abs(inVariance)));
            }
        }
    }

    [Fact]
    public void Without_variance_it_is_the_mean_itself()
    {
        LikelihoodKernel kernel = ResponseFamilies.Of(Family.Binomial).Kernel(Link.Logit);
        (double mean, double inEta, double inVariance) = new MarginalMean(kernel).At(0.7, 0);
        double p = kernel.Mean(0.7);

        Assert.Equal(p, mean, 14);
        Assert.Equal(p * (1 - p), inEta, 8);
        Assert.Equal(0.5 * p * (1 - p) * (1 - (2 * p)), inVariance, 8);
    }

    /// <summary>Both sides of where the rule changes, and far beyond.</summary>
    [Theory]
    [InlineData(Link.Logit)]
    [InlineData(Link.Cloglog)]
    [InlineData(Link.Cauchit)]
    public void Wide_random_parts_agree_with_a_fine_sum(Link link)
    {
        LikelihoodKernel kernel = ResponseFamilies.Of(Family.Binomial).Kernel(link);
        MarginalMean mean = Of(Family.Binomial, link);
        foreach (double deviation in new[] { 15.9, 16.1, 70 })
        {
            foreach (double eta in new[] { -200, -30, -3, 0, 0.7, 25, 90.0 })
            {
                (double actual, double inEta, double inVariance) = mean.At(eta, deviation * deviation);
                (double expected, double slope, double moment) = FineSum(kernel, eta, deviation);
                Assert.Equal(expected, actual, 1e-12);
                Assert.Equal(slope, inEta, 1e-12 / deviation);
                Assert.Equal(moment / (2 * deviation), inVariance, 1e-12 / deviation);
            }
        }
    }

    /// <summary>Φ(η/√(1 + s²)).</summary>
    [Theory]
    [InlineData(20)]
    [InlineData(1e3)]
    [InlineData(1e8)]
    [InlineData(1e20)]
    public void The_sum_over_intervals_is_the_closed_form_of_probit(double deviation)
    {
        LikelihoodKernel kernel = ResponseFamilies.Of(Family.Binomial).Kernel(Link.Probit);
        MarginalMean closed = Of(Family.Binomial, Link.Probit);
        foreach (double ratio in new[] { -7, -1.5, -1e-3, 0, 0.4, 3, 6.0 })
        {
            (double mean, double inEta, double inVariance) = closed.At(ratio * deviation, deviation * deviation);
            (double summed, double slope, double second) = StepMean.At(kernel, ratio * deviation, deviation);
            Assert.Equal(mean, summed, 1e-15);
            Assert.Equal(inEta, slope, 1e-14 / deviation);
            Assert.Equal(inVariance, second, 1e-14 / deviation / deviation);
        }
    }

    [Theory]
    [InlineData(Link.Logit)]
    [InlineData(Link.Probit)]
    [InlineData(Link.Cloglog)]
    [InlineData(Link.Cauchit)]
    public void However_wide_the_random_part_it_tends_to_the_normal_distribution_function(Link link)
    {
        MarginalMean mean = Of(Family.Binomial, link);
        foreach (double deviation in new[] { 1e9, 1e20, 1e100, 1e150 })
        {
            // R: pnorm(-0.7), pnorm(1.3).
            Assert.Equal(0.2419636522230730, mean.At(-0.7 * deviation, deviation * deviation).Mean, 1e-8);
            Assert.Equal(0.9031995154143897, mean.At(1.3 * deviation, deviation * deviation).Mean, 1e-8);
        }

        Assert.Equal(double.NaN, mean.At(3, double.PositiveInfinity).Mean);
        Assert.Equal(1, mean.At(double.PositiveInfinity, 4).Mean);
        Assert.Equal(0, mean.At(double.NegativeInfinity, double.NaN).Mean);
        Assert.Equal(double.NaN, mean.At(double.NaN, 4).Mean);
        Assert.Equal(mean.At(0.3, 0), mean.At(0.3, -1e-9));
    }

    [Fact]
    public void A_predictor_far_from_zero_next_to_its_variance_keeps_the_tails_of_cauchit() =>
        Assert.Equal(0.5 + (Math.Atan(-1e6) / Math.PI), Of(Family.Binomial, Link.Cauchit).At(-1e6, 400).Mean, 1e-15);

    [Fact]
    public void A_mean_count_beyond_the_range_of_numbers_is_infinite()
    {
        Assert.Equal(double.PositiveInfinity, Of(Family.Poisson, Link.Log).At(3, 1e40).Mean);
        Assert.Equal(0, Of(Family.Poisson, Link.Log).At(double.NegativeInfinity, double.NaN).Mean);
    }

    /// <summary>By the trapezoidal rule with a step far below the width of the link; where the slope of e^(-e^η) is no number it is 0.</summary>
    private static (double Mean, double Slope, double Moment) FineSum(LikelihoodKernel kernel, double eta, double deviation)
    {
        double step = 0.1 / deviation, mean = 0, slope = 0, moment = 0, total = 0;
        int count = (int)Math.Ceiling(9 / step);
        for (int k = -count; k <= count; k++)
        {
            double z = k * step, weight = Math.Exp(-0.5 * z * z), at = eta + (deviation * z);
            double derivative = double.IsNaN(kernel.MeanDerivative(at)) ? 0 : kernel.MeanDerivative(at);
            total += weight;
            mean += weight * kernel.Mean(eta + (deviation * z));
            slope += weight * derivative;
            moment += weight * z * derivative;
        }

        return (mean / total, slope / total, moment / total);
    }

    private static MarginalMean Of(Family family, Link link) => new(ResponseFamilies.Of(family).Kernel(link));

    private static double Difference(Func<double, double> at, double h) => ((8 * (at(h) - at(-h))) - (at(2 * h) - at(-2 * h))) / (12 * h);
}
