using GlmmDsl.Covariance;
using GlmmDsl.Design;
using GlmmDsl.Fitting.Linear;
using GlmmDsl.Fitting.Linear.Choice;
using GlmmDsl.Fitting.Linear.Criteria;

namespace GlmmDsl.Tests.Fitting;

/// <summary>Criterion, gradient and average information against dense formulas and finite differences.</summary>
public class LinearCriterionTests
{
    /// <summary>Kind, REML, sparse path.</summary>
    public static TheoryData<string, bool, bool> Designs
    {
        get
        {
            var data = new TheoryData<string, bool, bool>();
            foreach (string kind in RandomDesign.Kinds)
            {
                data.Add(kind, true, false);
                data.Add(kind, false, false);
                data.Add(kind, true, true);
                data.Add(kind, false, true);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Designs))]
    public void The_criterion_is_the_textbook_one_at_any_theta(string kind, bool reml, bool sparse)
    {
        for (int seed = 1; seed <= 3; seed++)
        {
            ModelMatrices m = RandomDesign.Make(kind, seed);
            LinearMixedSolution fit = Paths.Fit(m, reml, sparse);
            var dense = new DenseModel(m);
            Assert.Equal(dense.Criterion(fit.Theta, reml), fit.Criterion, 1e-8);
            foreach (double[] theta in Points(fit.Theta.Length, seed))
            {
                double expected = dense.Criterion(theta, reml);
                Assert.Equal(expected, fit.CriterionAt(theta), 1e-9 * Math.Abs(expected));
                Assert.True(fit.Criterion <= expected + 1e-7, $"{kind} {seed}: {fit.Criterion:R} against {expected:R}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Designs))]
    public void The_gradient_is_that_of_fourth_order_differences(string kind, bool reml, bool sparse)
    {
        Engine engine = new(RandomDesign.Make(kind, 4), reml, sparse);
        int n = engine.Layout.Entries.Length;
        foreach (double[] theta in Points(n, 5))
        {
            double[] gradient = new double[n];
            engine.Evaluation.Evaluate(theta).Differentiate(gradient, new double[n * n]);
            for (int i = 0; i < n; i++)
            {
                double h = 1e-3;
                double difference = ((8 * (At(h) - At(-h))) - (At(2 * h) - At(-2 * h))) / (12 * h);
                Assert.Equal(difference, gradient[i], 1e-6 * Math.Max(1, Math.Abs(difference)));

                double At(double step)
                {
                    double[] moved = [.. theta];
                    moved[i] += step;
                    return engine.Evaluation.Evaluate(moved).Value;
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Designs))]
    public void The_exact_Hessian_is_that_of_differences_of_the_gradient(string kind, bool reml, bool sparse)
    {
        Engine engine = new(RandomDesign.Make(kind, 9), reml, sparse);
        int n = engine.Layout.Entries.Length;
        foreach (double[] theta in Points(n, 10))
        {
            double[] hessian = new double[n * n];
            engine.Evaluation.Evaluate(theta).Differentiate(new double[n], hessian).MakeExact(hessian);
            double scale = hessian.Max(Math.Abs);
            double h = 1e-3 * Math.Max(0.1, theta.Max(Math.Abs));
            for (int i = 0; i < n; i++)
            {
                double[] near = Difference(h);
                double[] far = Difference(2 * h);
                for (int j = 0; j < n; j++)
                {
                    double expected = ((8 * near[j]) - far[j]) / (12 * h);
                    Assert.Equal(expected, hessian[(i * n) + j], 1e-6 * scale);
                }

                double[] Difference(double step)
                {
                    double[] up = Gradient(step);
                    double[] down = Gradient(-step);
                    return [.. up.Zip(down, (a, b) => a - b)];
                }

                double[] Gradient(double step)
                {
                    double[] moved = [.. theta];
                    moved[i] += step;
                    double[] gradient = new double[n];
                    engine.Evaluation.Evaluate(moved).Differentiate(gradient, new double[n * n]);
                    return gradient;
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Designs))]
    public void The_average_information_is_its_definition(string kind, bool reml, bool sparse)
    {
        ModelMatrices m = RandomDesign.Make(kind, 6);
        Engine engine = new(m, reml, sparse);
        int n = engine.Layout.Entries.Length;
        foreach (double[] theta in Points(n, 7))
        {
            double[] hessian = new double[n * n];
            engine.Evaluation.Evaluate(theta).Differentiate(new double[n], hessian);
            double[,] expected = new DenseModel(engine.InternalMatrices()).AverageInformation(theta, reml);
            double scale = expected.Cast<double>().Max(Math.Abs);
            for (int i = 0; i < n * n; i++)
            {
                Assert.Equal(expected[i / n, i % n], hessian[i], 1e-7 * scale);
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_point_that_the_workspace_no_longer_holds_is_refused(bool sparse)
    {
        Engine engine = new(RandomDesign.Make("mixed", 8), reml: true, sparse);
        int n = engine.Layout.Entries.Length;
        double[] theta = [.. Enumerable.Repeat(0.5, n)], gradient = new double[n], hessian = new double[n * n];
        EvaluatedPoint first = engine.Evaluation.Evaluate(theta);
        EvaluatedPoint second = engine.Evaluation.Evaluate([.. Enumerable.Repeat(0.6, n)]);
        Assert.Throws<InvalidOperationException>(() => first.Differentiate(gradient, hessian));
        Assert.Throws<InvalidOperationException>(() => first.ConditionalCovariances());

        DifferentiatedPoint point = second.Differentiate(gradient, hessian);
        Assert.Throws<InvalidOperationException>(() => second.Differentiate(gradient, hessian));
        point.MakeExact(hessian);
        Assert.Throws<InvalidOperationException>(() => point.MakeExact(hessian));
        Assert.NotEmpty(point.FixedInverse);

        engine.Evaluation.Evaluate(theta).ConditionalCovariances();
        Assert.Throws<InvalidOperationException>(() => point.Estimates);
        Assert.Throws<InvalidOperationException>(() => point.FixedInverse);
        Assert.Throws<InvalidOperationException>(() => point.TemplateGradient(0));
        Assert.Equal(second.Variance, point.Variance);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_evaluation_with_gradient_allocates_nothing(bool sparse)
    {
        Engine engine = new(RandomDesign.Make("mixed", 8), reml: true, sparse);
        int n = engine.Layout.Entries.Length;
        double[] theta = [.. Enumerable.Repeat(0.5, n)];
        double[] gradient = new double[n];
        double[] hessian = new double[n * n];
        for (int i = 0; i < 3; i++)
        {
            Once();
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        Once();
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        void Once()
        {
            engine.Evaluation.Evaluate(theta).Differentiate(gradient, hessian);
        }
    }

    /// <summary>Near, far, singular, and with columns of either sign.</summary>
    private static IEnumerable<double[]> Points(int n, int seed)
    {
        var random = new Random(seed);
        yield return [.. RandomDesign.Normals(random, n)];
        yield return [.. RandomDesign.Normals(random, n).Select(t => 30 * t)];
        yield return [.. RandomDesign.Normals(random, n).Select((t, i) => i == n - 1 ? 0 : t)];
        yield return new double[n];
    }

    /// <summary>The engine's parts on one design.</summary>
    private sealed class Engine
    {
        private readonly ModelMatrices matrices;

        public Engine(ModelMatrices m, bool reml, bool sparse)
        {
            matrices = m;
            LinearProblem problem = Paths.Problem(m, sparse);
            Layout = problem.Layout;
            Evaluation = Factorisation.Workspace(problem.System, reml, 0);
        }

        public CovarianceLayout Layout { get; }

        public LinearEvaluation Evaluation { get; }

        /// <summary>The same design with the random columns the engine computes in, Z_s = ZT⁻¹.</summary>
        public ModelMatrices InternalMatrices() => matrices with
        {
            Random = [.. matrices.Random.Select((t, i) => t with { Columns = InternalColumns(t, Layout.Factors.SelectMany(f => f.Terms).First(l => l.Term == i).Basis) })],
        };

        /// <summary>A row of Z_s is z T⁻¹, and b = T⁻¹ b_s: its columns are T⁻¹ applied to unit vectors.</summary>
        private double[]?[] InternalColumns(RandomEffectsTerm term, RandomBasis basis)
        {
            int k = term.Width;
            double[]?[] result = [.. Enumerable.Range(0, k).Select(_ => new double[matrices.RowCount])];
            for (int c = 0; c < k; c++)
            {
                double[] unit = new double[k];
                double[] mapped = new double[k];
                unit[c] = 1;
                basis.ModesToUser(unit, mapped);
                for (int row = 0; row < matrices.RowCount; row++)
                {
                    for (int j = 0; j < k; j++)
                    {
                        result[c]![row] += (term.Columns[j]?[row] ?? 1) * mapped[j];
                    }
                }
            }

            return result;
        }
    }
}
