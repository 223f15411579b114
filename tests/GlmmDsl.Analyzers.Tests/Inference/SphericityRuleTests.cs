using GlmmDsl.Analyzers.Tests.Harness;

namespace GlmmDsl.Analyzers.Tests.Inference;

public class SphericityRuleTests
{
    private const string Anova = "var anova = RepeatedMeasures.Anova(table, \"score ~ arm * week + Error(patient/week)\"); ";

    [Theory]
    [InlineData("_ = RepeatedMeasures.Anova(table, \"price ~ store + Error(item/store)\").Tests[\"store\"].[|PValue|];")]
    [InlineData("_ = RepeatedMeasures.Anova(table, \"price ~ store + Error(item)\").Tests[\"store\"].[|PValue|];")]
    [InlineData(Anova + "_ = anova.Tests[\"arm:week\"].[|PValue|];")]
    [InlineData(Anova + "var test = anova.Tests[\"week\"]; if (test.[|PValue|] < 0.05) { Console.WriteLine(test.Statistic); }")]
    [InlineData(Anova + "foreach (var test in anova.Tests) { Console.WriteLine(test.[|PValue|]); }")]
    [InlineData(Anova + "_ = anova.Tests.Select(t => t.[|PValue|]).Min();")]
    public Task A_term_within_subjects_needs_a_correction(string statements) => RuleTest.VerifyAsync("GLMM416", InferenceSource.Of(statements));

    [Theory]
    [InlineData(Anova + "_ = anova.Tests[\"arm\"].PValue;")]
    [InlineData(Anova + "_ = anova.Tests[\"(Intercept)\"].PValue;")]
    [InlineData(Anova + "_ = anova.Tests[\"week\"].Sphericity?.GreenhouseGeisserPValue ?? anova.Tests[\"week\"].PValue;")]
    [InlineData(Anova + "foreach (var test in anova.Tests) { Console.WriteLine($\"{test.PValue} {test.Sphericity?.MauchlyPValue}\"); }")]
    [InlineData("string formula = table.RowCount > 10 ? \"a ~ b + Error(c/b)\" : \"a ~ d + Error(c/d)\"; _ = RepeatedMeasures.Anova(table, formula).Tests[\"b\"].PValue;")]
    [InlineData("_ = RepeatedMeasures.Anova(table, \"score ~ arm * week + Error(patient)\").Tests[\"arm\"].PValue;")]
    [InlineData("static double P(RepeatedMeasuresTest test) => test.PValue; " + Anova + "_ = P(anova.Tests[\"arm\"]);")]
    public Task Terms_between_subjects_and_code_that_looks_at_sphericity_are_silent(string statements) => RuleTest.SilentAsync(InferenceSource.Of(statements));

    [Fact]
    public Task The_fix_reads_the_correction_where_there_is_one() => FixTest.VerifyAsync(
        "GLMM416",
        InferenceSource.Of(Anova + "double p = anova.Tests[\"week\"].PValue;"),
        InferenceSource.Of(Anova + "double p = (anova.Tests[\"week\"].Sphericity?.GreenhouseGeisserPValue ?? anova.Tests[\"week\"].PValue);"));

    [Fact]
    public async Task Nothing_is_computed_twice_for_a_fix() => Assert.Empty(await FixTest.TitlesAsync(
        "GLMM416", InferenceSource.Of("double p = RepeatedMeasures.Anova(table, \"price ~ store + Error(item/store)\").Tests[\"store\"].PValue;")));
}
