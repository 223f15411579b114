using GlmmDsl.Analyzers.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace GlmmDsl.Analyzers.Tests.Specifications;

public class GaussianResponseRuleTests
{
    [Theory]
    [InlineData("[|IsSick|] ~ Period + (1 | Name)")]
    [InlineData("[|WasSick|] ~ Period + (1 | Name)\", Missing = MissingValues.Omit, Offset = \"Days")]
    [InlineData("[|State|] ~ Period + (1 | Name)")]
    [InlineData("[|Told|] ~ Period + (1 | Name)")]
    [InlineData("[|I(Share > 0.5)|] ~ Period + (1 | Name)")]
    [InlineData("[|!IsSick|] ~ Period + (1 | Name)")]
    public Task A_response_of_two_values_in_a_linear_model_is_marked(string formula) =>
        RuleTest.VerifyAsync("GLMM301", SpecificationSource.Linear(formula));

    [Theory]
    [InlineData("as.numeric(IsSick) ~ Period + (1 | Name)")]
    [InlineData("Incidence ~ Period + IsSick + (1 | Name)")]
    [InlineData("I(IsSick + Share) ~ Period + (1 | Name)")]
    [InlineData("as.numeric(State) ~ Period + (1 | Name)")]
    public Task Numbers_are_silent(string formula) => RuleTest.SilentAsync(SpecificationSource.Linear(formula));

    [Theory]
    [InlineData("IsSick ~ Period + (1 | Name)")]
    [InlineData("State ~ Period + (1 | Name)")]
    [InlineData("I(Share > 0.5) ~ Period + (1 | Name)")]
    public Task They_are_what_binomial_models_are_for(string formula) => RuleTest.SilentAsync(SpecificationSource.Model(formula));

    [Theory]
    [InlineData("[|IsSick|] ~ Period + (1 | Name)", "Family.Gaussian")]
    [InlineData("[|State|] ~ Period + (1 | Name)", "family: Family.Gaussian")]
    public Task A_Gaussian_generalised_model_is_a_linear_one(string formula, string family) =>
        RuleTest.VerifyAsync("GLMM301", SpecificationSource.Model(formula, family));

    [Theory]
    [InlineData("{|GLMM103:Period|} ~ Days + (1 | Name)")]
    [InlineData("{|GLMM103:Region|} ~ Days + (1 | Name)")]
    [InlineData("{|GLMM103:cbind(Incidence, Size)|} ~ Days + (1 | Name)")]
    public Task Other_responses_that_are_no_numbers_stay_GLMM103(string formula) => RuleTest.VerifyAsync("GLMM301", SpecificationSource.Linear(formula));

    [Theory]
    [InlineData("IsSick", DiagnosticSeverity.Warning)]
    [InlineData("State", DiagnosticSeverity.Error)]
    public async Task What_cannot_be_fitted_is_an_error(string response, DiagnosticSeverity severity)
    {
        var found = await RuleTest.VerifyAsync("GLMM301", SpecificationSource.Linear($"[|{response}|] ~ Period + (1 | Name)"));
        Assert.Equal(severity, Assert.Single(found).Severity);
    }

    [Theory]
    [InlineData("")]
    [InlineData(", Missing = MissingValues.Omit")]
    public Task The_fix_makes_it_a_binomial_model(string arguments) => FixTest.VerifyAsync(
        "GLMM301",
        SpecificationSource.Linear("IsSick ~ Period + (1 | Name)", arguments),
        SpecificationSource.Model("IsSick ~ Period + (1 | Name)", "Family.Binomial" + arguments).TrimEnd());

    [Fact]
    public Task The_fix_changes_the_family_of_a_generalised_model() => FixTest.VerifyAsync(
        "GLMM301", SpecificationSource.Model("IsSick ~ Period + (1 | Name)", "Family.Gaussian"), SpecificationSource.Model("IsSick ~ Period + (1 | Name)"));
}
