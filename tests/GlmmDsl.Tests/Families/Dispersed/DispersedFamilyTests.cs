using GlmmDsl.Families;
using GlmmDsl.Families.Dispersed;

namespace GlmmDsl.Tests.Families.Dispersed;

/// <summary>What a family says of its distribution agrees with its density: probabilities, tails, moments, random numbers.</summary>
public sealed class DispersedFamilyTests
{
    private static readonly FamilyConstants Constants = new(1.7, 1.4);

    public static TheoryData<Family> Counts { get; } =
    [
        Family.NegativeBinomial2, Family.NegativeBinomial1, Family.GeneralizedPoisson, Family.TruncatedPoisson, Family.TruncatedNegativeBinomial2, Family.TruncatedNegativeBinomial1,
    ];

    public static TheoryData<Family> Continuous { get; } = [Family.Gamma, Family.InverseGaussian, Family.Lognormal, Family.Tweedie, Family.Beta];

    [Theory]
    [MemberData(nameof(Counts))]
    public void The_tails_of_counts_are_sums_of_their_probabilities(Family family)
    {
        FamilyDefinition known = Bound(family);
        LikelihoodKernel kernel = known.Kernel(Link.Log);
        const double mean = 3.1;
        double below = 0;
        for (int y = known.Refusal(0, 1) is null ? 0 : 1; y < 25; y++)
        {
            TailInterval tails = known.Tails(y, 1, mean);
            Assert.Equal(below, tails.Lower, 1e-12);
            below += Math.Exp(kernel.LogDensity(Math.Log(mean), y, 1));
            Assert.Equal(below, tails.Upper, 1e-12);
        }
    }

    [Theory]
    [MemberData(nameof(Continuous))]
    public void The_tails_of_numbers_are_integrals_of_their_density(Family family)
    {
        FamilyDefinition known = Bound(family);
        double mean = family == Family.Beta ? 0.4 : 1.3;
        LikelihoodKernel kernel = known.Kernel(known.Links[0]);
        double eta = kernel.Link(mean);
        foreach ((double low, double high) in family == Family.Beta ? [(0.2, 0.3), (0.6, 0.8)] : new[] { (0.4, 0.9), (1.2, 2.5) })
        {
            // Simpson's rule.
            double sum = 0;
            const int parts = 400;
            for (int i = 0; i <= parts; i++)
            {
                double y = low + ((high - low) * i / parts);
                sum += Math.Exp(kernel.LogDensity(eta, y, 1)) * (i is 0 or parts ? 1 : i % 2 == 1 ? 4 : 2);
            }

            Assert.Equal(known.Tails(high, 1, mean).Upper - known.Tails(low, 1, mean).Upper, sum * (high - low) / parts / 3, 1e-9);
        }
    }

    [Theory]
    [MemberData(nameof(Counts))]
    [MemberData(nameof(Continuous))]
    [InlineData(Family.BetaBinomial)]
    [InlineData(Family.Gaussian)]
    [InlineData(Family.StudentT)]
    public void Random_responses_have_the_mean_and_the_variance_of_the_family(Family family)
    {
        FamilyDefinition known = family == Family.StudentT ? ResponseFamilies.Of(family).With(new FamilyConstants(1.7, 9)) : Bound(family);
        bool isShare = family is Family.Beta or Family.BetaBinomial;
        double mean = isShare ? 0.4 : 2.3;
        const int n = 40_000;
        var random = new Random(11);
        double[] draws = [.. Enumerable.Range(0, n).Select(_ => known.Draw(random, mean, 1))];
        double expected = known.ResponseMean(mean), variance = known.VarianceOf(mean), average = draws.Average();
        Assert.All(draws, y => Assert.Null(known.Refusal(y, 1)));
        Assert.Equal(expected, average, 5 * Math.Sqrt(variance / n));
        Assert.Equal(1, draws.Sum(y => (y - average) * (y - average)) / n / variance, 0.15);
    }

    [Theory]
    [InlineData(Family.NegativeBinomial2)]
    [InlineData(Family.TruncatedPoisson)]
    [InlineData(Family.Gamma)]
    public void Structural_zeros_add_to_zero_alone(Family family)
    {
        FamilyDefinition inner = Bound(family), inflated = new ZeroInflatedFamily(inner, 0.3);
        var random = new Random(3);
        double[] draws = [.. Enumerable.Range(0, 40_000).Select(_ => inflated.Draw(random, 2.3, 1))];
        double average = draws.Average();
        Assert.Equal(inflated.ResponseMean(2.3), average, 5 * Math.Sqrt(inflated.VarianceOf(2.3) / draws.Length));
        Assert.Equal(1, draws.Sum(y => (y - average) * (y - average)) / draws.Length / inflated.VarianceOf(2.3), 0.1);
        double zero = inflated.Tails(0, 1, 2.3).Upper;
        Assert.Equal(draws.Count(y => y == 0) / (double)draws.Length, zero, 0.015);
        Assert.Equal(1, inflated.Tails(60, 1, 2.3).Upper, 1e-9);
    }

    [Fact]
    public void Sigma_is_what_R_prints()
    {
        Assert.Equal(0.5, ResponseFamilies.Of(Family.Gamma).SigmaOf(4));
        Assert.Equal(2, ResponseFamilies.Of(Family.InverseGaussian).SigmaOf(4));
        Assert.Equal(2, ResponseFamilies.Of(Family.Gaussian).SigmaOf(4));
        Assert.Equal(4, ResponseFamilies.Of(Family.NegativeBinomial2).SigmaOf(4));
    }

    private static FamilyDefinition Bound(Family family) => ResponseFamilies.Of(family).With(Constants);
}
