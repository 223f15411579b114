using GlmmDsl.Analyzers.Tests.Harness;

namespace GlmmDsl.Analyzers.Tests.Formulas;

public class RandomEffectsRuleTests
{
    [Theory]
    [InlineData("GLMM201", "Score ~ Week + (1 | [|Dose|])")]
    [InlineData("GLMM201", "Score ~ Week + (1 | Patient/[|Dose|])")]
    [InlineData("GLMM201", "Score ~ Week + (1 | Patient) + (1 | [|Price|])")]
    [InlineData("GLMM202", "Score ~ Week + Arm + ([|Arm|] || Patient)")]
    [InlineData("GLMM202", "Score ~ Week * Arm + (Week * [|Arm|] || Patient)")]
    [InlineData("GLMM203", "Score ~ Week + (1 | Patient) + [|(Week | Patient)|]")]
    [InlineData("GLMM203", "Score ~ Week + Dose + (Week | Patient) + [|(Dose | Patient)|]")]
    [InlineData("GLMM203", "Score ~ Week + (1 | Site/Patient) + [|(Week | Site)|]")]
    [InlineData("GLMM203", "Score ~ Week + (1 | Site:Patient) + [|(Week | Patient:Site)|]")]
    [InlineData("GLMM203", "Score ~ Arm + (1 | Patient) + [|(0 + Arm | Patient)|]")]
    [InlineData("GLMM203", "Score ~ Arm + (0 + Arm | Patient) + [|(1 | Patient)|]")]
    [InlineData("GLMM204", "Score ~ Week + (1 | Patient) + [|(1 | Patient)|]")]
    [InlineData("GLMM204", "Score ~ Week + (Week | Patient) + [|(1 + Week | Patient)|]")]
    [InlineData("GLMM204", "Score ~ Week + (1 | Site/Patient) + [|(1 | Site)|]")]
    [InlineData("GLMM204", "Score ~ Week + (Week || Patient) + [|(1 | Patient)|]")]
    [InlineData("GLMM205", "Score ~ Arm + ([|Week|] | Patient)")]
    [InlineData("GLMM205", "Score ~ Week + (Week + [|I(Week^2)|] | Patient)")]
    [InlineData("GLMM205", "Score ~ Week + Arm + (0 + [|Week:Arm|] | Site)")]
    public Task A_suspect_random_term_is_marked(string rule, string formula) => RuleTest.VerifyAsync(rule, Model(formula));

    [Theory]
    [InlineData("Score ~ Week + (1 | Lot)")]
    [InlineData("Score ~ Week + (1 | factor(Dose))")]
    [InlineData("Score ~ Week + (1 | Year)")]
    [InlineData("Score ~ Week + Arm + diag(Arm | Patient)")]
    [InlineData("Score ~ Week + (Week || Patient)")]
    [InlineData("Score ~ Week + Arm + (Week || Arm:Patient)")]
    [InlineData("Score ~ Week + (1 | Patient) + (0 + Week | Patient)")]
    [InlineData("Score ~ Arm + (1 | Patient) + diag(0 + Arm | Patient)")]
    [InlineData("Score ~ as.numeric(Arm) + (1 | Patient) + (0 + as.numeric(Arm) | Patient)")]
    [InlineData("Score ~ Week + (1 | Patient) + (Week - 1 | Patient)")]
    [InlineData("Score ~ Week + (1 | Site) + (1 | Site:Patient)")]
    [InlineData("Score ~ Week + (1 | Site/Patient)")]
    [InlineData("Score ~ Week + (1 | Site) + (1 | Patient)")]
    [InlineData("Score ~ Week * Arm + (Week | Patient)")]
    [InlineData("Score ~ Arm + Arm:Week + (Week | Patient)")]
    [InlineData("Score ~ scale(Week) + (Week | Patient)")]
    [InlineData("Score ~ I(Week - 5) + (Week | Patient)")]
    [InlineData("Score ~ poly(Week, 2) + (Week + I(Week^2) | Patient)")]
    [InlineData("Score ~ Week + (I(Week / 10) | Patient)")]
    [InlineData("Score ~ factor(Year) + (Year | Patient)")]
    public Task A_sound_random_term_is_silent(string formula) => RuleTest.SilentAsync(Model(formula));

    [Theory]
    [InlineData("GLMM202", "Score ~ Arm + (Arm || Patient)", "Score ~ Arm + diag(Arm | Patient)", null)]
    [InlineData("GLMM203", "Score ~ Week + (1 | Patient) + (Week | Patient)", "Score ~ Week + (Week | Patient)", "Merge into (Week | Patient)")]
    [InlineData("GLMM203", "Score ~ Week + (1 | Patient) + (Week | Patient)", "Score ~ Week + (1 | Patient) + (0 + Week | Patient)", "Write 0 + in (Week | Patient)")]
    [InlineData("GLMM203", "Score ~ Week + (1 + Week | Patient) + (1 | Patient)", "Score ~ Week + (0 + Week | Patient) + (1 | Patient)", "Write 0 + in (1 + Week | Patient)")]
    [InlineData("GLMM203", "Score ~ Week + Dose + (Week | Patient) + (Dose | Patient)", "Score ~ Week + Dose + (Week + Dose | Patient)", "Merge into (Week + Dose | Patient)")]
    [InlineData("GLMM204", "Score ~ Week + (1 | Patient) + (1 | Patient)", "Score ~ Week + (1 | Patient)", null)]
    [InlineData("GLMM204", "Score ~ (1 | Patient) + (Week || Patient) + Week", "Score ~ (Week || Patient) + Week", null)]
    [InlineData("GLMM205", "Score ~ Arm + (Week | Patient)", "Score ~ Arm + Week + (Week | Patient)", null)]
    public Task The_fix_rewrites_the_formula(string rule, string formula, string expected, string? title) =>
        FixTest.VerifyAsync(rule, Model(formula), Model(expected), title);

    [Fact]
    public Task The_fix_marks_the_member_as_a_factor() =>
        FixTest.VerifyAsync("GLMM201", Model("Score ~ Week + (1 | Dose)"), Model("Score ~ Week + (1 | Dose)").Replace("double Dose", "[Factor] double Dose", StringComparison.Ordinal));

    [Fact]
    public Task The_fix_marks_a_property_too() => FixTest.VerifyAsync(
        "GLMM201",
        Class("    /// <summary>Dose.</summary>\n    public double Dose { get; set; }"),
        Class("    /// <summary>Dose.</summary>\n    [Factor]\n    public double Dose { get; set; }"));

    private static string Class(string dose) => $$"""
        public class Visit
        {
            public double Score { get; set; }
        {{dose}}
        }

        [LinearMixedModel<Visit>("Score ~ 1 + (1 | Dose)")]
        public sealed partial class Trial;
        """;

    [Fact]
    public Task A_property_that_overrides_a_marked_one_is_marked() => RuleTest.SilentAsync("""
        public abstract record Entity { [Factor] public abstract double Lot { get; init; } }
        public record Visit(double Score, double Week) : Entity { public override double Lot { get; init; } }
        [LinearMixedModel<Visit>("Score ~ Week + (1 | Lot)")] public sealed partial class Trial;
        """);

    private static string Model(string formula) => $$"""
        public enum Arm { Placebo, Drug }
        public record Visit(double Score, double Week, Arm Arm, string Patient, string Site, double Dose, decimal Price, [Factor] double Lot, int Year);

        [LinearMixedModel<Visit>("{{formula}}")]
        public sealed partial class Trial;
        """;
}
