using GlmmDsl.Families;
using GlmmDsl.Fitting;
using GlmmDsl.Fitting.Generalized.Criteria;
using GlmmDsl.Fitting.Generalized.Search;

namespace GlmmDsl.Tests.Fitting.Generalized.Predictors;

/// <summary>The exact gradients with several linear predictors, in the coefficients of all of them and in θ, against fourth-order differences.</summary>
public class PredictorsGradientTests
{
    private const double Tolerance = 2e-6;

    [Theory]
    [InlineData("x + offset(o) + (1 | g)", "1")]
    [InlineData("x + (1 | g) + (1 | h)", "z")]
    [InlineData("x + (x | g)", "1 + x + offset(o)")]
    [InlineData("x + (1 | g) + (1 | s)", "z")]
    [InlineData("x + (x | g) + (z | h)", "x")]
    [InlineData("x + (x || s) + (1 | g) + (1 | h)", "1")]
    [InlineData("x", "1 + (1 | g)")]
    [InlineData("x + (1 | g)", "z + (1 | g)")]
    [InlineData("x + (x | g)", "z + (z | g)")]
    [InlineData("x + (1 | g)", "z + (1 | h)")]
    [InlineData("x + (x | g) + (1 | h)", "z + (1 | h) + (z | s)")]
    [InlineData("x + (1 | s)", "1 + (1 | g) + (1 | h)")]
    public void The_Laplace_gradient_is_that_of_the_value(string terms, string second)
    {
        foreach ((PredictorsKernel kernel, double[] intercepts) in Kernels)
        {
            GeneralizedProblem problem = TwoPredictors.Problem(kernel, terms, second);
            JointLaplaceCriterion criterion = problem.JointLaplace(problem.NewInner());
            criterion.InnerTolerance = 1e-20;
            Check(criterion, TwoPredictors.Point(problem, intercepts), $"{kernel.GetType().Name} {terms}; {second}");
        }
    }

    [Theory]
    [InlineData("x + (1 | g)", "1", 1)]
    [InlineData("x + (1 | g)", "z", 4)]
    [InlineData("x + (x | g)", "1", 5)]
    [InlineData("x + (1 | g)", "z + (1 | g)", 4)]
    [InlineData("x + (x | g)", "1 + (1 | g)", 3)]
    [InlineData("x", "z + (1 | g)", 7)]
    public void The_quadrature_gradient_is_that_of_the_value(string terms, string second, int nodes)
    {
        foreach ((PredictorsKernel kernel, double[] intercepts) in Kernels)
        {
            var options = new GeneralizedOptions { Approximation = Approximation.Quadrature, Nodes = nodes };
            GeneralizedProblem problem = TwoPredictors.Problem(kernel, terms, second, options);
            MarginalCriterion criterion = problem.Joint(problem.NewInner());
            criterion.InnerTolerance = 1e-20;
            Check(criterion, TwoPredictors.Point(problem, intercepts), $"{kernel.GetType().Name} {terms}; {second}; {nodes}");
        }
    }

    private static IEnumerable<(PredictorsKernel Kernel, double[] Intercepts)> Kernels => [(new NormalKernel(), [3.0, 1.0]), (new ZeroInflatedKernel(), [1.5, -1.0])];

    private static void Check(MarginalCriterion criterion, double[] point, string what)
    {
        var gradient = new double[point.Length];
        double value = criterion.Evaluate(point, gradient);
        Assert.True(double.IsFinite(value), what);
        double[] exact = [.. gradient];
        for (int j = 0; j < point.Length; j++)
        {
            double difference = SimulatedModel.Difference(criterion, point, j, 5e-4);
            double scale = Math.Max(1, Math.Max(Math.Abs(exact[j]), exact.Max(Math.Abs) * 0.1));
            Assert.True(Math.Abs(exact[j] - difference) <= Tolerance * scale, FormattableString.Invariant($"{what}: parameter {j}: {exact[j]:R} against {difference:R}"));
        }
    }
}
