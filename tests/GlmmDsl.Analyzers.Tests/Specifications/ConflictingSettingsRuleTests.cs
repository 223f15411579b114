using GlmmDsl.Analyzers.Tests.Harness;
using GlmmDsl.Data;
using GlmmDsl.Formulas;

namespace GlmmDsl.Analyzers.Tests.Specifications;

public class ConflictingSettingsRuleTests
{
    [Theory]
    [InlineData("Incidence ~ Period + (1 | Name)", "Family.Poisson, Link = [|Link.Logit|]")]
    [InlineData("IsSick ~ Period + (1 | Name)", "Family.Binomial, Link = [|Link.Log|]")]
    [InlineData("IsSick ~ Period + (1 | Name)", "Family.Binomial, Weights = \"Size\", WeightKind = [|WeightKind.Precision|]")]
    [InlineData("Incidence ~ Period + (1 | Name)", "Family.Poisson, Weights = \"Size\", WeightKind = [|WeightKind.Trials|]")]
    [InlineData("Incidence ~ Period + (1 | Name)", "Family.Poisson, Trials = [|\"Size\"|]")]
    [InlineData("Share ~ Period + (1 | Name)", "Family.Binomial, Trials = [|\"Size\"|], Weights = \"Incidence\", WeightKind = WeightKind.Frequency")]
    [InlineData("cbind(Incidence, Size - Incidence) ~ Period + (1 | Name)", "Family.Binomial, Trials = [|\"Size\"|]")]
    [InlineData("cbind(Incidence, Size - Incidence) ~ Period + (1 | Name)", "Family.Binomial, Weights = \"Size\", WeightKind = [|WeightKind.Trials|]")]
    [InlineData("Days ~ Period + (1 | Name)", "[|Family.Gaussian|]")]
    [InlineData("Days ~ Period + (1 | Name)", "Family.Gaussian, Link = [|Link.Sqrt|]")]
    [InlineData("Days ~ Period + (1 | Name)", "Family.Gamma, Link = [|Link.Logit|]")]
    [InlineData("Share ~ Period + (1 | Name)", "Family.Beta, Link = [|Link.Log|]")]
    [InlineData("Days ~ Period + (1 | Name)", "Family.Gamma, Trials = [|\"Size\"|]")]
    [InlineData("Days ~ Period + (1 | Name)", "Family.Gamma, Weights = \"Size\", WeightKind = [|WeightKind.Frequency|]")]
    [InlineData("cbind(Incidence, Size - Incidence) ~ Period + (1 | Name)", "Family.BetaBinomial, Weights = \"Size\", WeightKind = [|WeightKind.Frequency|]")]
    [InlineData("IsSick ~ Period + (1 | Name)", "[|(Family)99|]")]
    [InlineData("IsSick ~ Period + (1 | Name)", "Family.Binomial, Link = [|(Link)99|]")]
    public Task What_the_run_refuses_is_refused_when_compiled(string formula, string arguments) =>
        RuleTest.VerifyAsync("GLMM308", SpecificationSource.Model(formula, arguments));

    [Theory]
    [InlineData("Days ~ Period + (1 | Name)", "Family.Gaussian, Link = Link.Log")]
    [InlineData("Incidence ~ Period + (1 | Name)", "Family.Poisson, Link = Link.Sqrt, Weights = \"Size\", WeightKind = WeightKind.Precision")]
    [InlineData("IsSick ~ Period + (1 | Name)", "Family.Binomial, Link = Link.Default, Weights = \"Size\", WeightKind = WeightKind.Frequency")]
    [InlineData("Share ~ Period + (1 | Name)", "Family.Binomial, Trials = \"Size\", Weights = \"Size\", WeightKind = WeightKind.Trials")]
    [InlineData("cbind(Incidence, Size - Incidence) ~ Period + (1 | Name)", "Family.Binomial, Weights = \"Size\", WeightKind = WeightKind.Frequency")]
    [InlineData("IsSick ~ Period + (1 | Name)", "Family.Binomial, WeightKind = WeightKind.Precision")]
    public Task What_goes_together_is_silent(string formula, string arguments) => RuleTest.SilentAsync(SpecificationSource.Model(formula, arguments));

    [Theory]
    [InlineData("WeightKind.Trials")]
    [InlineData("WeightKind.Frequency")]
    public Task A_linear_model_takes_precisions(string kind) =>
        RuleTest.VerifyAsync("GLMM308", SpecificationSource.Linear("Days ~ Period + (1 | Name)", $", Weights = \"Size\", WeightKind = [|{kind}|]"));

    [Theory]
    [InlineData("var options = new FitOptions { Family = Family.Poisson, Link = [|Link.Probit|] };")]
    [InlineData("var options = new FitOptions { Link = [|Link.Sqrt|] };")]
    [InlineData("var options = new FitOptions { Family = Family.Binomial, Weights = \"n\", WeightKind = [|WeightKind.Precision|] };")]
    public Task Options_at_run_time_are_looked_at_too(string statement) => RuleTest.VerifyAsync("GLMM308", SpecificationSource.Run(statement));

    [Theory]
    [InlineData("var options = given with { Link = Link.Log };")]
    [InlineData("var options = new FitOptions { Family = flag ? Family.Poisson : Family.Binomial, Link = Link.Log };")]
    [InlineData("var options = new FitOptions { Family = Family.Binomial, Weights = name, WeightKind = WeightKind.Precision };")]
    public Task But_only_as_far_as_they_are_seen(string statement) => RuleTest.SilentAsync(SpecificationSource.Run(statement));

    [Theory]
    [InlineData("")]
    [InlineData(", Weights = \"Size\", WeightKind = WeightKind.Precision")]
    public Task The_fix_makes_a_Gaussian_model_a_linear_one(string arguments) => FixTest.VerifyAsync(
        "GLMM308",
        SpecificationSource.Model("Days ~ Period + (1 | Name)", "Family.Gaussian" + arguments).TrimEnd(),
        SpecificationSource.Linear("Days ~ Period + (1 | Name)", arguments));

    [Fact]
    public void The_rules_table_of_links_is_the_runs()
    {
        foreach (Family family in Enum.GetValues<Family>().Except([Family.Custom]))
        {
            Assert.Equal(
                Enum.GetValues<Link>().Where(link => link != Link.Default && HasLink(family, link)).Select(link => link.ToString()).Order(),
                FamilyFacts.LinksOf(family.ToString())!.Order());
        }
    }

    /// <summary>The run refuses a link before it looks at the table, and a table without columns after that.</summary>
    private static bool HasLink(Family family, Link link) =>
        Assert.ThrowsAny<Exception>(() => MixedModel.Fit("nothing ~ 1", new Table([]), new FitOptions { Family = family, Link = link })) is not ArgumentException { ParamName: "link" };
}
