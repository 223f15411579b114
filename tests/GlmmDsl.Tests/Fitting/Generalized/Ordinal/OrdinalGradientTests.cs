using GlmmDsl.Fitting;
using GlmmDsl.Fitting.Generalized.Criteria;
using GlmmDsl.Fitting.Generalized.Search;

namespace GlmmDsl.Tests.Fitting.Generalized.Ordinal;

/// <summary>The exact gradients of ordinal models, in coefficients, thresholds and θ, against fourth-order differences.</summary>
public class OrdinalGradientTests
{
    private static readonly Link[] Links = [Link.Logit, Link.Probit, Link.Cloglog, Link.Loglog, Link.Cauchit];

    [Theory]
    [InlineData("x + f + (1 | g)", 4)]
    [InlineData("x + offset(o) + (x | g)", 3)]
    [InlineData("x + z + (1 | g) + (1 | h)", 7)]
    [InlineData("1 + (x | g) + (1 | h)", 2)]
    [InlineData("x + f", 5)]
    public void The_Laplace_gradient_is_that_of_the_value(string terms, int categories)
    {
        foreach (Link link in Links)
        {
            GeneralizedProblem problem = OrdinalModel.Problem(OrdinalModel.Data(categories), terms, link);
            JointLaplaceCriterion criterion = problem.JointLaplace(problem.NewInner());
            criterion.InnerTolerance = 1e-20;
            Check(criterion, Point(problem, categories), $"{link} {terms}");
        }
    }

    [Theory]
    [InlineData("x + (1 | g)", 4, 5)]
    [InlineData("x + f + (x | g)", 3, 4)]
    [InlineData("1 + (1 | g)", 2, 7)]
    public void The_quadrature_gradient_is_that_of_the_value(string terms, int categories, int nodes)
    {
        foreach (Link link in Links)
        {
            var options = new GeneralizedOptions { Approximation = Approximation.Quadrature, Nodes = nodes };
            GeneralizedProblem problem = OrdinalModel.Problem(OrdinalModel.Data(categories), terms, link, options);
            MarginalCriterion criterion = problem.Joint(problem.NewInner());
            criterion.InnerTolerance = 1e-20;
            Check(criterion, Point(problem, categories), $"{link} {terms}; {nodes}");
        }
    }

    [Fact]
    public void Thresholds_out_of_order_have_no_value()
    {
        GeneralizedProblem problem = OrdinalModel.Problem(OrdinalModel.Data(4), "x + (1 | g)", Link.Logit);
        MarginalCriterion criterion = problem.Joint(problem.NewInner());
        double[] point = Point(problem, 4);
        (point[2], point[3]) = (point[3], point[2]);
        Assert.Equal(double.PositiveInfinity, criterion.Evaluate(point, new double[point.Length]));
    }

    /// <summary>Internal coefficients, the distances of the thresholds, then θ.</summary>
    private static double[] Point(GeneralizedProblem problem, int categories)
    {
        int distances = categories - 2, p = problem.Coefficients.Count - distances;
        return
        [
            0.9, .. Enumerable.Range(1, p - 1).Select(j => 0.1 + (0.05 * j)), .. Enumerable.Range(1, distances).Select(j => 0.9 * j),
            .. problem.Layout.Parameters.Select((q, j) => q.Row == q.Column ? 0.4 + (0.1 * j) : 0.15),
        ];
    }

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
            Assert.True(Math.Abs(exact[j] - difference) <= 2e-6 * scale, FormattableString.Invariant($"{what}: parameter {j}: {exact[j]:R} against {difference:R}"));
        }
    }
}
