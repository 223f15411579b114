using System.Collections.Immutable;
using GlmmDsl.Covariance;
using GlmmDsl.Design;
using GlmmDsl.Fitting.Columns;
using GlmmDsl.Fitting.Linear;
using GlmmDsl.Fitting.Linear.Choice;
using GlmmDsl.Fitting.Linear.Criteria;
using GlmmDsl.Fitting.Linear.Search;
using GlmmDsl.Tests.Covariance;

namespace GlmmDsl.Tests.Fitting;

/// <summary>The linear criterion over the parameters of covariance structures, one of which is not linear in them.</summary>
public class StructuredCriterionTests
{
    public static TheoryData<bool, bool> Ways { get; } = new() { { true, false }, { false, false }, { true, true }, { false, true } };

    [Theory]
    [MemberData(nameof(Ways))]
    public void Gradient_and_exact_Hessian_in_theta_are_those_of_differences(bool reml, bool sparse)
    {
        Model model = new(reml, sparse);
        foreach (double[] theta in Points())
        {
            int n = theta.Length;
            double[] gradient = new double[n], hessian = new double[n * n];
            model.Criterion.Evaluate(theta);
            model.Criterion.Differentiate(gradient, hessian);
            model.Criterion.MakeExact(hessian);
            double scale = hessian.Max(Math.Abs);
            for (int j = 0; j < n; j++)
            {
                Assert.Equal(Differences.In(t => [model.Criterion.Evaluate(t)], theta, j)[0], gradient[j], 1e-6 * Math.Max(1, Math.Abs(gradient[j])));
                double[] column = Differences.In(model.GradientAt, theta, j);
                for (int i = 0; i < n; i++)
                {
                    Assert.Equal(column[i], hessian[(i * n) + j], 1e-6 * scale);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void A_Hessian_by_differences_is_the_exact_one(bool reml, bool sparse)
    {
        Model model = new(reml, sparse);
        foreach (double[] theta in Points())
        {
            int n = theta.Length;
            double[] exact = new double[n * n], hessian = new double[n * n];
            model.Criterion.Evaluate(theta);
            model.Criterion.Differentiate(new double[n], exact);
            model.Criterion.MakeExact(exact);
            Assert.Equal(2 * n, new HessianByDifferences(model.Evaluation, new EntryMap(model.Layout)).Compute(theta, hessian, CancellationToken.None));
            double scale = exact.Max(Math.Abs);
            Assert.Equal(exact, hessian, (a, b) => Math.Abs(a - b) < 1e-6 * scale);
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void The_criterion_is_that_of_the_factor_the_structures_stand_for(bool reml, bool sparse)
    {
        Model model = new(reml, sparse);
        LinearMixedSolution unstructured = Paths.Fit(model.Matrices, reml, sparse);
        double[][] points = [.. Points()];
        double first = model.Criterion.Evaluate(points[0]) - unstructured.CriterionAt(Factor(model.Layout, points[0]));
        foreach (double[] theta in points.Skip(1))
        {
            // What differs is the constant alone.
            Assert.Equal(first, model.Criterion.Evaluate(theta) - unstructured.CriterionAt(Factor(model.Layout, theta)), 1e-8);
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void The_search_finds_the_minimum_over_theta(bool reml, bool sparse)
    {
        Model model = new(reml, sparse);
        var search = new CovarianceSearch(model.Criterion, model.Layout, SearchOptions.DefaultMaxIterations, CancellationToken.None);
        search.Run(StartingValues.Of(model.System), isThorough: true, looksFar: true);

        Assert.True(search.Stationarity.IsMinimum);
        Assert.All(Points(), theta => Assert.True(search.Value < model.Criterion.Evaluate(theta)));
        Assert.All(model.GradientAt(search.Theta), g => Assert.Equal(0, g, 1e-3));
    }

    [Fact]
    public void The_gradient_in_the_users_parameters_is_that_of_the_structure()
    {
        Model model = new(reml: true, sparse: false);
        double[] theta = Points().First();
        double[] gradient = model.GradientAt(theta);
        double[][] templates = [.. model.Layout.Factors.Select((_, f) => model.Criterion.FoundAt(theta)!.Value.TemplateGradient(f))];
        double[] inUser = model.Layout.GradientToUser(theta, templates);
        TermLayout compound = model.Layout.Terms.Single(t => t.Structure is LogCompoundSymmetry);
        Assert.All(Enumerable.Range(compound.FirstParameter, 2), i => Assert.Equal(gradient[i], inUser[i], 1e-10 * Math.Abs(gradient[i])));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_evaluation_with_gradient_in_theta_allocates_nothing(bool isIdentity)
    {
        Model model = new(reml: true, sparse: false, isIdentity);
        int n = model.Layout.Parameters.Length;
        double[] theta = [.. Enumerable.Repeat(0.3, n)], gradient = new double[n], hessian = new double[n * n];
        for (int i = 0; i < 3; i++)
        {
            Once();
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        Once();
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        void Once()
        {
            model.Criterion.Evaluate(theta);
            model.Criterion.Differentiate(gradient, hessian);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_diagonal_term_is_the_terms_of_its_columns(bool sparse)
    {
        ModelMatrices m = RandomDesign.Make("shared", 5);
        RandomEffectsTerm intercept = m.Random[0], slope = m.Random[1];
        RandomEffectsTerm both = intercept with { Columns = [null, slope.Columns[0]], ColumnNames = ["c0", "c1"], Structure = GlmmDsl.Formulas.CovarianceStructure.Diagonal };
        foreach (bool reml in new[] { true, false })
        {
            LinearMixedSolution apart = Paths.Fit(m, reml, sparse);
            LinearMixedSolution together = Paths.Fit(m with { Random = [both, m.Random[2]] }, reml, sparse);
            Assert.Equal(apart.Criterion, together.Criterion, 1e-9);
            Assert.Equal(apart.Theta, together.Theta, (a, b) => Math.Abs(a - b) < 1e-7);
            Assert.Equal(apart.Beta, together.Beta, (a, b) => Math.Abs(a - b) < 1e-9);
            Assert.Equal(apart.Gradient.Length, together.Gradient.Length);
            Assert.Equal(apart.Evaluations, together.Evaluations);
        }
    }

    /// <summary>Parameters of the three columns of b and of the two of a.</summary>
    private static IEnumerable<double[]> Points()
    {
        yield return [0.2, 0.3, 0.5, 0.8];
        yield return [-0.7, -0.2, 1.3, -0.4];
        yield return [0.1, 0.9, 0, 0.6];
    }

    /// <summary>The lower triangles, about the user's columns, that the structures make of θ.</summary>
    private static double[] Factor(CovarianceLayout layout, double[] theta)
    {
        double[] user = layout.ToUser(theta);
        return
        [
            .. layout.Terms.OrderBy(t => t.Term).SelectMany(t =>
            {
                double[] lambda = t.Structure.Template(user.AsSpan(t.Parameters));
                return new UnstructuredCovariance(t.Width).Entries.Select(e => lambda[(e.Row * t.Width) + e.Column]);
            }),
        ];
    }

    /// <summary>Three columns with compound symmetry on one factor, two independent ones on another.</summary>
    private sealed class Model
    {
        public Model(bool reml, bool sparse, bool isIdentity = false)
        {
            Matrices = RandomDesign.Make("wide", 11);
            ImmutableArray<GroupColumns> groups = GroupColumns.Amalgamate(Matrices.Random);
            Origins origins = Origins.Means(Matrices, groups, 0, Matrices.RowCount);
            CrossProductBlocks products = CrossProductBlocks.Accumulate(Matrices, groups, origins, 0, Matrices.RowCount);
            var basis = new FixedBasis(products, FixedRank.Decide(Matrices, products));
            Layout = new CovarianceLayout(groups, products, [isIdentity ? new UnstructuredCovariance(3) : new LogCompoundSymmetry(3), new DiagonalCovariance(2)]);
            FactorisationPath path = sparse ? FactorisationPath.Sparse : FactorisationPath.Blocked;
            System = Factorisation.System(FactorisationChoice.Of(products, Layout, basis.Kept.Length, FactorisationChoice.Available, path), products, Layout, basis);
            Evaluation = Factorisation.Workspace(System, reml, 0);
            Criterion = new LinearCriterion(Evaluation, null, CancellationToken.None);
        }

        public ModelMatrices Matrices { get; }

        public CovarianceLayout Layout { get; }

        public LinearSystem System { get; }

        public LinearEvaluation Evaluation { get; }

        public LinearCriterion Criterion { get; }

        public double[] GradientAt(double[] theta)
        {
            var gradient = new double[theta.Length];
            Criterion.DifferentiateAt(theta, gradient, []);
            return gradient;
        }
    }
}
