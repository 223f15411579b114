using GlmmDsl.Analyzers.Tests.Harness;

namespace GlmmDsl.Analyzers.Tests.Specifications;

public class LinkRangeRuleTests
{
    [Fact]
    public Task A_Poisson_mean_can_leave_its_range_by_the_identity() =>
        RuleTest.VerifyAsync("GLMM307", SpecificationSource.Model("Incidence ~ Period + (1 | Name)", "Family.Poisson, Link = [|Link.Identity|]"));

    [Theory]
    [InlineData("Family.Gamma, Link = [|Link.Inverse|]")]
    [InlineData("Family.Gamma, Link = [|Link.Identity|]")]
    [InlineData("Family.InverseGaussian, Link = [|Link.InverseSquare|]")]
    [InlineData("Family.Lognormal, Link = [|Link.Identity|]")]
    [InlineData("Family.NegativeBinomial2, Link = [|Link.Identity|]")]
    [InlineData("Family.Tweedie, Link = [|Link.Inverse|]")]
    public Task So_can_any_positive_mean(string arguments) => RuleTest.VerifyAsync("GLMM307", SpecificationSource.Model("Incidence ~ Period + (1 | Name)", arguments));

    [Theory]
    [InlineData("Family.Gamma")]
    [InlineData("Family.InverseGaussian")]
    [InlineData("Family.StudentT, Link = Link.Inverse")]
    [InlineData("Family.NegativeBinomial1, Link = Link.Sqrt")]
    [InlineData("Family.Poisson")]
    [InlineData("Family.Poisson, Link = Link.Log")]
    [InlineData("Family.Poisson, Link = Link.Sqrt")]
    [InlineData("Family.Binomial, Link = Link.Cauchit")]
    public Task Links_that_keep_the_mean_in_are_silent(string arguments) => RuleTest.SilentAsync(SpecificationSource.Model("Incidence ~ Period + (1 | Name)", arguments));

    [Fact]
    public Task Options_at_run_time_are_looked_at_too() =>
        RuleTest.VerifyAsync("GLMM307", SpecificationSource.Run("var options = new FitOptions { Family = Family.Poisson, Link = [|Link.Identity|] };"));

    [Theory]
    [InlineData("var options = new FitOptions { Link = Link.Identity };")]
    [InlineData("var options = given with { Link = Link.Identity };")]
    [InlineData("var options = new FitOptions { Family = Family.Poisson, Link = flag ? Link.Identity : Link.Log };")]
    public Task But_only_as_far_as_they_are_seen(string statement) => RuleTest.SilentAsync(SpecificationSource.Run(statement));
}
