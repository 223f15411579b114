using GlmmDsl.Design;
using GlmmDsl.Families;
using GlmmDsl.Fitting;
using GlmmDsl.Fitting.Generalized.Criteria;
using GlmmDsl.Fitting.Generalized.Search;

namespace GlmmDsl.Tests.Fitting.Generalized;

/// <summary>Chains of nested factors, which are eliminated without fill, alone and together with crossed factors.</summary>
public class NestedFactorTests
{
    [Theory]
    [InlineData("x + (1 | row) + (1 | s) + (1 | g)", 2)]
    [InlineData("x + (1 | row) + (1 | s) + (1 | g) + (1 | q)", 2)]
    [InlineData("x + (1 | row) + (1 | s) + (1 | g) + (x | q)", 2)]
    [InlineData("x + (x | s) + (0 + x | g)", 1)]
    [InlineData("x + (1 | row) + (1 | g) + (1 | h)", 1)]
    [InlineData("x + (1 | g) + (1 | h)", 0)]
    public void The_chain_is_found_and_value_and_gradient_stay_exact(string terms, int nested)
    {
        GeneralizedProblem problem = SimulatedModel.Problem(Family.Poisson, Link.Log, terms, new GeneralizedOptions());
        Assert.Equal(nested, problem.Rows.DiagonalFactors);
        foreach (int vanishing in new[] { -1, 0, 1 })
        {
            foreach (bool profiled in new[] { false, true })
            {
                double[] point = SimulatedModel.Point(problem, profiled, vanishing);
                LaplaceCriterion criterion = SimulatedModel.Laplace(problem, problem.NewInner(), profiled);
                criterion.InnerTolerance = 1e-20;
                var gradient = new double[point.Length];
                criterion.Evaluate(point, gradient);
                double[] exact = [.. gradient];
                for (int j = 0; j < point.Length; j++)
                {
                    Assert.Equal(exact[j], SimulatedModel.Difference(criterion, point, j, 2e-3), 2e-6 * (1 + exact.Max(Math.Abs)));
                }
            }
        }
    }

    [Theory]
    [InlineData("x + (1 | row) + (1 | s) + (1 | g)", new[] { 0.3, 0.5, 0.2 })]
    [InlineData("x + (1 | row) + (1 | s) + (1 | g) + (1 | q)", new[] { 0.3, 0.5, 0.2, 0.4 })]
    [InlineData("x + (1 | row) + (1 | s) + (1 | g) + (x | q)", new[] { 0.3, 0, 0.2, 0.4, -0.1, 0.3 })]
    public void The_value_is_its_definition(string terms, double[] theta)
    {
        ModelMatrices matrices = SimulatedModel.Matrices(SimulatedModel.Data(Family.Poisson, Link.Log), Family.Poisson, terms);
        GeneralizedResponse response = GeneralizedResponse.Of(matrices, ResponseFamilies.Of(Family.Poisson), Link.Log);
        var problem = new GeneralizedProblem(matrices, response, new GeneralizedOptions(), CancellationToken.None);
        double[] beta = [1.4, 0.3];
        double expected = BruteForce.Laplace(matrices, response, beta, theta, Information.Observed);
        Assert.Equal(expected, problem.ValueAt(theta, beta), 1e-8 * Math.Abs(expected));
    }
}
