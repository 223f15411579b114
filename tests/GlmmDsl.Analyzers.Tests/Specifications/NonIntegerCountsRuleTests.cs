using GlmmDsl.Analyzers.Tests.Harness;

namespace GlmmDsl.Analyzers.Tests.Specifications;

public class NonIntegerCountsRuleTests
{
    [Theory]
    [InlineData("[|Incidence / Days|] ~ Period + (1 | Name)")]
    [InlineData("[|I(Incidence / Days)|] ~ Period + (1 | Name)")]
    [InlineData("[|1000 * Incidence / Size|] ~ Period + (1 | Name)")]
    [InlineData("[|Incidence / Size * 100|] ~ Period + (1 | Name)")]
    [InlineData("[|log(Incidence + 1)|] ~ Period + (1 | Name)")]
    [InlineData("[|sqrt(Incidence)|] ~ Period + (1 | Name)")]
    [InlineData("[|scale(Incidence)|] ~ Period + (1 | Name)")]
    public Task Rates_and_transforms_are_no_counts(string formula) =>
        RuleTest.VerifyAsync("GLMM302", SpecificationSource.Model(formula, "Family.Poisson"));

    [Theory]
    [InlineData("Family.NegativeBinomial1")]
    [InlineData("Family.NegativeBinomial2, Dispersion = \"~ Period\"")]
    [InlineData("Family.GeneralizedPoisson")]
    [InlineData("Family.TruncatedPoisson, ZeroInflation = \"~ 1\"")]
    [InlineData("Family.TruncatedNegativeBinomial2")]
    public Task Nor_are_they_in_other_models_of_counts(string family) => RuleTest.VerifyAsync("GLMM302", SpecificationSource.Model("[|Incidence / Days|] ~ Period + (1 | Name)", family));

    [Theory]
    [InlineData("Family.Gamma")]
    [InlineData("Family.Tweedie")]
    [InlineData("Family.Beta")]
    [InlineData("Family.StudentT")]
    public Task Models_of_numbers_take_rates(string family) => RuleTest.SilentAsync(SpecificationSource.Model("Incidence / Days ~ Period + (1 | Name)", family));

    [Theory]
    [InlineData("Incidence ~ Period + offset(log(Days)) + (1 | Name)")]
    [InlineData("Days ~ Period + (1 | Name)")]
    [InlineData("IsSick ~ Period + (1 | Name)")]
    [InlineData("I(Days * 10) ~ Period + (1 | Name)")]
    [InlineData("Days / 7 ~ Period + (1 | Name)")]
    [InlineData("Incidence / min(Incidence) ~ Period + (1 | Name)")]
    [InlineData("Incidence ~ I(Incidents / Days) + (1 | Name)", "Incidents")]
    public Task What_may_be_a_count_is_left_to_the_run(string formula, string extra = "") =>
        RuleTest.SilentAsync(SpecificationSource.Model(formula, "Family.Poisson").Replace("int Incidence,", extra.Length > 0 ? $"int Incidence, int {extra}," : "int Incidence,", StringComparison.Ordinal));

    [Fact]
    public Task A_linear_model_takes_any_number() => RuleTest.SilentAsync(SpecificationSource.Linear("log(Incidence / Days) ~ Period + (1 | Name)"));

    [Theory]
    [InlineData("MixedModel.Fit(\"[|y / t|] ~ x + (1 | g)\", table, new FitOptions { Family = Family.Poisson });")]
    [InlineData("var options = FitOptions.Default with { Family = Family.Poisson }; MixedModel.Fit(Formula.Parse(\"[|log(y)|] ~ x + (1 | g)\"), table, options);")]
    public Task Fits_at_run_time_are_looked_at_too(string statement) => RuleTest.VerifyAsync("GLMM302", SpecificationSource.Run(statement));

    [Theory]
    [InlineData("MixedModel.Fit(\"y / t ~ x + (1 | g)\", table, new FitOptions { Family = flag ? Family.Poisson : Family.Gaussian });")]
    [InlineData("MixedModel.Fit(\"y / t ~ x + (1 | g)\", table, given with { Missing = MissingValues.Omit });")]
    [InlineData("MixedModel.Fit(\"y / t ~ x + (1 | g)\", table);")]
    [InlineData("MixedModel.Fit(name, table, new FitOptions { Family = Family.Poisson });")]
    public Task But_not_those_of_which_too_little_is_seen(string statement) => RuleTest.SilentAsync(SpecificationSource.Run(statement));

    [Theory]
    [InlineData("Incidence / Days ~ Period + (1 | Name)", "Incidence ~ Period + (1 | Name) + offset(log(Days))")]
    [InlineData("I(Incidence / (Size + 1)) ~ 1", "Incidence ~ 1 + offset(log(Size + 1))")]
    public Task The_fix_models_the_counts_with_the_exposure_as_offset(string formula, string expected) =>
        FixTest.VerifyAsync("GLMM302", SpecificationSource.Model(formula, "Family.Poisson"), SpecificationSource.Model(expected, "Family.Poisson"));

    [Theory]
    [InlineData("Incidence / Days ~ Period + (1 | Name)", "Family.Poisson, Link = Link.Sqrt")]
    [InlineData("Incidence / Days * 100 ~ Period + (1 | Name)", "Family.Poisson")]
    [InlineData("log(Incidence) ~ Period + (1 | Name)", "Family.Poisson")]
    public async Task Where_no_offset_says_the_same_there_is_no_fix(string formula, string arguments) =>
        Assert.Empty(await FixTest.TitlesAsync("GLMM302", SpecificationSource.Model(formula, arguments)));
}
