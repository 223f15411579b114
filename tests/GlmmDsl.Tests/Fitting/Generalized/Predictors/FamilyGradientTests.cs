using GlmmDsl.Families;
using GlmmDsl.Fitting;
using GlmmDsl.Fitting.Generalized.Criteria;
using GlmmDsl.Fitting.Generalized.Search;

namespace GlmmDsl.Tests.Fitting.Generalized.Predictors;

/// <summary>Every family with every link but the ordinal one, whose thresholds have tests of their own, through the engine: the gradient of the criterion and its value against differences and against a dense computation.</summary>
public class FamilyGradientTests
{
    /// <summary>Terms of the conditional predictor, of zero inflation, of the dispersion; nodes of quadrature, 0 for Laplace.</summary>
    private static readonly (string Conditional, string Inflation, string Dispersion, int Nodes)[] Models =
    [
        ("x + (1 | g) + (1 | h)", "z", "1", 0),
        ("x + (x | g)", "1 + (1 | g)", "z", 0),
        ("x", "z + (1 | h)", "1 + (1 | g)", 0),
        ("x + (1 | g)", "1 + (1 | g)", "z", 3),
    ];

    public static TheoryData<Family, Link> Links
    {
        get
        {
            var data = new TheoryData<Family, Link>();
            foreach (Family family in Enum.GetValues<Family>().Where(f => f is not (Family.Custom or Family.Cumulative)))
            {
                foreach (Link link in ResponseFamilies.Of(family).Links)
                {
                    data.Add(family, link);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Links))]
    public void The_gradient_is_that_of_the_value_in_every_component(Family family, Link link)
    {
        foreach ((FamilyModel model, GeneralizedProblem problem, string what) in Problems(family, link, Models))
        {
            MarginalCriterion criterion = problem.Joint(problem.NewInner());
            criterion.InnerTolerance = 1e-20;
            double[] point = model.Point(problem), gradient = new double[point.Length];
            double value = criterion.Evaluate(point, gradient);
            Assert.True(double.IsFinite(value), what);
            double most = gradient.Max(Math.Abs);
            for (int j = 0; j < point.Length; j++)
            {
                double difference = SimulatedModel.Difference(criterion, point, j, 2e-4);
                double scale = Math.Max(1, Math.Max(Math.Abs(gradient[j]), 0.1 * most));
                Assert.True(Math.Abs(gradient[j] - difference) <= 1e-5 * scale, FormattableString.Invariant($"{what}: parameter {j}: {gradient[j]:R} against {difference:R}"));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Links))]
    public void The_Laplace_value_is_that_of_the_density_alone_with_dense_matrices(Family family, Link link)
    {
        foreach ((FamilyModel model, GeneralizedProblem problem, string what) in Problems(family, link, Models[..2]))
        {
            MarginalCriterion criterion = problem.Joint(problem.NewInner());
            criterion.InnerTolerance = 1e-20;
            double[] point = model.Point(problem);
            double value = criterion.Evaluate(point, new double[point.Length]), dense = DenseDensities.Laplace(problem, model.Kernel, point);
            Assert.True(Math.Abs(value - dense) <= 1e-6 * (1 + Math.Abs(dense)), FormattableString.Invariant($"{what}: {value:R} against {dense:R}"));
        }
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void Quadrature_is_the_integral_over_the_random_effects(Family family)
    {
        foreach ((FamilyModel model, GeneralizedProblem problem, string what) in Problems(
            family, Link.Default, [("x + (1 | g)", "z", "z", 25), ("x", "z", "1 + (1 | g)", 25), ("x", "1 + (1 | g)", "z", 25), ("x + (1 | g)", "1 + (1 | g)", "1", 15)]))
        {
            MarginalCriterion criterion = problem.Joint(problem.NewInner());
            criterion.InnerTolerance = 1e-20;
            double[] point = model.Point(problem);
            double value = criterion.Evaluate(point, new double[point.Length]), integral = DenseDensities.Integral(problem, model.Kernel, point);
            Assert.True(Math.Abs(value - integral) <= 1e-6 * (1 + Math.Abs(integral)), FormattableString.Invariant($"{what}: {value:R} against {integral:R}"));
        }
    }

    public static TheoryData<Family> Families { get; } = new(Enum.GetValues<Family>().Where(f => f is not (Family.Custom or Family.Cumulative)));

    private static IEnumerable<(FamilyModel Model, GeneralizedProblem Problem, string What)> Problems(
        Family family, Link link, IEnumerable<(string Conditional, string Inflation, string Dispersion, int Nodes)> models)
    {
        foreach (bool isInflated in new[] { false, true })
        {
            if (isInflated && !ResponseFamilies.Of(family).CanBeZeroInflated)
            {
                continue;
            }

            var model = new FamilyModel(family, link, isInflated);
            foreach ((string conditional, string inflation, string dispersion, int nodes) in models)
            {
                var options = nodes > 0 ? new GeneralizedOptions { Approximation = Approximation.Quadrature, Nodes = nodes } : new GeneralizedOptions();
                string Terms(Predictor p) => p switch { Predictor.Conditional => conditional, Predictor.ZeroInflation => inflation, _ => dispersion };
                GeneralizedProblem problem = model.Problem(Terms, options);
                if (problem.Terms.IsEmpty)
                {
                    continue;
                }

                yield return (model, problem, $"{family} {link}: {conditional}; {inflation}; {dispersion}; inflated {isInflated}; {nodes} nodes");
            }
        }
    }
}
