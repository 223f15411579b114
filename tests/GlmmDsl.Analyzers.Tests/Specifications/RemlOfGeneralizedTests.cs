using GlmmDsl.Analyzers.Tests.Harness;

namespace GlmmDsl.Analyzers.Tests.Specifications;

public class RemlOfGeneralizedTests
{
    private const string Formula = "cbind(Incidence, Size - Incidence) ~ Period + (1 | Name)";

    [Theory]
    [InlineData("public static object Run(Herd[] herds) => Cbpp.{|CS0117:[|FitReml|]|}(herds);")]
    [InlineData("public static object Run(IAsyncEnumerable<Herd> herds) => Cbpp.{|CS0117:[|FitRemlAsync|]|}(herds);")]
    [InlineData("public static void Run(Cbpp.{|CS0426:[|RemlFit|]|} fit) { }")]
    [InlineData("public static object Run(Herd[] herds) => Uneven.{|CS0117:[|FitReml|]|}(herds);")]
    public Task The_rule_says_why_there_is_no_such_member(string member) => RuleTest.VerifyAsync("GLMM305", Typed(member));

    [Theory]
    [InlineData("public static object Run(Herd[] herds) => Other.FitReml(herds);")]
    [InlineData("public static object Run(Herd[] herds) => Own.FitReml(herds);")]
    [InlineData("public static object Run(Herd[] herds) => Uneven.FitMl(herds);")]
    [InlineData("public static object Run(Herd[] herds) => Cbpp.{|CS0117:FitRem|}(herds);")]
    public Task Members_that_exist_and_other_names_are_silent(string member) => RuleTest.SilentAsync(Typed(member));

    [Theory]
    [InlineData("var options = new FitOptions { Family = Family.Binomial, Method = [|FitMethod.Reml|] };")]
    [InlineData("MixedModel.Fit(\"y ~ x + (1 | g)\", table, new() { Method = [|FitMethod.Reml|], Family = Family.Poisson });")]
    [InlineData("var options = given with { Family = Family.Binomial, Method = [|FitMethod.Reml|] };")]
    public Task Options_that_contradict_each_other_are_marked(string statement) => RuleTest.VerifyAsync("GLMM305", SpecificationSource.Run(statement));

    [Theory]
    [InlineData("var options = new FitOptions { Family = Family.Binomial };")]
    [InlineData("var options = new FitOptions { Method = FitMethod.Reml };")]
    [InlineData("var options = new FitOptions { Family = Family.Gaussian, Method = FitMethod.Reml };")]
    [InlineData("var options = new FitOptions { Family = Family.Binomial, Method = FitMethod.Ml };")]
    [InlineData("var options = new FitOptions { Family = Family.Binomial, Method = flag ? FitMethod.Reml : FitMethod.Ml };")]
    [InlineData("var options = given with { Method = FitMethod.Reml };")]
    [InlineData("var options = new FitOptions { Family = Family.Binomial, Method = FitMethod.Reml } with { Method = FitMethod.Ml };")]
    public Task REML_by_default_or_of_a_linear_model_is_silent(string statement) => RuleTest.SilentAsync(SpecificationSource.Run(statement));

    [Theory]
    [InlineData("public static object Run(Herd[] herds) => Cbpp.FitReml(herds);", "public static object Run(Herd[] herds) => Cbpp.FitLaplace(herds);")]
    [InlineData("public static object Run(Herd[] herds) => Cbpp.FitReml(herds, new LinearFitOptions());", "public static object Run(Herd[] herds) => Cbpp.FitLaplace(herds, new LaplaceFitOptions());")]
    [InlineData("public static object Run(IAsyncEnumerable<Herd> herds) => Cbpp.FitRemlAsync(herds);", "public static object Run(IAsyncEnumerable<Herd> herds) => Cbpp.FitLaplaceAsync(herds);")]
    [InlineData("public static void Run(Cbpp.RemlFit fit) { }", "public static void Run(Cbpp.LaplaceFit fit) { }")]
    public Task The_fix_is_the_Laplace_approximation(string member, string expected) => FixTest.VerifyAsync("GLMM305", Typed(member), Typed(expected));

    [Fact]
    public Task With_a_dispersion_formula_it_is_maximum_likelihood() => FixTest.VerifyAsync(
        "GLMM305",
        Typed("public static object Run(Herd[] herds) => Uneven.FitReml(herds, new LinearFitOptions());"),
        Typed("public static object Run(Herd[] herds) => Uneven.FitMl(herds, new LinearFitOptions());"));

    [Theory]
    [InlineData("new FitOptions { Family = Family.Binomial, Method = FitMethod.Reml }", "new FitOptions { Family = Family.Binomial, Approximation = Approximation.Laplace }")]
    [InlineData("new FitOptions { Family = Family.Binomial, Method = FitMethod.Reml, Approximation = Approximation.Fast }", "new FitOptions { Family = Family.Binomial, Approximation = Approximation.Fast }")]
    [InlineData("new FitOptions { Method = FitMethod.Reml, Family = Family.Binomial, Approximation = Approximation.Fast }", "new FitOptions { Family = Family.Binomial, Approximation = Approximation.Fast }")]
    public Task Of_options_too(string options, string expected) =>
        FixTest.VerifyAsync("GLMM305", SpecificationSource.Run($"var options = {options};"), SpecificationSource.Run($"var options = {expected};"));

    private static string Typed(string member) => SpecificationSource.Model(Formula, members: $$"""
        [GeneralizedLinearMixedModel<Herd>("IsSick ~ Period + (1 | Name)", Family.Binomial)]
        public sealed partial class Own { public static object FitReml(Herd[] herds) => herds; }

        [LinearMixedModel<Herd>("Days ~ Period + (1 | Name)")]
        public sealed partial class Other;

        [LinearMixedModel<Herd>("Days ~ Period + (1 | Name)", Dispersion = "~ Period")]
        public sealed partial class Uneven;

        public static class Study
        {
            {{member}}
        }
        """);
}
