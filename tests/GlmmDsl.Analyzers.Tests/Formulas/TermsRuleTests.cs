using GlmmDsl.Analyzers.Tests.Harness;

namespace GlmmDsl.Analyzers.Tests.Formulas;

public class TermsRuleTests
{
    [Theory]
    [InlineData("GLMM106", "Score ~ Week + Arm + [|Week|] + (1 | Patient)")]
    [InlineData("GLMM106", "Score ~ Week * Arm + Dose + [|Dose|] + [|Dose|]")]
    [InlineData("GLMM106", "Score ~ Week + Dose + Week:Dose + [|Dose:Week|]")]
    [InlineData("GLMM106", "Score ~ log(Dose) + [|log(Dose)|] + (1 | Patient)")]
    [InlineData("GLMM106", "Score ~ Week + (Week + Dose + [|Week|] | Patient) + Dose")]
    [InlineData("GLMM106", "Score ~ Week + (Dose + [|Week|]) + (1 | Patient)")]
    [InlineData("GLMM107", "Score ~ [|Week:Dose|] + (1 | Patient)")]
    [InlineData("GLMM107", "Score ~ Arm + Dose + [|Week:Dose:Arm|] + (1 | Patient)")]
    [InlineData("GLMM107", "Score ~ Week + [|Week:Dose|] + (1 | Patient)")]
    [InlineData("GLMM107", "Score ~ [|Arm:Week|] + (1 | Patient)")]
    [InlineData("GLMM107", "Score ~ [|Arm:Sex|] + (1 | Patient)")]
    [InlineData("GLMM107", "Score ~ Sex + Week + [|Arm:Dose|]")]
    [InlineData("GLMM108", "Score ~ Week + [|Centre|] + (1 | Patient)")]
    [InlineData("GLMM108", "Score ~ [|Ward|]")]
    [InlineData("GLMM115", "Score ~ [|Seen|] + (1 | Patient)")]
    [InlineData("GLMM115", "Score ~ Arm * [|Seen|] + (Seen | Patient)")]
    [InlineData("GLMM206", "Score ~ Week + Site + [|(1 | Site)|]")]
    [InlineData("GLMM206", "Score ~ Week + Site + [|(Week | Site)|]")]
    [InlineData("GLMM206", "Score ~ Week + factor(Year) + [|(1 | Year)|]")]
    [InlineData("GLMM206", "Score ~ Site * Item + [|(1 | Site:Item)|]")]
    [InlineData("GLMM206", "Score ~ Site + [|(1 | Site/Patient)|]")]
    [InlineData("GLMM206", "Score ~ Arm + [|(1 | Arm)|]")]
    [InlineData("GLMM206", "Score ~ Lot + [|(1 | Lot)|]")]
    [InlineData("GLMM212", "Score ~ Item + [|(Item | Patient)|]")]
    [InlineData("GLMM212", "Score ~ Item + Week + [|(0 + Item | Patient)|]")]
    [InlineData("GLMM213", "Score ~ Week + (1 | Patient) + (1 | [|Arm|])")]
    [InlineData("GLMM213", "Score ~ Week + (Week | [|Sex|])")]
    [InlineData("GLMM213", "Score ~ Week + (1 | [|Arm|]/Patient)")]
    [InlineData("GLMM213", "Score ~ Week + (1 | [|Arm:Sex|])")]
    [InlineData("GLMM213", "Score ~ Week + (1 | [|Arm|]/Sex)")]
    public Task A_suspect_term_is_marked(string rule, string formula) => RuleTest.VerifyAsync(rule, Model(formula));

    [Theory]
    [InlineData("Score ~ Week * Arm + Week + (1 | Patient)")]
    [InlineData("Score ~ Arm + Arm:Week + Arm:Dose + Arm:Week:Dose + (1 | Patient)")]
    [InlineData("Score ~ Week * Dose + Week:Dose:Arm + (1 | Patient)")]
    [InlineData("Score ~ Week + log(Week) + I(Week^2) + (1 | Patient)")]
    [InlineData("Score ~ Week + offset(Dose) + offset(Dose)")]
    [InlineData("Score ~ Week * Arm + (1 | Patient)")]
    [InlineData("Score ~ Week + Week:Arm + (1 | Patient)")]
    [InlineData("Score ~ Arm + Arm:Week + (1 | Patient)")]
    [InlineData("Score ~ 0 + Arm:Sex + (1 | Patient)")]
    [InlineData("Score ~ 0 + Arm:Week + (1 | Patient)")]
    [InlineData("Score ~ poly(Week, 2) + Dose + Week:Dose")]
    [InlineData("Score ~ Week + Dose + Dose:Week + Week:Dose:Arm")]
    [InlineData("Score ~ Arm/Week + (1 | Patient)")]
    [InlineData("Score ~ I((Seen - min(Seen)) / 7) + (1 | Patient)")]
    [InlineData("Score ~ Week + (1 | Seen)")]
    [InlineData("Score ~ factor(Seen) + (1 | Patient)")]
    [InlineData("Score ~ Item + (1 | Patient/Item)")]
    [InlineData("Score ~ Site + (1 | Site:Patient)")]
    [InlineData("Score ~ Site + Week + (0 + Week | Site)")]
    [InlineData("Score ~ Year + (1 | Year)")]
    [InlineData("Score ~ Site:Week + Week + (1 | Site)")]
    [InlineData("Score ~ Item + diag(Item | Patient)")]
    [InlineData("Score ~ Week + (1 | Item)")]
    [InlineData("Score ~ Week + (1 | Arm:Patient)")]
    public Task What_says_something_is_silent(string formula) => RuleTest.SilentAsync(Model(formula));

    [Theory]
    [InlineData("GLMM106", "Score ~ Week + Arm + Week + (1 | Patient)", "Score ~ Week + Arm + (1 | Patient)", null)]
    [InlineData("GLMM107", "Score ~ Week : Dose + (1 | Patient)", "Score ~ Week * Dose + (1 | Patient)", null)]
    [InlineData("GLMM107", "Score ~ Arm:Week", "Score ~ Arm * Week", null)]
    [InlineData("GLMM108", "Score ~ Centre + Week + (1 | Patient)", "Score ~ Week + (1 | Patient)", null)]
    [InlineData("GLMM115", "Score ~ Seen + (1 | Patient)", "Score ~ I(Seen - min(Seen)) + (1 | Patient)", null)]
    [InlineData("GLMM206", "Score ~ Site + (1 | Site)", "Score ~ (1 | Site)", "Take Site out of the fixed effects")]
    [InlineData("GLMM206", "Score ~ Site + Week + (1 | Site)", "Score ~ Site + Week", "Remove the random intercept of Site")]
    [InlineData("GLMM206", "Score ~ Site + Week + (1 + Week | Site)", "Score ~ Site + Week + (0 + Week | Site)", "Remove the random intercept of Site")]
    [InlineData("GLMM212", "Score ~ Item + (Item | Patient)", "Score ~ Item + diag(Item | Patient)", "Write diag(Item | Patient)")]
    [InlineData("GLMM213", "Score ~ Week + (1 | Arm) + (1 | Patient)", "Score ~ Week + Arm + (1 | Patient)", null)]
    public Task The_fix_rewrites_the_formula(string rule, string formula, string expected, string? title) => FixTest.VerifyAsync(rule, Model(formula), Model(expected), title);

    [Theory]
    [InlineData("GLMM107", "Score ~ Arm:Week:Dose")]
    [InlineData("GLMM213", "Score ~ Week + (Week | Arm)")]
    [InlineData("GLMM213", "Score ~ Week + (1 | Arm/Patient)")]
    public async Task No_fix_is_offered_where_it_would_be_a_guess(string rule, string formula) => Assert.Empty(await FixTest.TitlesAsync(rule, Model(formula)));

    [Fact]
    public async Task A_factor_of_an_interaction_is_not_taken_out() =>
        Assert.Equal(["Remove the random intercept of Site"], await FixTest.TitlesAsync("GLMM206", Model("Score ~ Site * Week + (1 | Site)")));

    private static string Model(string formula) => $$"""
        public enum Arm { Placebo, Drug }
        public enum Sex { Female, Male }
        public enum Item { A, B, C, D, E, F }
        public enum Centre { Main }
        public record Visit(double Score, double Week, double Dose, Arm Arm, Sex Sex, Item Item, Centre Centre, [Factor("East")] string Ward, [Factor] int Lot, int Year, DateOnly Seen, string Patient, string Site);

        [LinearMixedModel<Visit>("{{formula}}")]
        public sealed partial class Trial;
        """;
}
