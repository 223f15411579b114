using System.Collections.Immutable;
using GlmmDsl.Covariance;
using GlmmDsl.Design;
using GlmmDsl.Families;
using GlmmDsl.Fitting;
using GlmmDsl.Fitting.Generalized;
using GlmmDsl.Fitting.Generalized.Criteria;
using GlmmDsl.Fitting.Generalized.Inner;
using GlmmDsl.Fitting.Generalized.Search;
using GlmmDsl.Tests.Covariance;

namespace GlmmDsl.Tests.Fitting.Generalized;

/// <summary>The criteria of generalised models over the parameters of a covariance structure that is not linear in them.</summary>
public class StructuredCriterionTests
{
    private static readonly double[] Theta = [-0.6, 0.4, 0.3];

    [Theory]
    [InlineData(false, Information.Observed)]
    [InlineData(true, Information.Observed)]
    [InlineData(false, Information.Expected)]
    [InlineData(true, Information.Expected)]
    public void The_Laplace_gradient_in_theta_is_that_of_differences(bool profiled, Information information)
    {
        GeneralizedProblem problem = Problem("x + (x | g) + (1 | h)", new GeneralizedOptions { Information = information }, new LogCompoundSymmetry(2), new UnstructuredCovariance(1));
        InnerProblem inner = problem.NewInner();
        GlmStart.Set(inner);
        MarginalCriterion criterion = SimulatedModel.Laplace(problem, inner, profiled);
        criterion.InnerTolerance = 1e-20;
        Check(criterion, Point(problem, criterion, Theta));
    }

    [Fact]
    public void The_quadrature_gradient_in_theta_is_that_of_differences()
    {
        var options = new GeneralizedOptions { Approximation = Approximation.Quadrature, Nodes = 5 };
        GeneralizedProblem problem = Problem("x + (x | g)", options, new LogCompoundSymmetry(2));
        MarginalCriterion criterion = problem.Joint(problem.NewInner());
        Check(criterion, Point(problem, criterion, Theta[..2]));
    }

    [Fact]
    public void The_Hessian_in_theta_is_that_of_differences_of_the_gradient()
    {
        GeneralizedProblem problem = Problem("x + (x | g) + (1 | h)", new GeneralizedOptions(), new LogCompoundSymmetry(2), new UnstructuredCovariance(1));
        InnerProblem inner = problem.NewInner();
        MarginalCriterion criterion = problem.JointLaplace(inner);
        double[] point = Point(problem, criterion, Theta);
        int n = point.Length;
        criterion.InnerTolerance = GeneralizedProblem.TightTolerance;
        criterion.Evaluate(point, new double[n]);
        var hessian = new DifferencedHessian(criterion, inner, point, new double[n * n], CancellationToken.None);

        MarginalCriterion other = problem.JointLaplace(problem.NewInner());
        other.InnerTolerance = 1e-20;
        double scale = hessian.Values.Max(Math.Abs);
        for (int j = 0; j < n; j++)
        {
            double[] up = new double[n], down = new double[n], moved = [.. point];
            moved[j] += 1e-4;
            other.Evaluate(moved, up);
            moved[j] -= 2e-4;
            other.Evaluate(moved, down);
            for (int i = 0; i < n; i++)
            {
                Assert.Equal((up[i] - down[i]) / 2e-4, hessian.Values[(i * n) + j], 1e-5 * scale);
            }
        }
    }

    [Fact]
    public void The_criterion_is_that_of_the_factor_the_structure_stands_for()
    {
        GeneralizedProblem structured = Problem("x + (x | g)", new GeneralizedOptions(), new LogCompoundSymmetry(2));
        GeneralizedProblem plain = Problem("x + (x | g)", new GeneralizedOptions(), new UnstructuredCovariance(2));
        double[] beta = [0.2, -0.1];
        double[] factor = structured.Layout.ToEntries(Theta[..2]);
        Assert.Equal(plain.ValueAt(factor, beta), structured.ValueAt(Theta.AsSpan(0, 2), beta), 1e-8);
        Assert.Equal(plain.ValueAt(factor, null), structured.ValueAt(Theta.AsSpan(0, 2), null), 1e-8);
    }

    [Theory]
    [InlineData(Approximation.Laplace)]
    [InlineData(Approximation.Fast)]
    public void The_search_finds_the_minimum_over_theta(Approximation approximation)
    {
        GeneralizedProblem problem = Problem("x + (x | g)", new GeneralizedOptions { Approximation = approximation }, new LogCompoundSymmetry(2));
        InnerProblem inner = problem.NewInner();
        GlmStart.Set(inner);
        inner.SolveProfiled(1e-4);
        var search = new GeneralizedSearch(problem, inner, null, CancellationToken.None);
        search.Run();
        Assert.True(double.IsFinite(search.Value));
        Assert.All(search.Gradient, g => Assert.Equal(0, g, 1e-2));
    }

    [Fact]
    public void A_diagonal_term_is_the_terms_of_its_columns()
    {
        ModelMatrices apart = SimulatedModel.Matrices(SimulatedModel.Data(Family.Poisson, Link.Log), Family.Poisson, "x + (x || g) + (1 | h)");
        RandomEffectsTerm both = apart.Random[0] with { Columns = [null, apart.Random[1].Columns[0]], ColumnNames = ["(Intercept)", "x"], Structure = GlmmDsl.Formulas.CovarianceStructure.Diagonal };
        GeneralizedSolution first = Fit(apart), second = Fit(apart with { Random = [both, apart.Random[2]] });
        Assert.Equal(first.Criterion, second.Criterion, 1e-9);
        Assert.Equal(first.Theta, second.Theta, (a, b) => Math.Abs(a - b) < 1e-7);
        Assert.Equal(ThetaNames.Of(apart.Random).AsEnumerable(), ThetaNames.Of([both, apart.Random[2]]));

        static GeneralizedSolution Fit(ModelMatrices m) =>
            GeneralizedLinearMixedModelFitter.Fit(m, GeneralizedResponse.Of(m, ResponseFamilies.Of(Family.Poisson), Link.Log), new GeneralizedOptions());
    }

    private static GeneralizedProblem Problem(string terms, GeneralizedOptions options, params ImmutableArray<CovarianceStructure> structures)
    {
        ModelMatrices matrices = SimulatedModel.Matrices(SimulatedModel.Data(Family.Binomial, Link.Cloglog), Family.Binomial, terms);
        return new GeneralizedProblem(matrices, GeneralizedResponse.Of(matrices, ResponseFamilies.Of(Family.Binomial), Link.Cloglog), options, structures, null, CancellationToken.None);
    }

    private static double[] Point(GeneralizedProblem problem, MarginalCriterion criterion, double[] theta)
    {
        InnerProblem inner = problem.NewInner();
        GlmStart.Set(inner);
        inner.SolveProfiled(1e-10);
        return criterion.Parameters.Point(inner.Beta, theta);
    }

    private static void Check(MarginalCriterion criterion, double[] point)
    {
        var gradient = new double[point.Length];
        Assert.True(double.IsFinite(criterion.Evaluate(point, gradient)));
        double[] exact = [.. gradient];
        for (int j = 0; j < point.Length; j++)
        {
            double scale = Math.Max(1, Math.Max(Math.Abs(exact[j]), 0.1 * exact.Max(Math.Abs)));
            Assert.Equal(SimulatedModel.Difference(criterion, point, j, 2e-3), exact[j], 2e-6 * scale);
        }
    }
}
