using GlmmDsl.Data;
using GlmmDsl.Fitting;
using GlmmDsl.Fitting.Generalized.Inner;

namespace GlmmDsl.Tests.Fitting.Generalized;

/// <summary>Separation is found where there is a separating direction, and only there (Albert and Anderson 1984).</summary>
public sealed class SeparationTests
{
    private const int Rows = 24;

    /// <summary>Small data that a linear programme finds separated (R: boot::simplex, the largest sum of products with none below 0), by a margin so thin that Newton's last step does not show it.</summary>
    [Theory]
    [InlineData(Family.Poisson, "0,-0.37,a,0;0,-0.65,c,1;0,-0.59,a,1;4,0.8,b,0;0,1.5,c,1;1,-0.13,b,0;1,-0.04,c,0;0,1.39,b,1;0,-0.71,a,1;0,-1.35,b,1;0,0.55,a,1;0,-2.19,a,0;0,-0.38,a,0;4,1.45,b,1;0,0.15,a,1")]
    [InlineData(Family.Poisson, "0,-0.59,c,1;1,0.24,a,0;3,2.26,b,1;0,-0.22,a,0;0,-0.72,a,1;0,0.7,a,1;0,0.07,c,1;0,-0.46,c,1;0,-0.11,b,1;0,-1.21,b,1;1,0.44,b,0")]
    [InlineData(Family.Binomial, "1,1.27,b,1;0,-0.01,b,0;0,0.62,b,1;0,0.15,a,1;1,-0.01,b,0;1,0.27,b,0;1,0.13,b,0;0,-2.65,b,1;0,0.25,a,1;0,-0.49,a,0;0,-0.6,a,1;0,-1.17,c,0;0,-0.52,b,0;1,-0.57,c,0;1,3.46,a,1")]
    public void A_thin_margin_is_found(Family family, string rows)
    {
        MixedModelFit fit = MixedModel.Fit("y ~ x + f + w", Fits.Csv("y,x,f,w\n" + rows.Replace(';', '\n') + "\n"), new FitOptions { Family = family });

        Assert.Contains(fit.Notices, n => n.Id == NoticeId.Separation);
        Assert.Equal(Verdict.NotConverged, fit.Verdict);
    }

    [Fact]
    public void Where_nothing_is_found_on_the_way_the_error_says_why()
    {
        InnerProblem inner = SimulatedModel.Problem(Family.Binomial, Link.Logit, "x + (1 | g)", new GeneralizedOptions()).NewInner();

        string other = UnsolvedProblem.Error(inner).Message;

        Assert.StartsWith("The penalised least-squares iterations found no solution", other, StringComparison.Ordinal);
        Assert.DoesNotContain("separate", other, StringComparison.Ordinal);
        Assert.DoesNotContain("row", other, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Link.Logit, Approximation.Laplace)]
    [InlineData(Link.Logit, Approximation.Fast)]
    [InlineData(Link.Logit, Approximation.Quadrature)]
    [InlineData(Link.Probit, Approximation.Fast)]
    [InlineData(Link.Cloglog, Approximation.Laplace)]
    [InlineData(Link.Cauchit, Approximation.Laplace)]
    [InlineData(Link.Cauchit, Approximation.Fast)]
    public void A_level_that_decides_the_outcome_leaves_a_fit_with_its_direction(Link link, Approximation approximation)
    {
        // Every row of level c is a success.
        var random = new Random(3);
        string[] rows =
        [
            .. Enumerable.Range(0, 120).Select(i =>
                FormattableString.Invariant($"{(i % 3 == 2 || random.NextDouble() < 0.3 + (0.05 * (i % 8)) ? 1 : 0)},{random.NextDouble():F3},{"abc"[i % 3]},g{i % 8}")),
        ];
        var options = new FitOptions { Family = Family.Binomial, Link = link, Approximation = approximation, QuadratureNodes = 5 };

        MixedModelFit fit = MixedModel.Fit("y ~ x + f + (1 | g)", Read(rows), options);

        Assert.Equal(Verdict.NotConverged, fit.Verdict);
        Assert.Contains("(fc +1)", Assert.Single(fit.Notices, n => n.Id == NoticeId.Separation).Text, StringComparison.Ordinal);
        Assert.True(double.IsFinite(fit.CriterionAt(0.5)), "The profiled criterion is finite.");

        // What is left of the others are the estimates without that level.
        MixedModelFit others = MixedModel.Fit("y ~ x + f + (1 | g)", Read([.. rows.Where(row => !row.Contains('c', StringComparison.Ordinal))]), options);
        Assert.Equal(others.Coefficients["x"].Estimate, fit.Coefficients["x"].Estimate, 0.02 * others.Coefficients["x"].StandardError);

        // Where cauchit's joint Hessian is lost to rounding, standard errors are those given θ, which are smaller.
        double expected = others.Coefficients["x"].StandardError, actual = fit.Coefficients["x"].StandardError;
        Assert.InRange(actual, (link == Link.Cauchit ? 0.8 : 0.95) * expected, 1.05 * expected);

        static Table Read(string[] lines) => Fits.Csv("y,x,f,g\n" + string.Join('\n', lines) + "\n");
    }

    [Fact]
    public void Whatever_a_direction_decides_is_found()
    {
        var random = new Random(5);
        for (int draw = 0; draw < 100; draw++)
        {
            // Whole numbers, so that some rows lie on the edge, where the outcome is free: separation is quasi-complete as often as complete.
            int[] direction = [random.Next(-2, 3), random.Next(1, 3), random.Next(-2, 3)];
            double[] x = Draw(random), z = Draw(random);
            double[] y = [.. x.Zip(z, (a, b) => direction[0] + (direction[1] * a) + (direction[2] * b)).Select(s => s > 0 ? 1.0 : s < 0 ? 0 : random.Next(2))];
            if (y.Distinct().Count() == 2)
            {
                Assert.True(IsSeparated(x, z, y), $"Draw {draw} is separated.");
            }
        }
    }

    [Fact]
    public void Rows_that_occur_with_both_outcomes_are_never_called_separated()
    {
        var random = new Random(6);
        for (int draw = 0; draw < 100; draw++)
        {
            double[] x = Draw(random), z = Draw(random);
            double[] y = [.. x.Zip(z, (a, b) => a + b > 1 ? 1.0 : 0.0)];
            Assert.False(IsSeparated([.. x, .. x], [.. z, .. z], [.. y, .. y.Select(v => 1 - v)]), $"Draw {draw} is not separated.");
        }
    }

    private static double[] Draw(Random random) => [.. Enumerable.Range(0, Rows).Select(_ => (double)random.Next(-3, 4))];

    private static bool IsSeparated(double[] x, double[] z, double[] y)
    {
        var table = new Table([new NumericColumn("y", y), new NumericColumn("x", x), new NumericColumn("z", z)]);
        return MixedModel.Fit("y ~ x + z", table, new FitOptions { Family = Family.Binomial }).Notices.Any(n => n.Id == NoticeId.Separation);
    }
}
