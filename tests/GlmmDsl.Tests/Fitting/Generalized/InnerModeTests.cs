using GlmmDsl.Data;
using GlmmDsl.Design;
using GlmmDsl.Families;
using GlmmDsl.Fitting;
using GlmmDsl.Fitting.Generalized.Criteria;
using GlmmDsl.Fitting.Generalized.Inner;
using GlmmDsl.Fitting.Generalized.Search;

namespace GlmmDsl.Tests.Fitting.Generalized;

/// <summary>If P(u) has several minima, the one that the criteria use is the lowest, and it depends only on the point.</summary>
public class InnerModeTests
{
    [Theory]
    [InlineData(0.3, 0.4)]
    [InlineData(0.8, 0.1)]
    [InlineData(1.5, -0.3)]
    public void A_square_root_link_is_approximated_about_the_dominant_mode(double theta, double intercept)
    {
        Table table = SmallCounts();
        ModelMatrices matrices = SimulatedModel.Matrices(table, Family.Poisson, "x + (1 | g)");
        GeneralizedResponse response = GeneralizedResponse.Of(matrices, ResponseFamilies.Of(Family.Poisson), Link.Sqrt);
        var problem = new GeneralizedProblem(matrices, response, new GeneralizedOptions(), CancellationToken.None);
        double[] beta = [intercept, 0.5];
        double expected = -2 * response.LogConstant();
        for (int level = 0; level < matrices.Random[0].Group.Levels.Length; level++)
        {
            expected += LaplaceOfLevel(matrices, response, level, beta, theta);
        }

        Assert.Equal(expected, problem.ValueAt(new[] { theta }, beta), 1e-7 * Math.Abs(expected));
    }

    [Theory]
    [MemberData(nameof(GradientTests.Links), MemberType = typeof(GradientTests))]
    public void The_value_depends_on_the_point_alone(Family family, Link link)
    {
        Table table = link == Link.Sqrt ? SmallCounts() : SimulatedModel.Data(family, link);
        GeneralizedProblem problem = SimulatedModel.Problem(table, family, link, "x + (x | g)", new GeneralizedOptions());
        foreach (bool profiled in new[] { false, true })
        {
            double[] near = SimulatedModel.Point(problem, profiled);
            double[] far = [.. near.Select(value => 2.5 * value)];
            double fresh = Criterion(problem, profiled).Evaluate(near, new double[near.Length]);
            LaplaceCriterion used = Criterion(problem, profiled);
            used.Evaluate(far, new double[near.Length]);
            Assert.Equal(fresh, used.Evaluate(near, new double[near.Length]), 1e-8 * Math.Abs(fresh));
        }
    }

    [Fact]
    public void An_identity_link_starts_in_range_where_the_fixed_part_alone_is_out_of_it()
    {
        // Without random effects the second half of the rows would have negative means.
        double[] y = [9, 11, 10, 8, 12, 2, 3, 1, 2, 4];
        double[] x = [0, 0, 0, 0, 0, 1, 1, 1, 1, 1];
        var table = new Table([new NumericColumn("y", y), new NumericColumn("x", x), new FactorColumn("g", ["a", "b"], [0, 0, 0, 0, 0, 1, 1, 1, 1, 1])]);
        GeneralizedProblem problem = SimulatedModel.Problem(table, Family.Poisson, Link.Identity, "x + (1 | g)", new GeneralizedOptions());

        double value = problem.ValueAt(new[] { 3.0 }, new[] { 10, -11.0 });
        Assert.True(double.IsFinite(value), $"{value:R}");
    }

    /// <summary>Means between 0.01 and 2, so that random effects often change the sign of η.</summary>
    private static Table SmallCounts()
    {
        var random = new Random(5);
        const int Rows = 60;
        double[] x = [.. Enumerable.Range(0, Rows).Select(_ => (2 * random.NextDouble()) - 1)];
        int[] g = [.. Enumerable.Range(0, Rows).Select(i => i % 10)];
        double[] y = [.. x.Select(v => Math.Floor(3 * random.NextDouble() * random.NextDouble() * (1 + (0.5 * v))))];
        return new Table([new NumericColumn("y", y), new NumericColumn("x", x), new FactorColumn("g", [.. Enumerable.Range(0, 10).Select(i => $"l{i}")], g)]);
    }

    /// <summary>The Laplace approximation of one level about the lowest point of a fine grid, refined by Newton's method.</summary>
    private static double LaplaceOfLevel(ModelMatrices matrices, GeneralizedResponse response, int level, double[] beta, double theta)
    {
        int[] rows = [.. Enumerable.Range(0, matrices.RowCount).Where(i => matrices.Random[0].Group.Codes[i] == level)];
        double[] linear = [.. rows.Select(i => beta[0] + (beta[1] * matrices.FixedColumns[1][i]))];
        double[] y = [.. rows.Select(i => response.Totals[i])];
        double At(double u) => (u * u) - (2 * linear.Zip(y, (e, k) => (k == 0 ? 0 : k * Math.Log(Math.Pow(e + (theta * u), 2))) - Math.Pow(e + (theta * u), 2)).Sum());
        double Curvature(double u) => 1 + (theta * theta * linear.Zip(y, (e, k) => (2 * k / Math.Pow(e + (theta * u), 2)) + 2).Sum());
        double best = Enumerable.Range(-20_000, 40_001).Select(i => i / 4000.0).MinBy(At);
        for (int iteration = 0; iteration < 50; iteration++)
        {
            double slope = best - (theta * linear.Zip(y, (e, k) => (2 * k / (e + (theta * best))) - (2 * (e + (theta * best)))).Sum());
            best -= slope / Curvature(best);
        }

        return At(best) + Math.Log(Curvature(best));
    }

    private static LaplaceCriterion Criterion(GeneralizedProblem problem, bool profiled)
    {
        InnerProblem inner = problem.NewInner();
        GlmStart.Set(inner);
        LaplaceCriterion criterion = SimulatedModel.Laplace(problem, inner, profiled);
        criterion.InnerTolerance = GeneralizedProblem.TightTolerance;
        return criterion;
    }
}
