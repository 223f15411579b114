using GlmmDsl.Analyzers.Tests.Harness;

namespace GlmmDsl.Analyzers.Tests.Inference;

public class WaldOfVarianceRuleTests
{
    [Theory]
    [InlineData("_ = seen.WaldIntervals()[[|\"sd_(Intercept)|g\"|]];")]
    [InlineData("var intervals = seen.WaldIntervals(0.9); _ = intervals[[|\"sigma\"|]];")]
    [InlineData("_ = Slopes.FitReml(visits).WaldIntervals()[[|\"cor_Week.(Intercept)|Patient\"|]];")]
    [InlineData("_ = seen.Wald().Coefficients[[|\"sigma\"|]];")]
    [InlineData("_ = seen.WaldIntervals().TryGet([|\"sigma\"|], out _);")]
    public Task A_standard_deviation_has_no_Wald_interval(string statements) => RuleTest.VerifyAsync("GLMM405", InferenceSource.Of(statements));

    [Theory]
    [InlineData("_ = seen.WaldIntervals()[\"sd_x\"];")]
    [InlineData("_ = seen.WaldIntervals()[\"Week\"];")]
    [InlineData("_ = seen.Profile().Intervals()[\"sigma\"];")]
    [InlineData("_ = seen.Profile().Parameters[\"sd_(Intercept)|g\"];")]
    [InlineData("_ = seen.Coefficients[\"sigma\"];")]
    [InlineData("_ = new Dictionary<string, int>()[\"sigma\"];")]
    public Task Coefficients_and_profiles_are_silent(string statements) => RuleTest.SilentAsync(InferenceSource.Of(statements));

    [Fact]
    public Task The_fix_profiles_the_likelihood() => FixTest.VerifyAsync(
        "GLMM405", InferenceSource.Of("_ = seen.WaldIntervals(0.9)[\"sigma\"].Interval;"), InferenceSource.Of("_ = seen.Profile().Intervals(0.9)[\"sigma\"].Interval;"));
}
