using GlmmDsl.Analyzers.Tests.Harness;

namespace GlmmDsl.Analyzers.Tests.Specifications;

/// <summary>The formulas of zero inflation and dispersion: whether the family has them, and what is wrong in them, at its place.</summary>
public class ComponentRulesTests
{
    private const string Counts = "Incidence ~ Period + (1 | Name)";

    [Theory]
    [InlineData("Days ~ Period + (1 | Name)", "Family.StudentT, ZeroInflation = [|\"~ 1\"|]")]
    [InlineData("Days ~ Period + (1 | Name)", "Family.Gaussian, Link = Link.Log, ZeroInflation = [|\"~ Period\"|]")]
    [InlineData(Counts, "Family.Poisson, Dispersion = [|\"~ Period\"|]")]
    [InlineData("IsSick ~ Period + (1 | Name)", "Family.Binomial, Dispersion = [|\"~ 1\"|]")]
    [InlineData(Counts, "Family.TruncatedPoisson, ZeroInflation = \"~ 1\", Dispersion = [|\"~ Period\"|]")]
    [InlineData(Counts, "[|Family.Custom|]")]
    public Task A_component_that_the_family_does_not_have_is_refused(string formula, string arguments) => RuleTest.VerifyAsync("GLMM308", SpecificationSource.Model(formula, arguments));

    [Theory]
    [InlineData(Counts, "Family.Poisson, ZeroInflation = \"~ Period\"")]
    [InlineData(Counts, "Family.NegativeBinomial2, ZeroInflation = \"~ 1\", Dispersion = \"~ Period + (1 | Region)\"")]
    [InlineData("cbind(Incidence, Size - Incidence) ~ Period + (1 | Name)", "Family.BetaBinomial, Dispersion = \"~ Period\"")]
    [InlineData("cbind(Incidence, Size - Incidence) ~ Period + (1 | Name)", "Family.Binomial, ZeroInflation = \"~ Period\"")]
    [InlineData("Days ~ Period + (1 | Name)", "Family.Gamma, ZeroInflation = \"~ Period\", Dispersion = \"~ Period\"")]
    [InlineData("Days ~ Period + (1 | Name)", "Family.Gaussian, Dispersion = \"~ Period\"")]
    [InlineData("Days ~ Period + (1 | Name)", "Family.Beta, ZeroInflation = \"~ Period\"")]
    [InlineData(Counts, "Family.Poisson, ZeroInflation = null")]
    public Task A_component_that_the_family_has_is_silent(string formula, string arguments) => RuleTest.SilentAsync(SpecificationSource.Model(formula, arguments));

    [Fact]
    public Task A_dispersion_of_a_linear_model_is_silent() => RuleTest.SilentAsync(SpecificationSource.Linear("Days ~ Period + (1 | Name)", ", Dispersion = \"~ Period + (1 | Region)\""));

    [Theory]
    [InlineData("var options = new FitOptions { Family = Family.StudentT, ZeroInflation = [|\"~ 1\"|] };")]
    [InlineData("var options = new FitOptions { ZeroInflation = [|\"~ 1\"|] };")]
    [InlineData("var options = new FitOptions { Family = Family.Poisson, Dispersion = [|\"~ x\"|] };")]
    [InlineData("var options = new FitOptions { Family = [|Family.Custom|] };")]
    public Task Options_at_run_time_are_looked_at_too(string statement) => RuleTest.VerifyAsync("GLMM308", SpecificationSource.Run(statement));

    [Theory]
    [InlineData("var options = new FitOptions { Dispersion = \"~ x\" };")]
    [InlineData("var options = new FitOptions { Family = Family.Poisson, Dispersion = name };")]
    [InlineData("var options = given with { ZeroInflation = \"~ 1\" };")]
    [InlineData("GlmmDsl.Families.ResponseFamily own = null!; var options = new FitOptions { ResponseFamily = own, ZeroInflation = \"~ 1\", Dispersion = \"~ x\", Weights = \"n\", Family = Family.Custom };")]
    public Task But_only_as_far_as_they_are_seen(string statement) => RuleTest.SilentAsync(SpecificationSource.Run(statement));

    [Fact]
    public Task The_fix_leaves_the_component_out() => FixTest.VerifyAsync(
        "GLMM308",
        SpecificationSource.Model(Counts, "Family.Poisson, ZeroInflation = \"~ Period\", Dispersion = \"~ Period\""),
        SpecificationSource.Model(Counts, "Family.Poisson, ZeroInflation = \"~ Period\""));

    [Fact]
    public Task The_fix_leaves_it_out_of_options_too() => FixTest.VerifyAsync(
        "GLMM308",
        SpecificationSource.Run("var options = new FitOptions { ZeroInflation = \"~ 1\", Missing = MissingValues.Omit };"),
        SpecificationSource.Run("var options = new FitOptions { Missing = MissingValues.Omit };"));

    [Theory]
    [InlineData("GLMM101", "ZeroInflation = \"~ Period +[||]\"")]
    [InlineData("GLMM101", "ZeroInflation = \"[|Days|] ~ Period\"")]
    [InlineData("GLMM102", "ZeroInflation = \"~ [|Perod|]\"")]
    [InlineData("GLMM102", "Dispersion = \"~ Period + (1 | [|Nme|])\"")]
    [InlineData("GLMM104", "Dispersion = \"~ [|lg|](Days)\"")]
    [InlineData("GLMM105", "ZeroInflation = \"~ Period + [|Incidence|]\"")]
    [InlineData("GLMM106", "ZeroInflation = \"~ Period + [|Period|]\"")]
    [InlineData("GLMM107", "ZeroInflation = \"~ [|Days:Size|] + Days\"")]
    [InlineData("GLMM201", "ZeroInflation = \"~ Period + (1 | [|Days|])\"")]
    [InlineData("GLMM205", "ZeroInflation = \"~ Period + ([|Days|] | Name)\"")]
    public Task What_is_wrong_in_a_components_formula_is_at_its_place(string id, string component) =>
        RuleTest.VerifyAsync(id, SpecificationSource.Model(Counts, "Family.NegativeBinomial2, " + component));

    [Fact]
    public Task A_name_that_is_nearly_a_column_is_mended_in_a_component() => FixTest.VerifyAsync(
        "GLMM102",
        SpecificationSource.Model(Counts, "Family.NegativeBinomial2, Dispersion = \"~ Perod\""),
        SpecificationSource.Model(Counts, "Family.NegativeBinomial2, Dispersion = \"~ Period\""));

    [Fact]
    public Task A_nullable_column_of_a_component_counts() =>
        RuleTest.VerifyAsync("GLMM003", SpecificationSource.Model(Counts, "Family.NegativeBinomial2, Dispersion = \"~ [|WasSick|]\""));

    [Theory]
    [InlineData("GLMM101", "var options = new FitOptions { Family = Family.Poisson, ZeroInflation = \"~ x +[||]\" };")]
    [InlineData("GLMM101", "var options = new FitOptions { Dispersion = \"[|y|] ~ x\" };")]
    public Task The_syntax_of_a_components_formula_is_checked_at_run_time_too(string id, string statement) => RuleTest.VerifyAsync(id, SpecificationSource.Run(statement));

    [Fact]
    public Task Reml_beside_a_dispersion_formula_is_refused() =>
        RuleTest.VerifyAsync("GLMM305", SpecificationSource.Run("var options = new FitOptions { Dispersion = \"~ x\", Method = [|FitMethod.Reml|] };"));

    [Fact]
    public Task Other_families_of_numbers_are_not_for_two_values_either() =>
        RuleTest.VerifyAsync("GLMM301", SpecificationSource.Model("[|IsSick|] ~ Period + (1 | Name)", "Family.StudentT"));

    [Theory]
    [InlineData("Family.Beta", "[|Incidence|]")]
    [InlineData("Family.Beta", "[|IsSick|]")]
    [InlineData("Family.Gamma", "[|IsSick|]")]
    [InlineData("Family.Lognormal, Link = Link.Log", "[|IsSick|]")]
    [InlineData("Family.InverseGaussian", "[|IsSick|]")]
    [InlineData("Family.TruncatedPoisson", "[|IsSick|]")]
    public Task A_type_without_a_value_of_the_family_is_refused(string family, string response) =>
        RuleTest.VerifyAsync("GLMM312", SpecificationSource.Model(response + " ~ Period + (1 | Name)", family));

    [Theory]
    [InlineData("Family.Beta", "Share")]
    [InlineData("Family.Beta", "I(Incidence / Size)")]
    [InlineData("Family.Gamma", "Incidence")]
    [InlineData("Family.Tweedie", "Incidence")]
    [InlineData("Family.TruncatedPoisson", "Incidence")]
    [InlineData("Family.Poisson", "IsSick")]
    [InlineData("Family.TruncatedPoisson, ZeroInflation = \\\"~ 1\\\"", "IsSick")]
    [InlineData("Family.StudentT", "Incidence")]
    public Task A_type_that_may_hold_the_familys_values_is_silent(string family, string response) =>
        RuleTest.SilentAsync(SpecificationSource.Model(response + " ~ Period + (1 | Name)", family.Replace("\\\"", "\"", StringComparison.Ordinal)));

    [Fact]
    public Task The_fix_makes_a_model_of_two_values_a_binomial_one() => FixTest.VerifyAsync(
        "GLMM312", SpecificationSource.Model("IsSick ~ Period + (1 | Name)", "Family.Gamma"), SpecificationSource.Model("IsSick ~ Period + (1 | Name)", "Family.Binomial"));
}
