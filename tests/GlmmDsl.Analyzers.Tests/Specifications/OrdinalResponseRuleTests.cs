using GlmmDsl.Analyzers.Tests.Harness;

namespace GlmmDsl.Analyzers.Tests.Specifications;

public class OrdinalResponseRuleTests
{
    private const string Rows = """
        [Ordered] public enum Pain { None, Mild, Severe }
        public enum Colour { Red, Green, Blue }
        public record Visit(Pain Pain, Pain? Later, [property: Ordered] Colour Shade, Colour Colour, [Ordered("no", "yes")] string Told, [Ordered("a", "b", "c")] string Grade, [Factor] string Site, int Count, bool IsIll, double Dose, string Patient);

        """;

    [Theory]
    [InlineData("[|Pain|] ~ Dose + (1 | Patient)", "Poisson")]
    [InlineData("[|Later|] ~ Dose + (1 | Patient)\", {0}, Missing = MissingValues.Omit, Offset = \"Dose", "Poisson")]
    [InlineData("[|Shade|] ~ Dose + (1 | Patient)", "Binomial")]
    [InlineData("[|Grade|] ~ Dose + (1 | Patient)", "NegativeBinomial2")]
    [InlineData("[|(Pain)|] ~ Dose + (1 | Patient)", "Gamma")]
    public Task Ordered_categories_under_another_family_are_marked(string formula, string family) =>
        RuleTest.VerifyAsync("GLMM309", formula.Contains("{0}", StringComparison.Ordinal) ? Later(formula, family) : Model(formula, family));

    [Fact]
    public Task Ordered_categories_in_a_linear_model_are_marked() => RuleTest.VerifyAsync("GLMM309", Linear("[|Pain|] ~ Dose + (1 | Patient)"));

    [Theory]
    [InlineData("Pain ~ Dose + (1 | Patient)", "Cumulative")]
    [InlineData("Shade ~ Dose + (1 | Patient)", "Cumulative")]
    [InlineData("Grade ~ Dose + (1 | Patient)", "Cumulative")]
    [InlineData("Told ~ Dose + (1 | Patient)", "Binomial")]
    [InlineData("Told ~ Dose + (1 | Patient)", "Cumulative")]
    [InlineData("as.numeric(Pain) ~ Dose + (1 | Patient)", "Poisson")]
    [InlineData("Count ~ Pain + (1 | Patient)", "Poisson")]
    public Task Models_that_can_have_the_response_are_silent(string formula, string family) => RuleTest.SilentAsync(Model(formula, family));

    [Theory]
    [InlineData("[|Colour|] ~ Dose + (1 | Patient)")]
    [InlineData("[|Site|] ~ Dose + (1 | Patient)")]
    [InlineData("[|Count|] ~ Dose + (1 | Patient)")]
    [InlineData("[|IsIll|] ~ Dose + (1 | Patient)")]
    [InlineData("[|as.numeric(Pain)|] ~ Dose + (1 | Patient)")]
    public Task A_cumulative_model_of_a_response_without_an_order_is_marked(string formula) => RuleTest.VerifyAsync("GLMM310", Model(formula, "Cumulative"));

    [Fact]
    public Task The_fix_changes_the_family() => FixTest.VerifyAsync(
        "GLMM309", Model("Pain ~ Dose + (1 | Patient)", "Poisson"), Model("Pain ~ Dose + (1 | Patient)", "Cumulative"));

    [Fact]
    public Task The_fix_makes_a_linear_model_a_cumulative_one() => FixTest.VerifyAsync(
        "GLMM309", Linear("Pain ~ Dose + (1 | Patient)"), Model("Pain ~ Dose + (1 | Patient)", "Cumulative"));

    private static string Model(string formula, string family) => Rows + $$"""
        [GeneralizedLinearMixedModel<Visit>("{{formula}}", Family.{{family}})]
        public sealed partial class Painful;
        """;

    private static string Later(string formula, string family)
    {
        string[] parts = formula.Split("\", {0}");
        return Rows + $$"""
            [GeneralizedLinearMixedModel<Visit>("{{parts[0]}}", Family.{{family}}{{parts[1]}}")]
            public sealed partial class Painful;
            """;
    }

    private static string Linear(string formula) => Rows + $$"""
        [LinearMixedModel<Visit>("{{formula}}")]
        public sealed partial class Painful;
        """;
}
