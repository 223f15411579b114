using GlmmDsl.Analyzers.Tests.Harness;

namespace GlmmDsl.Analyzers.Tests.Inference;

public class LevelRuleTests
{
    private const string Test = "var test = Plain.FitReml(visits).Wald().Coefficients.Week; ";

    [Theory]
    [InlineData(Test + "_ = test.Interval([|95|]);")]
    [InlineData(Test + "_ = test.Interval(level: [|1.0|]);")]
    [InlineData(Test + "_ = test.Interval([|0|]);")]
    [InlineData(Test + "_ = test.Interval([|-0.95|]);")]
    [InlineData("const double Level = 99; " + Test + "_ = test.Interval([|Level|]);")]
    [InlineData("_ = MixedModel.Fit(\"y ~ x + (1 | g)\", table).Wald().Coefficients[\"x\"].Interval([|95|]);")]
    public Task A_level_outside_0_and_1_is_found(string statements) => RuleTest.VerifyAsync("GLMM411", InferenceSource.Of(statements));

    [Theory]
    [InlineData(Test + "_ = test.Interval(0.95);")]
    [InlineData(Test + "_ = test.Interval();")]
    [InlineData(Test + "_ = test.Interval(level);")]
    [InlineData(Test + "_ = test.Interval(95 / 100.0);")]
    [InlineData("static double Interval(double level) => level; _ = Interval(95);")]
    public Task Levels_inside_and_those_not_seen_are_silent(string statements) => RuleTest.SilentAsync(InferenceSource.Of(statements));

    [Theory]
    [InlineData("95", "0.95")]
    [InlineData("99.9", "0.999")]
    public Task A_percentage_is_written_as_a_proportion(string percentage, string level) =>
        FixTest.VerifyAsync("GLMM411", InferenceSource.Of(Test + $"_ = test.Interval({percentage});"), InferenceSource.Of(Test + $"_ = test.Interval({level});"));

    [Fact]
    public async Task What_is_no_percentage_has_no_fix() => Assert.Empty(await FixTest.TitlesAsync("GLMM411", InferenceSource.Of(Test + "_ = test.Interval(0);")));
}
