using GlmmDsl.Fitting;
using GlmmDsl.Fitting.Generalized.Criteria;
using GlmmDsl.Fitting.Generalized.Inner;
using GlmmDsl.Fitting.Generalized.Search;
using GlmmDsl.Optimization;

namespace GlmmDsl.Tests.Fitting.Generalized;

/// <summary>The exact gradients against fourth-order differences, for every family, link, approximation and information.</summary>
public class GradientTests
{
    private const double Tolerance = 2e-6;

    public static TheoryData<Family, Link> Links { get; } = new()
    {
        { Family.Binomial, Link.Logit }, { Family.Binomial, Link.Probit }, { Family.Binomial, Link.Cloglog }, { Family.Binomial, Link.Cauchit },
        { Family.Poisson, Link.Log }, { Family.Poisson, Link.Sqrt }, { Family.Poisson, Link.Identity },
    };

    [Theory]
    [MemberData(nameof(Links))]
    public void The_Laplace_gradient_is_that_of_the_value(Family family, Link link)
    {
        foreach (string terms in new[] { "x + offset(o) + (1 | g)", "x + (1 | g) + (1 | h)", "x + (x | g)", "x + z + (1 | g) + (1 | s)", "x + (x | g) + (z | h)", "x + (x || s) + (1 | g) + (1 | h)" })
        {
            foreach (Information information in Enum.GetValues<Information>())
            {
                GeneralizedProblem problem = SimulatedModel.Problem(family, link, terms, new GeneralizedOptions { Information = information });
                foreach (bool profiled in new[] { false, true })
                {
                    InnerProblem inner = problem.NewInner();
                    GlmStart.Set(inner);
                    LaplaceCriterion criterion = SimulatedModel.Laplace(problem, inner, profiled);
                    criterion.InnerTolerance = 1e-20;
                    Check(criterion, SimulatedModel.Point(problem, profiled), $"{terms} {information} {profiled}");
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Links))]
    public void The_quadrature_gradient_is_that_of_the_value(Family family, Link link)
    {
        foreach ((string terms, int nodes) in new[] { ("x + (1 | g)", 1), ("x + (1 | g)", 4), ("x + offset(o) + (1 | g)", 7), ("x + (x | g)", 5), ("z + (x || g)", 4), ("x + (x + z | g)", 3), ("x + (x + z | g)", 2) })
        {
            foreach (Information information in Enum.GetValues<Information>())
            {
                var options = new GeneralizedOptions { Approximation = Approximation.Quadrature, Nodes = nodes, Information = information };
                GeneralizedProblem problem = SimulatedModel.Problem(family, link, terms, options);
                Check(problem.Joint(problem.NewInner()), SimulatedModel.Point(problem), $"{terms} {information} {nodes}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Links))]
    public void One_node_has_the_gradient_of_Laplace(Family family, Link link)
    {
        foreach (string terms in new[] { "x + (1 | g)", "x + (x | g)", "x + (x + z | g)" })
        {
            foreach (Information information in Enum.GetValues<Information>())
            {
                GeneralizedProblem problem = SimulatedModel.Problem(family, link, terms, new GeneralizedOptions { Information = information });
                var node = new GeneralizedOptions { Approximation = Approximation.Quadrature, Nodes = 1, Information = information };
                GeneralizedProblem single = SimulatedModel.Problem(family, link, terms, node);
                MarginalCriterion one = single.Joint(single.NewInner());
                MarginalCriterion laplace = problem.Joint(problem.NewInner());
                double[] point = SimulatedModel.Point(problem);
                double[] expected = new double[point.Length], actual = new double[point.Length];
                laplace.InnerTolerance = one.InnerTolerance = 1e-20;
                Assert.Equal(laplace.Evaluate(point, expected), one.Evaluate(point, actual), 1e-9);
                Assert.All(actual.Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 1e-7 * (1 + Math.Abs(pair.Second))));
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void One_pass_from_a_start_on_the_tangent_leaves_an_error_of_the_fourth_power_of_the_step_in_the_value(bool profiled)
    {
        GeneralizedProblem problem = SimulatedModel.Problem(Family.Poisson, Link.Log, "x + (x | g) + (1 | h)", new GeneralizedOptions());
        double[] point = SimulatedModel.Point(problem, profiled);
        LaplaceCriterion criterion = SimulatedModel.Laplace(problem, problem.NewInner(), profiled);
        double[] gradient = new double[point.Length], exact = new double[point.Length];
        (double Value, double Gradient) Error(double move)
        {
            double[] moved = [.. point.Select((v, j) => v + (move * (j + 1)))];
            criterion.InnerTolerance = 1e-20;
            criterion.Evaluate(point, gradient);
            criterion.InnerTolerance = double.PositiveInfinity;
            double value = criterion.Evaluate(moved, gradient);
            criterion.InnerTolerance = 1e-20;
            value -= criterion.Evaluate(moved, exact);
            return (Math.Abs(value), gradient.Zip(exact, (a, b) => Math.Abs(a - b)).Max());
        }

        (double Value, double Gradient) whole = Error(0.02), half = Error(0.01);
        Assert.True(whole.Value > 8 * half.Value && whole.Value < 1e-2, FormattableString.Invariant($"{whole.Value:G3} and {half.Value:G3}"));
        Assert.True(whole.Gradient > 3 * half.Gradient && whole.Gradient < 1e-1, FormattableString.Invariant($"{whole.Gradient:G3} and {half.Gradient:G3}"));
    }

    [Theory]
    [InlineData("x + (x | g) + (1 | h)", 0)]
    [InlineData("x + (x | g) + (1 | h)", 1)]
    [InlineData("x + (x | g) + (1 | h)", 2)]
    [InlineData("x + (1 | g) + (1 | s)", 0)]
    public void The_gradient_is_exact_where_a_column_of_the_template_is_zero(string terms, int vanishing)
    {
        GeneralizedProblem problem = SimulatedModel.Problem(Family.Binomial, Link.Logit, terms, new GeneralizedOptions());
        foreach (bool profiled in new[] { false, true })
        {
            LaplaceCriterion criterion = SimulatedModel.Laplace(problem, problem.NewInner(), profiled);
            criterion.InnerTolerance = 1e-20;
            Check(criterion, SimulatedModel.Point(problem, profiled, vanishing), terms);
        }
    }

    [Fact]
    public void An_evaluation_stopped_early_is_corrected_to_the_square_of_what_is_left()
    {
        GeneralizedProblem problem = SimulatedModel.Problem(Family.Poisson, Link.Log, "x + (x | g) + (1 | h)", new GeneralizedOptions());
        double[] point = SimulatedModel.Point(problem);
        var gradient = new double[point.Length];
        LaplaceCriterion tight = problem.JointLaplace(problem.NewInner());
        tight.InnerTolerance = 1e-20;
        double exact = tight.Evaluate(point, gradient);
        foreach ((double tolerance, double error) in new[] { (1e-2, 1e-2), (1e-4, 1e-4), (1e-9, 1e-8) })
        {
            LaplaceCriterion loose = problem.JointLaplace(problem.NewInner());
            loose.InnerTolerance = tolerance;
            Assert.Equal(exact, loose.Evaluate(point, gradient), error);
        }
    }

    private static void Check(IDifferentiable criterion, double[] point, string what)
    {
        var gradient = new double[point.Length];
        double value = criterion.Evaluate(point, gradient);
        Assert.True(double.IsFinite(value), what);
        double[] exact = [.. gradient];
        for (int j = 0; j < point.Length; j++)
        {
            double difference = SimulatedModel.Difference(criterion, point, j, 2e-3);
            double scale = Math.Max(1, Math.Max(Math.Abs(exact[j]), exact.Max(Math.Abs) * 0.1));
            Assert.True(Math.Abs(exact[j] - difference) <= Tolerance * scale, FormattableString.Invariant($"{what}: parameter {j}: {exact[j]:R} against {difference:R}"));
        }
    }
}
