using GlmmDsl.Analyzers.Tests.Harness;

namespace GlmmDsl.Analyzers.Tests.Formulas;

/// <summary>A fix writes what must have been meant, or is not offered: no fix silently changes the meaning of a model.</summary>
public class SafeFixTests
{
    [Theory]
    [InlineData("GLMM102", "Score ~ Week + (1 | Patient)", ", Weights = \"1/Exposure\"")]
    [InlineData("GLMM102", "Score ~ Week + (1 | Patient)", ", Weights = \"-Exposure\"")]
    [InlineData("GLMM102", "Score ~ Week + (1 | Patient)", ", Weights = \"Exposure^2\"")]
    [InlineData("GLMM102", "Score ~ Week + (1 | Patient)", ", Weights = \"log(Exposure)\"")]
    [InlineData("GLMM102", "Score3 ~ Week + (1 | Patient)", "")]
    [InlineData("GLMM104", "Score ~ s(Week) + (1 | Patient)", "")]
    [InlineData("GLMM104", "Score ~ tanh(Week) + (1 | Patient)", "")]
    [InlineData("GLMM104", "Score ~ log3(Week) + (1 | Patient)", "")]
    [InlineData("GLMM101", "lmer(Score ~ Week + (1 | Patient), REML = FALSE)", "")]
    [InlineData("GLMM101", "Score ~ Week + (1 | Patient), weights = Exposure", "")]
    public async Task No_fix_is_offered_where_it_would_be_a_guess(string rule, string formula, string arguments) =>
        Assert.Empty(await FixTest.TitlesAsync(rule, Model(formula, arguments)));

    [Theory]
    [InlineData("GLMM101", "lmer(Score ~ Week + (1 | Patient), data = visits)", "Score ~ Week + (1 | Patient)")]
    [InlineData("GLMM101", "Score ∼ Week + (1 | Patient)", "Score ~ Week + (1 | Patient)")]
    [InlineData("GLMM101", "Score ~ Week (1 | Patient)", "Score ~ Week + (1 | Patient)")]
    [InlineData("GLMM102", "Score ~ Wee + (1 | Patient)", "Score ~ Week + (1 | Patient)")]
    [InlineData("GLMM102", "Score ~ Week + (1 | Pat)", "Score ~ Week + (1 | Patient)")]
    [InlineData("GLMM102", "Score ~ `odd nam` + (1 | Patient)", "Score ~ `odd name` + (1 | Patient)")]
    [InlineData("GLMM104", "Score ~ Math.Log(Week) + (1 | Patient)", "Score ~ log(Week) + (1 | Patient)")]
    [InlineData("GLMM215", "Score ~ Week + (Patient | Week)", "Score ~ Week + (Week | Patient)")]
    [InlineData("GLMM215", "Score ~ Week + (1 + Patient | Days)", "Score ~ Week + (1 + Days | Patient)")]
    public Task What_must_be_meant_is_written(string rule, string formula, string expected) => FixTest.VerifyAsync(rule, Model(formula), Model(expected));

    [Fact]
    public Task All_slopes_that_lack_their_fixed_effect_are_added_together() => FixTest.VerifyAllAsync(
        "GLMM205", Model("Score ~ 1 + (Week + Days | Patient) + (Exposure | Site)"), Model("Score ~ 1 + Week + Days + (Week + Days | Patient) + Exposure + (Exposure | Site)"));

    [Fact]
    public Task All_duplicates_are_removed_together() => FixTest.VerifyAllAsync(
        "GLMM204", Model("Score ~ Week + (1 | Patient) + (1 | Patient) + (1 | Patient)"), Model("Score ~ Week + (1 | Patient)"));

    [Fact]
    public Task Fixes_of_another_kind_are_not_applied_along() => FixTest.VerifyAllAsync(
        "GLMM304",
        Weighted("Family.Binomial", "", "") + Weighted("Family.Poisson", "2", ""),
        Weighted("Family.Binomial", "", ", WeightKind = WeightKind.Trials") + Weighted("Family.Poisson", "2", ""),
        "The rows are proportions of that many trials");

    [Theory]
    [InlineData("Score ~ Week + (I(-Week) | Patient)")]
    [InlineData("Score ~ I(-Week) + (Week | Patient)")]
    [InlineData("Score ~ Arm + (as.numeric(Arm) | Patient)")]
    [InlineData("Score ~ Arm + (I(Arm == 'Drug') | Patient)")]
    [InlineData("Score ~ Arm * Cured + (I(Arm == 'Drug' & Cured) | Patient)")]
    public Task A_slope_that_the_fixed_effects_span_is_silent(string formula) => RuleTest.SilentAsync(Model(formula));

    [Theory]
    [InlineData("Score ~ Week + ([|I(Arm == 'Drug')|] | Patient)")]
    [InlineData("Score ~ Arm + Cured + ([|I(Arm == 'Drug' & Cured)|] | Patient)")]
    public Task A_slope_that_they_do_not_span_is_marked(string formula) => RuleTest.VerifyAsync("GLMM205", Model(formula));

    [Theory]
    [InlineData("Score ~ Week + [|(Patient | Week)|]")]
    [InlineData("Score ~ Week + [|(0 + Patient | Days)|]")]
    [InlineData("Score ~ Week + [|(Lot | Days)|]")]
    public Task Sides_of_a_bar_that_are_swapped_are_one_diagnostic(string formula) => RuleTest.VerifyAsync("GLMM215", Model(formula));

    [Theory]
    [InlineData("Score ~ Arm + (Arm | Days)")]
    [InlineData("Score ~ Patient + (Patient | Days)")]
    [InlineData("Score ~ Week + (Week | Lot)")]
    public Task Factors_that_vary_between_groups_of_numbers_are_silent(string formula) => RuleTest.SilentAsync(Model(formula));

    private static string Weighted(string family, string number, string kind) => $$"""
        public record Row{{number}}(int Y, double W, string G);
        [GeneralizedLinearMixedModel<Row{{number}}>("Y ~ 1 + (1 | G)", {{family}}, Weights = "W"{{kind}})]
        public sealed partial class Model{{number}};

        """;

    private static string Model(string formula, string arguments = "") => $$"""
        public enum Arm { Placebo, Drug }
        public record Visit(double Score, double Score1, double Score2, double Week, int Days, double Exposure, Arm Arm, bool Cured, string Patient, string Site, [Factor] int Lot, [Column("odd name")] double Odd);

        [LinearMixedModel<Visit>("{{formula}}"{{arguments}})]
        public sealed partial class Trial;
        """;
}
