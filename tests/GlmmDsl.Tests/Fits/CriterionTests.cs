using GlmmDsl.Data;
using GlmmDsl.Design;
using GlmmDsl.Families;
using GlmmDsl.Fitting;
using GlmmDsl.Fitting.Generalized.Criteria;
using GlmmDsl.Fitting.Generalized.Search;

namespace GlmmDsl.Tests.Fitting.Generalized;

/// <summary>Values of the criteria against their definitions.</summary>
public class CriterionTests
{
    [Theory]
    [MemberData(nameof(GradientTests.Links), MemberType = typeof(GradientTests))]
    public void The_Laplace_value_is_its_definition(Family family, Link link)
    {
        foreach ((string terms, double[] theta) in new[]
        {
            ("x + offset(o) + (1 | g)", new[] { 0.5 }),
            ("x + (1 | s) + (1 | g) + (1 | h)", [0.3, 0.5, 0.2]),
            ("x + (x | s) + (z || h)", [0.4, 0.1, 0.2, 0.3, 0.15]),
            ("x + (x | g)", [0.4, -0.2, 0]),
            ("x + (1 | h) + (1 | g)", [0, 0.7]),
        })
        {
            foreach (Information information in Enum.GetValues<Information>())
            {
                Table table = SimulatedModel.Data(family, link);
                ModelMatrices matrices = SimulatedModel.Matrices(table, family, terms);
                GeneralizedResponse response = GeneralizedResponse.Of(matrices, ResponseFamilies.Of(family), link);
                var problem = new GeneralizedProblem(matrices, response, new GeneralizedOptions { Information = information }, CancellationToken.None);
                double[] beta = [family == Family.Binomial ? 0.1 : link == Link.Identity ? 6.3 : 1.4, 0.3];
                double expected = BruteForce.Laplace(matrices, response, beta, theta, information);
                Assert.Equal(expected, problem.ValueAt(theta, beta), 1e-8 * Math.Abs(expected));
            }
        }
    }

    [Theory]
    [InlineData(Family.Binomial, Link.Logit)]
    [InlineData(Family.Binomial, Link.Cloglog)]
    [InlineData(Family.Binomial, Link.Cauchit)]
    [InlineData(Family.Poisson, Link.Log)]
    public void Quadrature_with_many_nodes_is_the_integral(Family family, Link link)
    {
        ModelMatrices matrices = SimulatedModel.Matrices(SimulatedModel.Data(family, link), family, "x + (1 | g)");
        GeneralizedResponse response = GeneralizedResponse.Of(matrices, ResponseFamilies.Of(family), link);
        double[] beta = [0.2, 0.3];
        double exact = BruteForce.Integral(matrices, response, beta, 0.8);
        double previous = double.PositiveInfinity;
        foreach (int nodes in new[] { 1, 6, 25, 40 })
        {
            var options = new GeneralizedOptions { Approximation = Approximation.Quadrature, Nodes = nodes };
            double error = Math.Abs(new GeneralizedProblem(matrices, response, options, CancellationToken.None).ValueAt(new[] { 0.8 }, beta) - exact);
            Assert.True(error <= Math.Max(previous, 1e-7));
            previous = error;
        }

        Assert.True(previous < 1e-6, $"{previous:R}");
    }

    [Theory]
    [InlineData("x + (1 | g)", new[] { 0.6 })]
    [InlineData("x + (x | g)", new[] { 0.6, 0.2, 0.3 })]
    public void One_node_is_Laplace(string terms, double[] theta)
    {
        double[] beta = [0.2, 0.3];
        double laplace = SimulatedModel.Problem(Family.Binomial, Link.Probit, terms, new GeneralizedOptions()).ValueAt(theta, beta);
        var options = new GeneralizedOptions { Approximation = Approximation.Quadrature, Nodes = 1 };
        Assert.Equal(laplace, SimulatedModel.Problem(Family.Binomial, Link.Probit, terms, options).ValueAt(theta, beta), 1e-9);
    }

    [Fact]
    public void Turning_the_sign_of_a_column_of_the_template_changes_nothing()
    {
        GeneralizedProblem problem = SimulatedModel.Problem(Family.Poisson, Link.Log, "x + (x | g) + (1 | h)", new GeneralizedOptions());
        double[] beta = [1.4, 0.3];
        Assert.Equal(
            problem.ValueAt(new[] { 0.5, 0.2, 0.3, 0.4 }, beta), problem.ValueAt(new[] { -0.5, -0.2, 0.3, -0.4 }, beta), 1e-9);
    }

    [Fact]
    public void Nodes_of_the_Gauss_Hermite_rule_give_the_normal_moments()
    {
        foreach (int count in new[] { 1, 2, 5, 9, 25, 40 })
        {
            GaussHermite rule = GaussHermite.Of(count);
            double moment = 1;
            for (int power = 0; power < Math.Min(2 * count, 12); power += 2)
            {
                double sum = rule.Nodes.Zip(rule.Weights, (z, w) => w * Math.Pow(z, power)).Sum();
                Assert.Equal(moment, sum, 1e-10 * moment);
                moment *= power + 1;
            }

            Assert.Equal(rule.Nodes[0], -rule.Nodes[^1]);
        }
    }
}
