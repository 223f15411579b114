using GlmmDsl.Analyzers.Tests.Harness;

namespace GlmmDsl.Analyzers.Tests.Formulas;

/// <summary>Formulas of which the rules have nothing to say are remembered from one keystroke to the next: what they depend on is compared.</summary>
public class RememberedFormulaTests
{
    [Fact]
    public async Task A_formula_that_passed_is_checked_again_when_the_row_type_changes()
    {
        await RuleTest.SilentAsync(Linear("string Patient", "Patient"));
        await RuleTest.VerifyAsync("GLMM201", Linear("double Patient", "[|Patient|]"));
        await RuleTest.SilentAsync(Linear("string Patient", "Patient"));
    }

    [Fact]
    public async Task A_formula_that_passed_is_checked_again_for_another_family()
    {
        await RuleTest.SilentAsync(Generalized("cbind(Ill, Well)", "Binomial"));
        await RuleTest.VerifyAsync("GLMM103", Generalized("[|cbind(Ill, Well)|]", "Poisson"));
        await RuleTest.SilentAsync(Generalized("cbind(Ill, Well)", "Binomial"));
    }

    [Fact]
    public Task Two_models_of_one_formula_are_both_checked() =>
        RuleTest.VerifyAsync("GLMM103", Generalized("cbind(Ill, Well)", "Binomial") + """
             [GeneralizedLinearMixedModel<Herd>("[|cbind(Ill, Well)|] ~ Week + (1 | Patient)", Family.Poisson)] public sealed partial class Other;
            """);

    private static string Linear(string group, string written) => $$"""
        public sealed record Visit(double Score, double Week, {{group}});
        [LinearMixedModel<Visit>("Score ~ Week + (1 | {{written}})")] public sealed partial class Model;
        """;

    private static string Generalized(string response, string family) => $$"""
        public sealed record Herd(int Ill, int Well, double Week, string Patient);
        [GeneralizedLinearMixedModel<Herd>("{{response}} ~ Week + (1 | Patient)", Family.{{family}})] public sealed partial class Model;
        """;
}
