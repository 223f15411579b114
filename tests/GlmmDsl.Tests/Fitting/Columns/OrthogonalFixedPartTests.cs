using GlmmDsl.Design;
using GlmmDsl.Fitting.Linear;
using GlmmDsl.Fitting.Linear.Search;

namespace GlmmDsl.Tests.Fitting;

/// <summary>Nearly aliased columns and nearly perfect fits lose no digits if the rows are available.</summary>
public class OrthogonalFixedPartTests
{
    [Theory]
    [InlineData("scalar", true, 1e-3)]
    [InlineData("scalar", true, 1e-6)]
    [InlineData("weighted", false, 1e-5)]
    [InlineData("weighted", true, 1e-6)]
    [InlineData("crossed", true, 1e-6)]
    [InlineData("offset", true, 1e-6)]
    public void Columns_that_differ_by_little_give_the_fit_of_their_difference(string kind, bool reml, double difference)
    {
        ModelMatrices m = RandomDesign.Make(kind, 81);
        (double[] x, double[] z) = (m.FixedColumns[1], m.FixedColumns[2]);
        double[] near = [.. x.Zip(z, (a, b) => a + (difference * b))];
        LinearMixedSolution apart = LinearMixedModelFitter.Fit(m, reml);
        LinearMixedSolution fit = LinearMixedModelFitter.Fit(m with { FixedColumns = [m.FixedColumns[0], x, near] }, reml);

        // near·β = x·β + z·(difference·β).
        Assert.Equal(3, fit.Kept.Length);
        Assert.Equal(apart.Criterion + (reml ? 2 * Math.Log(difference) : 0), fit.Criterion, 1e-7);
        Assert.Equal(apart.Beta[0], fit.Beta[0], 1e-6);
        Assert.Equal(apart.Beta[2], fit.Beta[2] * difference, 1e-6);
        Assert.Equal(apart.Beta[1], fit.Beta[1] + fit.Beta[2], 1e-5);
        Assert.Equal(Math.Sqrt(apart.Covariance[2, 2]), Math.Sqrt(fit.Covariance[2, 2]) * difference, 1e-6);
        Assert.InRange(fit.Rounding.Criterion, 0, 1e-9);
        Assert.Equal(apart.Fitted[7], fit.Fitted[7], 1e-6);
    }

    [Theory]
    [InlineData("vector", true)]
    [InlineData("weighted", false)]
    [InlineData("nested", true)]
    [InlineData("offset", false)]
    public void A_large_trend_in_the_response_costs_no_digits(string kind, bool reml)
    {
        ModelMatrices m = RandomDesign.Make(kind, 82);
        ModelMatrices trend = m with { Response = [.. m.Response.Zip(m.FixedColumns[1], (y, x) => y + (1e6 * x))] };
        LinearMixedSolution expected = LinearMixedModelFitter.Fit(m, reml);
        LinearMixedSolution fit = LinearMixedModelFitter.Fit(trend, reml);

        Assert.Equal(expected.Criterion, fit.Criterion, 1e-6);
        Assert.Equal(expected.Sigma, fit.Sigma, 1e-6);
        Assert.Equal(expected.Beta[1] + 1e6, fit.Beta[1], 1e-5);
        Assert.Equal(expected.Beta[0], fit.Beta[0], 1e-5);
        Assert.Equal(expected.ResidualSquares, fit.ResidualSquares, 1e-5 * expected.ResidualSquares);
        Assert.Equal(expected.Verdict, fit.Verdict);
    }

    [Fact]
    public void A_refit_through_orthogonal_columns_is_the_fit_of_the_other_response()
    {
        ModelMatrices m = RandomDesign.Make("weighted", 83);
        double[] near = [.. m.FixedColumns[1].Zip(m.FixedColumns[2], (a, b) => a + (1e-5 * b))];
        ModelMatrices design = m with { FixedColumns = [m.FixedColumns[0], m.FixedColumns[1], near] };
        double[] other = [.. m.Response.Zip(RandomDesign.Normals(new Random(84), 60), (y, e) => (3 * y) + e + 100)];
        LinearMixedSolution direct = LinearMixedModelFitter.Fit(design with { Response = other }, reml: true);
        LinearMixedSolution refit = LinearProblem.Create(design, CancellationToken.None).WithResponse(other)
            .Solve(new SearchOptions { IsReml = true }, null, CancellationToken.None);

        Assert.Equal(direct.Criterion, refit.Criterion, 1e-8);
        Assert.Equal(direct.Beta[0], refit.Beta[0], 1e-6);
        Assert.Equal(0, (direct.Beta[2] - refit.Beta[2]) / Math.Sqrt(direct.Covariance[2, 2]), 1e-5);
    }

    [Fact]
    public void A_group_whose_indicators_are_fixed_effects_has_no_variance_of_its_own_and_says_so()
    {
        ModelMatrices m = RandomDesign.Make("scalar", 85);
        GroupingFactor group = m.Random[0].Group;
        double[][] indicators = [.. Enumerable.Range(0, group.Levels.Length).Select(l => group.Codes.Select(c => c == l ? 1.0 : 0).ToArray())];
        LinearMixedSolution fit = LinearMixedModelFitter.Fit(
            RandomDesign.Make(m.Response, [RandomDesign.Ones(60), .. indicators[1..]], m.Random), reml: true);

        Assert.Equal([0.0], fit.Theta);
        Assert.Equal(Verdict.Singular, fit.Verdict);
        Assert.Equal((0, 0), Assert.Single(fit.Unidentified));
        Assert.Empty(fit.Vanished);
        Assert.Equal(double.NaN, Assert.Single(fit.ShownTheta));
    }
}
