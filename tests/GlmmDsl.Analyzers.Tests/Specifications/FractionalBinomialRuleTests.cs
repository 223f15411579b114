using GlmmDsl.Analyzers.Tests.Harness;

namespace GlmmDsl.Analyzers.Tests.Specifications;

public class FractionalBinomialRuleTests
{
    [Theory]
    [InlineData("[|Incidence / Size|] ~ Period + (1 | Name)", "Family.Binomial")]
    [InlineData("[|Incidence / Size|] ~ Period + (1 | Name)", "Family.BetaBinomial")]
    [InlineData("[|I(Incidence / (Incidence + Size))|] ~ Period + (1 | Name)", "Family.Binomial, Link = Link.Probit")]
    [InlineData("[|Incidence / Size * 100|] ~ Period + (1 | Name)", "Family.Binomial")]
    [InlineData("[|Incidence / Size|] ~ Period + (1 | Name)", "Family.Binomial, Weights = \"Incidence\", WeightKind = WeightKind.Frequency")]
    public Task A_proportion_needs_its_trials(string formula, string arguments) => RuleTest.VerifyAsync("GLMM303", SpecificationSource.Model(formula, arguments));

    [Theory]
    [InlineData("Incidence / Size ~ Period + (1 | Name)", "Family.Binomial, Trials = \"Size\"")]
    [InlineData("Incidence / Size ~ Period + (1 | Name)", "Family.Binomial, Weights = \"Size\", WeightKind = WeightKind.Trials")]
    [InlineData("cbind(Incidence, Size - Incidence) ~ Period + (1 | Name)", "Family.Binomial")]
    [InlineData("Share ~ Period + (1 | Name)", "Family.Binomial")]
    [InlineData("Incidence ~ Period + (1 | Name)", "Family.Binomial")]
    [InlineData("I(Incidence / Size > 0.5) ~ Period + (1 | Name)", "Family.Binomial")]
    [InlineData("Share / 100 ~ Period + (1 | Name)", "Family.Binomial")]
    [InlineData("Share / max(Share) ~ Period + (1 | Name)", "Family.Binomial")]
    public Task Trials_that_are_known_and_columns_that_may_hold_0_and_1_are_silent(string formula, string arguments) =>
        RuleTest.SilentAsync(SpecificationSource.Model(formula, arguments));

    [Fact]
    public Task Weights_without_a_kind_are_asked_about_and_nothing_else() => RuleTest.VerifyAsync(
        "GLMM304", SpecificationSource.Model("Incidence / Size ~ Period + (1 | Name)", "Family.Binomial, Weights = [|\"Size\"|]"));

    [Fact]
    public Task A_mistake_in_the_formula_comes_first() => RuleTest.VerifyAsync(
        "GLMM102", SpecificationSource.Model("Incidence / [|Sise|] ~ Period + (1 | Name)"));

    [Theory]
    [InlineData("MixedModel.Fit(\"[|y / n|] ~ x + (1 | g)\", table, new FitOptions { Family = Family.Binomial });")]
    [InlineData("const string f = \"[|y / n|] ~ x + (1 | g)\"; MixedModel.Fit(f, table, new() { Family = Family.Binomial, Link = Link.Cloglog });")]
    public Task Fits_at_run_time_are_looked_at_too(string statement) => RuleTest.VerifyAsync("GLMM303", SpecificationSource.Run(statement));

    [Theory]
    [InlineData("MixedModel.Fit(\"y / n ~ x + (1 | g)\", table, new FitOptions { Family = Family.Binomial, Weights = \"n\", WeightKind = WeightKind.Trials });")]
    [InlineData("MixedModel.Fit(\"y / n ~ x + (1 | g)\", table, new FitOptions { Family = Family.Binomial, Weights = name });")]
    [InlineData("MixedModel.Fit(\"y / n ~ x + (1 | g)\", table, given with { Family = Family.Binomial });")]
    public Task But_not_where_weights_may_be_the_trials(string statement) => RuleTest.SilentAsync(SpecificationSource.Run(statement));

    [Theory]
    [InlineData("Incidence / Size ~ Period + (1 | Name)", "cbind(Incidence, Size - Incidence) ~ Period + (1 | Name)")]
    [InlineData("I(Incidence / (Incidence + Size)) ~ Period + (1 | Name)", "cbind(Incidence, Size) ~ Period + (1 | Name)")]
    [InlineData("Incidence / (Size * 2) ~ Period + (1 | Name)", "cbind(Incidence, (Size * 2) - Incidence) ~ Period + (1 | Name)")]
    public Task The_fix_writes_successes_and_failures(string formula, string expected)
    {
        string response = expected[..expected.IndexOf(" ~", StringComparison.Ordinal)];
        return FixTest.VerifyAsync("GLMM303", SpecificationSource.Model(formula), SpecificationSource.Model(expected), "Write " + response);
    }

    [Fact]
    public Task Another_names_the_column_of_trials() => FixTest.VerifyAsync(
        "GLMM303",
        SpecificationSource.Model("Incidence / Size ~ Period + (1 | Name)", "Family.Binomial, Link = Link.Probit"),
        SpecificationSource.Model("Incidence / Size ~ Period + (1 | Name)", "Family.Binomial, Link = Link.Probit, Trials = \"Size\""),
        "Take Size as the trials");

    [Fact]
    public Task At_run_time_the_trials_are_weights_of_that_kind() => FixTest.VerifyAsync(
        "GLMM303",
        SpecificationSource.Run("MixedModel.Fit(\"y / n ~ x + (1 | g)\", table, new FitOptions { Family = Family.Binomial });"),
        SpecificationSource.Run("MixedModel.Fit(\"y / n ~ x + (1 | g)\", table, new FitOptions { Family = Family.Binomial, Weights = \"n\", WeightKind = WeightKind.Trials });"),
        "Take n as the trials");
}
