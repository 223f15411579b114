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
    [InlineData("_ = visits.{|CS1061:KenwardRoger|}();")]
    [InlineData("_ = seen.Wald();")]
    public Task Other_values_have_only_the_compilers_error(string statements) => RuleTest.SilentAsync(InferenceSource.Of(statements));
}
