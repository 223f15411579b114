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
        LikelihoodKernel kernel = FamilyLink.Kernel(Family.Binomial, Link.Logit);
        (double mean, double inEta, double inVariance) = new MarginalMean(kernel, Link.Logit).At(0.7, 0);
        double p = kernel.Mean(0.7);

        Assert.Equal(p, mean, 14);
        Assert.Equal(p * (1 - p), inEta, 8);
        Assert.Equal(0.5 * p * (1 - p) * (1 - (2 * p)), inVariance, 8);
    }

    private static MarginalMean Of(Family family, Link link) => new(FamilyLink.Kernel(family, link), link);

    private static double Difference(Func<double, double> at, double h) => ((8 * (at(h) - at(-h))) - (at(2 * h) - at(-2 * h))) / (12 * h);
}
