using GlmmDsl.Covariance;
using GlmmDsl.Design;
using GlmmDsl.Families;
using GlmmDsl.Fitting;
using GlmmDsl.Fitting.Generalized;
using GlmmDsl.Fitting.Generalized.Criteria;
using GlmmDsl.Fitting.Generalized.Factor;
using GlmmDsl.Fitting.Generalized.Inner;
using GlmmDsl.Fitting.Generalized.Rows;
using GlmmDsl.Fitting.Generalized.Search;
using GlmmDsl.Fitting.Linear.Choice;
using GlmmDsl.Tests.Fitting.Generalized.Predictors;

namespace GlmmDsl.Tests.Fitting.Generalized.Factor;

/// <summary>The blocked and the sparse factorisation are two ways to the same numbers.</summary>
public class SparseFactorTests
{
    [Theory]
    [InlineData("x + (1 | g)")]
    [InlineData("x + (1 | g) + (1 | h)")]
    [InlineData("x + (1 | row) + (1 | s) + (1 | g)")]
    [InlineData("x + (1 | row) + (1 | g) + (1 | h) + (1 | q)")]
    [InlineData("x + (x | g) + (1 | h)")]
    [InlineData("x + z + (1 | s) + (x | g) + (x + z | h)")]
    [InlineData("0 + (x | g) + (0 + z | h)")]
    public void Values_gradients_curvatures_and_covariances_agree(string terms)
    {
        foreach ((Family family, Link link, Information information) in ((Family, Link, Information)[])
            [(Family.Poisson, Link.Log, Information.Observed), (Family.Binomial, Link.Logit, Information.Observed), (Family.Binomial, Link.Probit, Information.Expected), (Family.Binomial, Link.Cauchit, Information.Observed)])
        {
            foreach (bool profiled in new[] { false, true })
            {
                var options = new GeneralizedOptions { Information = information, CoefficientPrior = profiled ? new NormalPrior(2.5) : null };
                foreach (int vanishing in new[] { -1, 0, 1 })
                {
                    Numbers blocked = At(terms, family, link, options, FactorisationPath.Blocked, profiled, vanishing);
                    Numbers sparse = At(terms, family, link, options, FactorisationPath.Sparse, profiled, vanishing);
                    string name = $"{terms} {family} {link} {information} profiled {profiled} vanishing {vanishing}";
                    AssertClose([blocked.Value], [sparse.Value], 1e-11, "value", name);
                    AssertClose(blocked.Gradient, sparse.Gradient, 1e-8, "gradient", name);
                    AssertClose(blocked.FixedCovariance, sparse.FixedCovariance, 1e-9, "covariance of the coefficients", name);
                    AssertClose(blocked.ModeCovariances, sparse.ModeCovariances, 1e-9, "covariances of the modes", name);
                    if (vanishing < 0)
                    {
                        AssertClose(blocked.Curvature, sparse.Curvature, 1e-8, "curvature", name);
                    }
                }
            }
        }
    }

    [Theory]
    [InlineData("x + (1 | s) + (1 | g)", "z")]
    [InlineData("x + (x | g) + (1 | h)", "z + (1 | h) + (z | s)")]
    [InlineData("x + (1 | g)", "z + (1 | g) + (1 | h)")]
    public void With_two_linear_predictors_values_and_gradients_agree(string terms, string second)
    {
        double[][] results = [.. new[] { FactorisationPath.Blocked, FactorisationPath.Sparse }.Select(path =>
        {
            (ModelMatrices matrices, GeneralizedResponse response, PredictorDesigns designs) = TwoPredictors.Parts(TwoPredictors.Data(), new ZeroInflatedKernel(), terms, second);
            var structures = CovarianceStructures.Of([.. matrices.Random, .. designs.Others.SelectMany(o => o.Random)]);
            var problem = new GeneralizedProblem(matrices, response, new GeneralizedOptions(), structures, designs, CancellationToken.None, path);
            JointLaplaceCriterion criterion = problem.JointLaplace(problem.NewInner());
            criterion.InnerTolerance = 1e-20;
            double[] point = TwoPredictors.Point(problem, 1.5, -1);
            var gradient = new double[point.Length];
            return (double[])[criterion.Evaluate(point, gradient), .. gradient];
        })];
        AssertClose(results[0], results[1], 1e-9, "value and gradient", $"{terms}; {second}");
    }

    [Fact]
    public void The_path_is_the_one_that_was_asked_for()
    {
        const string Terms = "x + (1 | g) + (1 | h)";
        Assert.IsType<SparsePenalizedFactor>(Problem(Terms, Family.Poisson, Link.Log, new GeneralizedOptions(), FactorisationPath.Sparse).NewInner().StepFactor);
        Assert.IsType<BlockedPenalizedFactor>(Problem(Terms, Family.Poisson, Link.Log, new GeneralizedOptions(), FactorisationPath.Blocked).NewInner().StepFactor);
    }

    [Fact]
    public void Sparse_factorisations_solutions_and_inverses_end_when_cancelled()
    {
        GeneralizedProblem problem = Problem("x + (1 | g) + (1 | h)", Family.Binomial, Link.Logit, new GeneralizedOptions(), FactorisationPath.Sparse);
        InnerProblem inner = problem.NewInner(new CancellationToken(canceled: true));
        inner.Templates.Set([0.5, 0.5]);
        inner.StepFactor.Blocks.Fill(new RowWeights([.. Enumerable.Repeat(1.0, problem.Rows.Count)]), withFixed: false);
        Assert.Throws<OperationCanceledException>(() => inner.StepFactor.Compute());
        Assert.Throws<OperationCanceledException>(() => inner.Inverse.Compute(inner.StepFactor));
        Assert.Throws<OperationCanceledException>(() => inner.StepFactor.Solve(problem.Rows.NewEffects(), new double[2], new double[inner.StepFactor.Stride]));
    }

    private static GeneralizedProblem Problem(string terms, Family family, Link link, GeneralizedOptions options, FactorisationPath path) =>
        Problem(SimulatedModel.Matrices(SimulatedModel.Data(family, link), family, terms), family, link, options, path);

    private static GeneralizedProblem Problem(ModelMatrices matrices, Family family, Link link, GeneralizedOptions options, FactorisationPath path)
    {
        GeneralizedResponse response = GeneralizedResponse.Of(matrices, ResponseFamilies.Of(family), link);
        return new GeneralizedProblem(matrices, response, options, CovarianceStructures.Of(matrices.Random), null, CancellationToken.None, path);
    }

    private static Numbers At(string terms, Family family, Link link, GeneralizedOptions options, FactorisationPath path, bool profiled, int vanishing)
    {
        ModelMatrices matrices = SimulatedModel.Matrices(SimulatedModel.Data(family, link), family, terms);
        GeneralizedProblem problem = Problem(matrices, family, link, options, path);
        double[] point = SimulatedModel.Point(problem, profiled, vanishing);
        InnerProblem inner = problem.NewInner();
        LaplaceCriterion criterion = SimulatedModel.Laplace(problem, inner, profiled);
        criterion.InnerTolerance = 1e-20;
        var gradient = new double[point.Length];
        double value = criterion.Evaluate(point, gradient);
        var builder = new GeneralizedSolutionBuilder(problem.Terms, inner, criterion.Inverse);
        var curvature = new WorkingCurvature(inner);
        var matrix = new double[point.Length * point.Length];
        curvature.Fill(matrix, criterion.Parameters);
        return new Numbers(value, gradient, matrix, curvature.FixedCovariance(), [.. builder.ModeCovariances.SelectMany(c => c.Cast<double>())]);
    }

    private static void AssertClose(double[] expected, double[] actual, double tolerance, string what, string model)
    {
        double size = 1 + expected.Select(Math.Abs).DefaultIfEmpty(0).Max();
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance * size, $"{what} of {model}: {expected[i]:R} blocked, {actual[i]:R} sparse");
        }
    }

    private sealed record Numbers(double Value, double[] Gradient, double[] Curvature, double[] FixedCovariance, double[] ModeCovariances);
}
