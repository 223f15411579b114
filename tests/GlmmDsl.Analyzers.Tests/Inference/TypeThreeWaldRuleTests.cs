using GlmmDsl.Analyzers.Tests.Harness;

namespace GlmmDsl.Analyzers.Tests.Inference;

public class TypeThreeWaldRuleTests
{
    [Theory]
    [InlineData("_ = Full.FitReml(visits).Wald().[|Terms|];")]
    [InlineData("_ = Full.FitReml(visits).Wald().[|Terms|].Week;")]
    [InlineData("_ = Full.FitMl(visits).Wald().[|Anova|]();")]
    [InlineData("_ = Full.FitMl(visits).Wald().[|Anova|](TestType.III);")]
    [InlineData("var wald = Cure.FitLaplace(visits).Wald(); Console.WriteLine(wald.[|Terms|]);")]
    [InlineData("var fit = Full.FitReml(visits); _ = fit.Result.Wald().[|Terms|][\"Week\"];")]
    [InlineData("var wald = Full.FitReml(visits).Wald(); _ = wald.Result.[|Terms|];")]
    public Task Under_treatment_contrasts_the_tests_are_at_the_reference_level(string statements) => RuleTest.VerifyAsync("GLMM408", InferenceSource.Of(statements));

    [Theory]
    [InlineData("_ = Full.FitReml(visits).Wald().Anova(TestType.II);")]
    [InlineData("_ = Full.FitReml(visits).Wald().Coefficients;")]
    [InlineData("_ = Full.FitReml(visits).Wald().Terms.Week_Arm;")]
    [InlineData("_ = Full.FitReml(visits).Wald().Anova(TestType.III).Arm.PValue;")]
    [InlineData("_ = Full.FitReml(visits).Result.Wald().Terms[\"Week:Arm\"];")]
    [InlineData("_ = Summed.FitReml(visits).Wald().Terms;")]
    [InlineData("_ = Added.FitReml(visits).Wald().Terms;")]
    [InlineData("_ = Plain.FitReml(visits).Wald().Anova();")]
    [InlineData("_ = seen.Wald().Terms;")]
    public Task Other_types_contrasts_and_models_are_silent(string statements) => RuleTest.SilentAsync(InferenceSource.Of(statements));

    [Fact]
    public Task The_fix_gives_the_factor_sum_contrasts()
    {
        const string use = "_ = Full.FitReml(visits).Wald().Terms;";
        string before = InferenceSource.Of(use);
        return FixTest.VerifyAsync("GLMM408", before, before.Replace("\"Score ~ Week * Arm + (1 | Patient)\")] public sealed partial class Full", "\"Score ~ Week * Arm + (1 | Patient)\", Contrasts = \"Arm=sum\")] public sealed partial class Full", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_message_names_term_and_factor()
    {
        var found = await TestCompilation.DiagnoseAsync(TestCompilation.Generate(TestCompilation.Create(InferenceSource.Of("_ = Full.FitReml(visits).Wald().Terms;"))));
        string message = Assert.Single(found).GetMessage(System.Globalization.CultureInfo.InvariantCulture);
        Assert.Contains("with treatment contrasts of 'Arm' the test of 'Week' is of its effect at the reference level of 'Arm' alone", message, StringComparison.Ordinal);
    }
}
