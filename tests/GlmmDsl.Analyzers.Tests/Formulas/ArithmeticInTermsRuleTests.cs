using GlmmDsl.Analyzers.Tests.Harness;

namespace GlmmDsl.Analyzers.Tests.Formulas;

public class ArithmeticInTermsRuleTests
{
    [Theory]
    [InlineData("GLMM110", "Score ~ Week + [|Week^2|] + (1 | Patient)")]
    [InlineData("GLMM110", "Score ~ Week + [|(Week)^3|] + (1 | Patient)")]
    [InlineData("GLMM110", "Score ~ [|Week ** 2|] * Arm + (1 | Patient)")]
    [InlineData("GLMM110", "Score ~ [|log(Week)^2|] + (1 | Patient)")]
    [InlineData("GLMM110", "Score ~ Week + (Week + [|Week^2|] | Patient)")]
    [InlineData("GLMM110", "Score ~ Week + [|Arm^2|] + (1 | Patient)")]
    [InlineData("GLMM111", "Score ~ [|Count/Exposure|] + (1 | Patient)")]
    [InlineData("GLMM111", "Score ~ [|(Count + Week)/Exposure|] + (1 | Patient)")]
    [InlineData("GLMM111", "Score ~ Count * Exposure + ([|Count/Exposure|] | Patient)")]
    [InlineData("GLMM111", "Score ~ Week + ([|Count/Exposure|] | Patient)")]
    [InlineData("GLMM111", "Score ~ [|Count - Exposure|] + (1 | Patient)")]
    [InlineData("GLMM111", "Score ~ Week + [|Count - log(Exposure)|] + (1 | Patient)")]
    [InlineData("GLMM114", "Score ~ [|(Count + Week) * Exposure|] + (1 | Patient)")]
    [InlineData("GLMM114", "Score ~ [|Exposure * (Count + Week)|] + (1 | Patient)")]
    public Task Arithmetic_between_terms_is_marked(string rule, string formula) => RuleTest.VerifyAsync(rule, Model(formula));

    [Theory]
    [InlineData("Score ~ Week + I(Week^2) + (1 | Patient)")]
    [InlineData("Score ~ (Week + Arm)^2 + (1 | Patient)")]
    [InlineData("Score ~ Week + (Week^2 > 4) + (1 | Patient)")]
    [InlineData("Score ~ (Week + Count + Exposure)^3 + (1 | Patient)")]
    [InlineData("log(Score)^2 ~ Week + (1 | Patient)")]
    [InlineData("I(Count/Exposure) ~ Week + (1 | Patient)")]
    [InlineData("Count/Exposure ~ Week + (1 | Patient)")]
    [InlineData("Score ~ Arm/Week + (1 | Patient)")]
    [InlineData("Score ~ Week/Arm + (1 | Patient)")]
    [InlineData("Score ~ Arm/Drug + (1 | Patient)")]
    [InlineData("Score ~ Lot/Week + (1 | Patient)")]
    [InlineData("Score ~ factor(Count)/Week + (1 | Patient)")]
    [InlineData("Score ~ Week + (1 | Site/Patient)")]
    [InlineData("Score ~ Week + (1 | Lot/Count)")]
    [InlineData("Score ~ Week + offset(log(Count/Exposure)) + (1 | Patient)")]
    [InlineData("Score ~ Week * Arm - Week + (1 | Patient)")]
    [InlineData("Score ~ Week - 1 + (1 | Patient)")]
    [InlineData("Score ~ (Week + Count) * Arm + (1 | Patient)")]
    [InlineData("Score ~ (Week + Arm) * Count + (1 | Patient)")]
    [InlineData("Score ~ (Week * Count) * Exposure + (1 | Patient)")]
    public Task Terms_that_are_meant_are_silent(string formula) => RuleTest.SilentAsync(Model(formula));

    [Theory]
    [InlineData("GLMM110", "Score ~ Week + Week^2 + (1 | Patient)", "Score ~ Week + I(Week^2) + (1 | Patient)")]
    [InlineData("GLMM111", "Score ~ Count/Exposure + (1 | Patient)", "Score ~ I(Count/Exposure) + (1 | Patient)")]
    [InlineData("GLMM111", "Score ~ Week + Count - Exposure + (1 | Patient)", "Score ~ Week + I(Count - Exposure) + (1 | Patient)")]
    [InlineData("GLMM114", "Score ~ (Count + Week) * Exposure + (1 | Patient)", "Score ~ I((Count + Week) * Exposure) + (1 | Patient)")]
    public Task The_fix_puts_the_arithmetic_inside_I(string rule, string formula, string expected) => FixTest.VerifyAsync(rule, Model(formula), Model(expected));

    [Fact]
    public async Task A_factor_has_no_powers_and_no_fix()
    {
        var found = await RuleTest.VerifyAsync("GLMM110", Model("Score ~ Week + [|Arm^2|] + (1 | Patient)"));
        Assert.Equal("'Arm^2' is 'Arm' here, because '^' crosses terms with themselves: 'Arm' is a factor and has no powers, leave '^2' out", Assert.Single(found).GetMessage(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Empty(await FixTest.TitlesAsync("GLMM110", Model("Score ~ Week + Arm^2 + (1 | Patient)")));
    }

    [Fact]
    public Task A_power_in_a_formula_of_the_run_time_path_is_marked_too() => RuleTest.VerifyAsync("GLMM110", """
        public static class Program
        {
            public static void Run(Table table) => MixedModel.Fit("y ~ x + [|x^2|] + (1 | g)", table);
        }
        """);

    [Theory]
    [InlineData("int SiteId", "SiteId")]
    [InlineData("long site_id", "site_id")]
    [InlineData("int Subject", "Subject")]
    [InlineData("int PostalCode", "PostalCode")]
    public Task An_identifier_as_a_number_is_marked(string column, string name) =>
        RuleTest.VerifyAsync("GLMM113", Row(column, $"Score ~ Week + [|{name}|] + (1 | Patient)"));

    [Theory]
    [InlineData("int Paid", "Score ~ Week + Paid + (1 | Patient)")]
    [InlineData("int Year", "Score ~ Week + Year + (1 | Patient) + (1 | Year)")]
    [InlineData("int Block", "Score ~ Week + Block + (1 | Patient)")]
    [InlineData("double SiteId", "Score ~ Week + SiteId + (1 | Patient)")]
    [InlineData("[Factor] int SiteId", "Score ~ Week + SiteId + (1 | Patient)")]
    [InlineData("int SiteId", "Score ~ Week + factor(SiteId) + (1 | Patient)")]
    [InlineData("int SiteId", "Score ~ Week + (1 | SiteId)")]
    public Task Other_numbers_and_groups_are_silent(string column, string formula) => RuleTest.SilentAsync(Row(column, formula));

    [Fact]
    public Task The_fix_makes_an_identifier_a_factor() => FixTest.VerifyAsync(
        "GLMM113", Row("int SiteId", "Score ~ Week + SiteId + (1 | Patient)"), Row("[Factor] int SiteId", "Score ~ Week + SiteId + (1 | Patient)"));

    private static string Row(string column, string formula) => $$"""
        public record Visit(double Score, double Week, {{column}}, string Patient);

        [LinearMixedModel<Visit>("{{formula}}")]
        public sealed partial class Trial;
        """;

    private static string Model(string formula) => $$"""
        public enum Arm { Placebo, Drug }
        public record Visit(double Score, double Week, int Count, double Exposure, Arm Arm, bool Drug, string Patient, string Site, [Factor] int Lot);

        [LinearMixedModel<Visit>("{{formula}}")]
        public sealed partial class Trial;
        """;
}
