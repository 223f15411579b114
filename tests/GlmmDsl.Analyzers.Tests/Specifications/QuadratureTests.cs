using GlmmDsl.Analyzers.Tests.Harness;

namespace GlmmDsl.Analyzers.Tests.Specifications;

public class QuadratureTests
{
    [Theory]
    [InlineData("MixedModel.Fit(\"y ~ x + (1 | g) + (1 | h)\", table, new FitOptions { Family = Family.Binomial, Approximation = [|Approximation.Quadrature|] });")]
    [InlineData("MixedModel.Fit(\"y ~ x + (1 | g/h)\", table, new() { Family = Family.Poisson, Approximation = [|Approximation.Quadrature|], QuadratureNodes = 25 });")]
    [InlineData("var options = new FitOptions { Family = Family.Binomial, Approximation = Approximation.Quadrature }; [|MixedModel.Fit(\"y ~ x + (1 | g) + (1 | h)\", table, options)|];")]
    [InlineData("Formula f = Formula.Parse(\"y ~ x + (1 | g) + (1 | h)\"); MixedModel.Fit(f, table, new FitOptions { Family = Family.Binomial, Approximation = [|Approximation.Quadrature|] });")]
    public Task Quadrature_of_several_grouping_factors_is_marked(string statement) => RuleTest.VerifyAsync("GLMM306", SpecificationSource.Run(statement));

    [Theory]
    [InlineData("MixedModel.Fit(\"y ~ x + (1 | g)\", table, new FitOptions { Family = Family.Binomial, Approximation = Approximation.Quadrature });")]
    [InlineData("MixedModel.Fit(\"y ~ x + (x || g)\", table, new FitOptions { Family = Family.Binomial, Approximation = Approximation.Quadrature });")]
    [InlineData("MixedModel.Fit(\"y ~ x + (1 | g) + (1 | h)\", table, new FitOptions { Family = Family.Binomial, Approximation = Approximation.Quadrature, QuadratureNodes = 1 });")]
    [InlineData("MixedModel.Fit(\"y ~ x + (1 | g) + (1 | h)\", table, new FitOptions { Family = Family.Binomial, Approximation = Approximation.Quadrature, QuadratureNodes = name.Length });")]
    [InlineData("MixedModel.Fit(\"y ~ x + (1 | g) + (1 | h)\", table, new FitOptions { Family = Family.Binomial, QuadratureNodes = 25 });")]
    [InlineData("MixedModel.Fit(\"y ~ x + (1 | g) + (1 | h)\", table, new FitOptions { Family = Family.Binomial, Approximation = flag ? Approximation.Quadrature : Approximation.Laplace });")]
    [InlineData("MixedModel.Fit(\"y ~ x + (1 | g) + \" + name, table, new FitOptions { Family = Family.Binomial, Approximation = Approximation.Quadrature });")]
    [InlineData("var options = new FitOptions { Family = Family.Binomial, Approximation = Approximation.Quadrature }; if (flag) { options = new FitOptions(); } MixedModel.Fit(\"y ~ x + (1 | g) + (1 | h)\", table, options);")]
    public Task One_factor_one_node_or_less_than_all_seen_is_silent(string statement) => RuleTest.SilentAsync(SpecificationSource.Run(statement));

    [Theory]
    [InlineData("Approximation = Approximation.Quadrature", "Approximation = Approximation.Laplace", "Fit by the Laplace approximation")]
    [InlineData("Approximation = Approximation.Quadrature", "Approximation = Approximation.Quadrature, QuadratureNodes = 1", "Use one node")]
    [InlineData("Approximation = Approximation.Quadrature, QuadratureNodes = 25", "Approximation = Approximation.Quadrature, QuadratureNodes = 1", "Use one node")]
    public Task The_fixes_are_Laplace_and_one_node_which_are_the_same(string options, string expected, string title) =>
        FixTest.VerifyAsync("GLMM306", Run(options), Run(expected), title);

    [Theory]
    [InlineData("Cbpp.FitQuadrature(herds, [|9|])")]
    [InlineData("Cbpp.FitQuadrature(herds, nodes: [|25|])")]
    [InlineData("Cbpp.FitQuadratureAsync(stream, [|2|])")]
    [InlineData("Cbpp.FitQuadrature(nodes: [|9|], rows: herds)")]
    [InlineData("Cbpp.FitQuadrature(herds, new() { Information = Information.Expected, Nodes = [|25|] })")]
    [InlineData("Cbpp.FitQuadrature(herds, new QuadratureFitOptions { Nodes = [|25|] })")]
    [InlineData("Cbpp.FitQuadratureAsync(stream, new() { Nodes = [|2|] })")]
    [InlineData("Cbpp.[|FitQuadrature|](herds)")]
    [InlineData("Cbpp.[|FitQuadrature|](herds, Nine)")]
    public Task Of_typed_models_the_nodes_are_marked(string call) => RuleTest.VerifyAsync("GLMM306", Typed(call));

    [Theory]
    [InlineData("Cbpp.FitQuadrature(herds, 1)")]
    [InlineData("Cbpp.FitQuadrature(herds, nodes)")]
    [InlineData("One.FitQuadrature(herds, 9)")]
    [InlineData("One.FitQuadrature(herds)")]
    [InlineData("Cbpp.FitQuadrature(herds, new() { Nodes = 1 })")]
    [InlineData("Cbpp.FitQuadrature(herds, new() { Nodes = nodes })")]
    [InlineData("Cbpp.FitQuadrature(herds, given)")]
    [InlineData("Cbpp.FitQuadrature(herds, given with { CoefficientPrior = null })")]
    public Task Of_typed_models_one_node_or_one_factor_is_silent(string call) => RuleTest.SilentAsync(Typed(call));

    [Theory]
    [InlineData("Cbpp.FitQuadrature(herds, 9)", "Cbpp.FitLaplace(herds)", "Fit by the Laplace approximation")]
    [InlineData("Cbpp.FitQuadrature(herds, nodes: 9, progress: null)", "Cbpp.FitLaplace(herds, progress: null)", "Fit by the Laplace approximation")]
    [InlineData("Cbpp.FitQuadratureAsync(stream, 9)", "Cbpp.FitLaplaceAsync(stream)", "Fit by the Laplace approximation")]
    [InlineData("Cbpp.FitQuadrature(herds, 9, null)", "Cbpp.FitLaplace(herds, null, null)", "Fit by the Laplace approximation")]
    [InlineData("Cbpp.FitQuadrature(herds)", "Cbpp.FitLaplace(herds)", "Fit by the Laplace approximation")]
    [InlineData("Cbpp.FitQuadrature(herds, new() { Nodes = 9 })", "Cbpp.FitLaplace(herds)", "Fit by the Laplace approximation")]
    [InlineData("Cbpp.FitQuadrature(herds, new QuadratureFitOptions { Nodes = 9, CoefficientPrior = new NormalPrior(2) }, null)", "Cbpp.FitLaplace(herds, new LaplaceFitOptions { CoefficientPrior = new NormalPrior(2) }, null)", "Fit by the Laplace approximation")]
    [InlineData("Cbpp.FitQuadrature(herds, new() { Information = Information.Expected, Nodes = 9 })", "Cbpp.FitLaplace(herds, new() { Information = Information.Expected })", "Fit by the Laplace approximation")]
    [InlineData("Cbpp.FitQuadrature(herds, 9)", "Cbpp.FitQuadrature(herds, 1)", "Use one node")]
    [InlineData("Cbpp.FitQuadrature(herds)", "Cbpp.FitQuadrature(herds, nodes: 1)", "Use one node")]
    [InlineData("Cbpp.FitQuadrature(herds, new() { Nodes = 9 })", "Cbpp.FitQuadrature(herds, new() { Nodes = 1 })", "Use one node")]
    public Task Of_typed_models_the_fix_names_the_other_method(string call, string expected, string title) => FixTest.VerifyAsync("GLMM306", Typed(call), Typed(expected), title);

    private static string Run(string options) =>
        SpecificationSource.Run($"MixedModel.Fit(\"y ~ x + (1 | g) + (1 | h)\", table, new FitOptions {{ Family = Family.Binomial, {options} }});");

    private static string Typed(string call) => SpecificationSource.Model("IsSick ~ Period + (1 | Name) + (1 | Region)", members: $$"""
        [GeneralizedLinearMixedModel<Herd>("IsSick ~ Period + (1 | Name)", Family.Binomial)]
        public sealed partial class One;

        public static class Study
        {
            private static readonly QuadratureFitOptions Nine = new() { Nodes = 9 };

            public static object Run(Herd[] herds, IAsyncEnumerable<Herd> stream, int nodes, QuadratureFitOptions given) => {{call}};
        }
        """);
}
