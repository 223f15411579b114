using GlmmDsl.Data;
using GlmmDsl.Tests.References;

namespace GlmmDsl.Inference.Tests.Comparison;

/// <summary>Which covariance structures are parts of others, and where the boundary of the larger one lies.</summary>
public sealed class StructuredNestingTests
{
    private static readonly Table Sleep = ReferenceCase.Load("sleep_ris").Data();

    [Theory]
    [InlineData("ar1(0 + factor(Days) | Subject)", "hetar1(0 + factor(Days) | Subject)")]
    [InlineData("ar1(0 + factor(Days) | Subject)", "toep(0 + factor(Days) | Subject)")]
    [InlineData("hetar1(0 + factor(Days) | Subject)", "toep(0 + factor(Days) | Subject)")]
    [InlineData("cs(0 + factor(Days) | Subject)", "toep(0 + factor(Days) | Subject)")]
    public void A_structure_with_fewer_parameters_is_part_of_one_with_more(string small, string large)
    {
        LikelihoodRatioTest test = Test(small, large);

        Assert.True(test.IsNested, test.Reason);
        Assert.True(test.ChiSquare >= -1e-6);
        Assert.Null(test.Mixture);
    }

    [Fact]
    public void A_random_intercept_is_an_autoregression_at_a_correlation_of_one()
    {
        ModelTable table = LikelihoodRatio.Test(Fit("(1 | Subject)"), Fit("ar1(0 + factor(Days) | Subject)"));

        Assert.Equal<IEnumerable<(int, double)>>([(0, 0.5), (1, 0.5)], table.Tests[0].Mixture!.Components);
        Assert.Contains("sets a correlation of m2 to 1", table.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ar1(0 + factor(Days) | Subject)", "cs(0 + factor(Days) | Subject)")]
    [InlineData("(Days | Subject)", "cs(0 + factor(Days) | Subject)")]
    [InlineData("(0 + Days | Subject)", "ar1(0 + factor(Days) | Subject)")]
    public void Other_structures_are_not_nested_and_get_no_test(string small, string large) => Assert.False(Test(small, large).IsNested);

    private static LikelihoodRatioTest Test(string small, string large) => LikelihoodRatio.Test(Fit(small), Fit(large)).Tests[0];

    private static MixedModelFit Fit(string random) =>
        MixedModel.Fit(Formula.Parse("Reaction ~ Days + " + random), Sleep, new FitOptions { Method = FitMethod.Ml });
}
