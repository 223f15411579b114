using GlmmDsl.Analyzers.Tests.Harness;

namespace GlmmDsl.Analyzers.Tests.Specifications;

public class WeightsWithoutKindRuleTests
{
    private const string Formula = "Incidence ~ Period + (1 | Name)";

    [Theory]
    [InlineData("Family.Poisson, Weights = [|\"Size\"|]")]
    [InlineData("Family.NegativeBinomial2, Weights = [|\"Size\"|]")]
    [InlineData("Family.Binomial, Weights = [|nameof(Herd.Size)|], Link = Link.Probit")]
    public Task Weights_of_a_generalised_model_need_a_kind(string arguments) => RuleTest.VerifyAsync("GLMM304", SpecificationSource.Model(Formula, arguments));

    [Theory]
    [InlineData("Family.Poisson")]
    [InlineData("Family.Poisson, Weights = null")]
    [InlineData("Family.Poisson, Weights = \"Size\", WeightKind = WeightKind.Precision")]
    [InlineData("Family.Binomial, Weights = \"Size\", WeightKind = WeightKind.Trials")]
    [InlineData("Family.Binomial, Trials = \"Size\"")]
    [InlineData("Family.Gamma, Weights = \"Size\"")]
    public Task With_a_kind_or_without_weights_it_is_silent(string arguments) => RuleTest.SilentAsync(SpecificationSource.Model(Formula, arguments));

    [Fact]
    public Task Weights_of_a_linear_model_are_precisions() => RuleTest.SilentAsync(SpecificationSource.Linear(Formula, ", Weights = \"Size\""));

    [Theory]
    [InlineData("var options = new FitOptions { Family = Family.Binomial, Weights = [|\"n\"|] };")]
    [InlineData("FitOptions options = new() { Weights = [|\"n\"|], Family = Family.Poisson };")]
    [InlineData("var options = FitOptions.Default with { Weights = [|\"n\"|], Family = Family.Poisson };")]
    [InlineData("var options = new FitOptions { Family = Family.Poisson } with { Weights = [|\"n\"|] };")]
    [InlineData("var counts = new FitOptions { Family = Family.Poisson }; var options = counts with { Weights = [|\"n\"|] };")]
    [InlineData("var counts = new FitOptions { Family = Family.Poisson, Weights = [|\"n\"|] }; var options = counts with { Missing = MissingValues.Omit };")]
    public Task Options_at_run_time_are_looked_at_too(string statement) => RuleTest.VerifyAsync("GLMM304", SpecificationSource.Run(statement));

    [Theory]
    [InlineData("var options = new FitOptions { Weights = \"n\" };")]
    [InlineData("var options = new FitOptions { Family = Family.Binomial, Weights = name };")]
    [InlineData("var options = given with { Family = Family.Binomial, Weights = \"n\" };")]
    [InlineData("var options = new FitOptions { Family = flag ? Family.Binomial : Family.Gaussian, Weights = \"n\" };")]
    [InlineData("var options = new FitOptions { Family = Family.Poisson, Weights = \"n\" } with { WeightKind = WeightKind.Frequency };")]
    public Task But_only_as_far_as_they_are_seen(string statement) => RuleTest.SilentAsync(SpecificationSource.Run(statement));

    [Theory]
    [InlineData("Family.Binomial", "The rows are proportions of that many trials", "Trials")]
    [InlineData("Family.Binomial", "Each row represents that many identical rows", "Frequency")]
    [InlineData("Family.Poisson", "They weight the rows' log-likelihoods", "Precision")]
    public Task The_fix_states_the_kind_chosen(string family, string title, string kind) => FixTest.VerifyAsync(
        "GLMM304",
        SpecificationSource.Model(Formula, family + ", Weights = \"Size\", Link = Link.Default"),
        SpecificationSource.Model(Formula, family + $", Weights = \"Size\", WeightKind = WeightKind.{kind}, Link = Link.Default"),
        title);

    [Fact]
    public async Task Only_kinds_that_the_family_has_are_offered()
    {
        Assert.Equal(2, (await FixTest.TitlesAsync("GLMM304", SpecificationSource.Model(Formula, "Family.Binomial, Weights = \"Size\""))).Count);
        Assert.DoesNotContain(
            "The rows are proportions of that many trials", await FixTest.TitlesAsync("GLMM304", SpecificationSource.Model(Formula, "Family.Poisson, Weights = \"Size\"")));
    }
}
