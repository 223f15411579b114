using GlmmDsl.Analyzers.Tests.Harness;

namespace GlmmDsl.Analyzers.Tests.Inference;

public class KenwardRogerRuleTests
{
    [Theory]
    [InlineData("_ = Plain.FitMl(visits).{|CS1061:[|KenwardRoger|]|}();")]
    [InlineData("Plain.MlFit fit = Plain.FitMl(visits); _ = fit.{|CS1061:[|KenwardRoger|]|}().Coefficients;")]
    [InlineData("_ = Cure.FitLaplace(visits).{|CS1061:[|KenwardRoger|]|}();")]
    public Task Where_the_method_is_not_the_rule_says_why(string statements) => RuleTest.VerifyAsync("GLMM407", InferenceSource.Of(statements));

    [Theory]
    [InlineData("_ = Plain.FitMl(visits).Result.[|KenwardRoger|]();")]
    [InlineData("_ = MixedModel.Fit(\"y ~ x + (1 | g)\", table, new FitOptions { Method = FitMethod.Ml }).[|KenwardRoger|]();")]
    [InlineData("var fit = MixedModel.Fit(\"y ~ x + (1 | g)\", table, new FitOptions { Family = Family.Poisson }); _ = fit.[|KenwardRoger|](Information.Observed);")]
    [InlineData("_ = Cure.FitFast(visits).Result.[|KenwardRoger|]();")]
    [InlineData("_ = MixedModel.Fit(\"y ~ x + (1 | g)\", table).RefitMl().[|KenwardRoger|]();")]
    public Task At_run_time_what_is_seen_decides(string statements) => RuleTest.VerifyAsync("GLMM407", InferenceSource.Of(statements));

    [Theory]
    [InlineData("_ = visits.{|CS1061:KenwardRoger|}();")]
    [InlineData("_ = Plain.FitReml(visits).KenwardRoger();")]
    [InlineData("_ = seen.KenwardRoger();")]
    [InlineData("_ = MixedModel.Fit(\"y ~ x + (1 | g)\", table).KenwardRoger();")]
    [InlineData("_ = MixedModel.Fit(\"y ~ x + (1 | g)\", table, given).KenwardRoger();")]
    [InlineData("_ = Plain.FitMl(visits).Satterthwaite();")]
    public Task REML_fits_and_what_is_not_seen_are_silent(string statements) => RuleTest.SilentAsync(InferenceSource.Of(statements));

    [Theory]
    [InlineData("Plain.MlFit fit = Plain.FitMl(visits); _ = fit.KenwardRoger();", "Plain.RemlFit fit = Plain.FitReml(visits); _ = fit.KenwardRoger();")]
    [InlineData("_ = Plain.FitMl(visits).KenwardRoger();", "_ = Plain.FitReml(visits).KenwardRoger();")]
    [InlineData("_ = MixedModel.Fit(\"y ~ x + (1 | g)\", table, new FitOptions { Method = FitMethod.Ml }).KenwardRoger();", "_ = MixedModel.Fit(\"y ~ x + (1 | g)\", table, new FitOptions { Method = FitMethod.Reml }).KenwardRoger();")]
    public Task The_fix_fits_by_REML(string statements, string expected) => FixTest.VerifyAsync("GLMM407", InferenceSource.Of(statements), InferenceSource.Of(expected), "Fit by REML");

    [Fact]
    public async Task Satterthwaites_method_is_offered_too() =>
        Assert.Equal(["Fit by REML", "Test by Satterthwaite's method"], await FixTest.TitlesAsync("GLMM407", InferenceSource.Of("_ = Plain.FitMl(visits).KenwardRoger();")));
}
