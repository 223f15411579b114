using GlmmDsl.Data;
using GlmmDsl.Fitting;
using GlmmDsl.Fitting.Generalized;
using GlmmDsl.Fitting.Generalized.Inner;
using GlmmDsl.Fitting.Generalized.Rows;
using GlmmDsl.Fitting.Generalized.Search;

namespace GlmmDsl.Tests.Fitting.Generalized;

/// <summary>The start of the inner iterations.</summary>
public class InnerStartTests
{
    private static readonly double[] Counts =
    [
        11, 6, 1, 7, 5733, 2, 0, 2, 0, 1, 0, 2, 2, 0, 2, 2, 10, 4, 0, 0, 2, 0, 0, 1, 628, 2, 0, 0, 7, 0, 3, 1, 2, 4, 1, 2, 4, 2, 1, 0, 0, 15, 4, 2, 0, 3, 0,
        0, 5, 6, 0, 19, 0, 32, 0, 11, 1, 2, 0, 0, 3, 0, 2, 5, 1, 1, 2, 2, 329, 0, 1, 2, 24, 2, 2, 12, 2, 2, 0, 2, 26, 5, 0, 3, 3, 7, 9, 3, 0, 0, 1, 0, 4, 3,
        8, 1, 0, 1, 5, 36,
    ];

    private static readonly double[] X =
    [
        1.185, -1.121, -1.306, 0.826, -2.714, 0.201, 0.018, -0.74, 0.44, -0.471, -1.723, -0.198, -1.096, 0.812, 0.013, 1.193, -2.032, -0.102, 2.239, 1.399,
        0.733, 0.006, -1.65, 0.368, -1.952, 0.339, 1.61, -0.869, -0.283, 0.086, 0.99, 0.645, 0.658, 0.585, -1.597, 0.584, -0.175, 1.005, -0.265, -0.518,
        -0.695, -0.789, 0.791, 0.294, -1.27, 0.439, 0.01, -1.379, 0.098, 0.928, 1.065, -0.603, 0.557, -1.031, 0.214, -0.527, -0.424, 0.426, 0.166, 1.015,
        0.559, -0.101, 1.948, 0.704, 0.522, -0.984, 1.214, -0.938, -1.717, 0.599, 0.446, 0.096, 1.25, 0.869, -0.541, 1.604, 0.086, -0.613, 0.843, 0.149,
        2.458, -0.41, -1.099, 0.114, 0.407, -0.93, -0.632, -0.228, 0.364, 0.042, 0.111, -0.284, -0.299, 1.137, 1.253, -0.194, -0.744, 0.805, -0.291, -1.061,
    ];

    private static readonly int[] Groups =
    [
        4, 8, 6, 3, 1, 8, 7, 3, 1, 3, 4, 3, 3, 7, 8, 2, 2, 1, 2, 1, 5, 4, 4, 7, 1, 5, 1, 4, 2, 6, 2, 4, 7, 7, 6, 2, 3, 6, 3, 6, 5, 1, 3, 4, 5, 7, 8, 3, 2, 4,
        1, 1, 8, 1, 5, 1, 6, 6, 6, 8, 2, 4, 2, 6, 4, 6, 8, 6, 1, 1, 7, 5, 5, 4, 3, 3, 6, 3, 1, 6, 3, 8, 7, 6, 8, 8, 2, 3, 6, 8, 7, 4, 8, 2, 3, 5, 5, 2, 3, 1,
    ];

    /// <summary>Some steps of the search are far too long for the tangent that carries û: its η reaches 300, from where exp(η) lets Newton's method back by 1 a step.</summary>
    [Theory]
    [InlineData(Approximation.Laplace)]
    [InlineData(Approximation.Fast)]
    public void Large_random_slopes_of_counts_are_fitted(Approximation approximation)
    {
        GeneralizedSolution fit = SimulatedModel.Fit(Data(), Family.Poisson, "x + (1 + x | g)", Link.Log, new GeneralizedOptions { Approximation = approximation });

        // glmmTMB: -2 logLik = 396.9885.
        Assert.Equal(Verdict.Converged, fit.Verdict);
        Assert.InRange(fit.Criterion, 396.9884, approximation == Approximation.Laplace ? 396.9886 : 397.1);
    }

    [Fact]
    public void A_start_far_off_ends_in_the_same_solution()
    {
        GeneralizedProblem problem = SimulatedModel.Problem(Data(), Family.Poisson, Link.Log, "x + (1 + x | g)", new GeneralizedOptions());
        double[] theta = [0.6, -0.5, 1.5];
        double[] beta = [0.4, 0.4];
        InnerProblem near = Solved(problem, theta, beta, 0);
        foreach (double far in new[] { 60.0, 200, 1e4 })
        {
            InnerProblem inner = Solved(problem, theta, beta, far);
            Assert.Equal(near.Penalized, inner.Penalized, 1e-8);
            Assert.Equal(near.U.Leading, inner.U.Leading, (a, b) => Math.Abs(a - b) < 1e-5);
        }
    }

    /// <summary>Where η is hundreds above the counts, Newton's method on exp(η) comes back by 1 a step, and there are hundreds of steps.</summary>
    [Theory]
    [InlineData(Link.Cloglog, 50, 0, 40)]
    [InlineData(Link.Cloglog, 0.01, 600, 0)]
    [InlineData(Link.Cloglog, 5, 700, 0)]
    [InlineData(Link.Log, 0.01, 600, 0)]
    [InlineData(Link.Log, 5, 700, 0)]
    [InlineData(Link.Log, 0.1, 100, 50)]
    [InlineData(Link.Log, 200, 0, 200)]
    public void Coefficients_that_put_linear_predictors_far_out_have_conditional_modes(Link link, double theta, double intercept, double slope)
    {
        Family family = link == Link.Log ? Family.Poisson : Family.Binomial;
        Table table = family == Family.Poisson
            ? Data()
            : new Table([new NumericColumn("y", [.. Counts.Select(c => c > 1 ? 1.0 : 0)]), new NumericColumn("m", [.. Counts.Select(_ => 1.0)]), .. Data().Columns.Skip(1)]);
        GeneralizedProblem problem = SimulatedModel.Problem(table, family, link, "x + (1 | g)", new GeneralizedOptions());
        InnerProblem inner = problem.NewInner();

        Assert.True(inner.SolveAt(problem.Basis.ToInternal([intercept, slope]), problem.Layout.ToInternal([theta]), 1e-10));

        // û = ΛᵀZᵀs, and the criterion has a value there.
        EffectsVector pull = problem.Rows.NewEffects();
        inner.Templates.MultiplyTransposed(inner.Pass.Scores, pull);
        Assert.All(inner.U.Leading.Zip(pull.Leading), pair => Assert.Equal(pair.First, pair.Second, 1e-4 * (1 + Math.Abs(pair.First))));
        Assert.True(double.IsFinite(problem.ValueAt([theta], new double[] { intercept, slope })));
    }

    private static InnerProblem Solved(GeneralizedProblem problem, double[] theta, double[] beta, double start)
    {
        InnerProblem inner = problem.NewInner();
        Assert.True(inner.SolveAt(beta, theta, 1e-12));
        EffectsVector u = problem.Rows.NewEffects();
        Array.Fill(u.Leading, start);
        inner.BeginAt(u, beta);
        Assert.True(inner.SolveAt(beta, theta, 1e-12));
        return inner;
    }

    private static Table Data() => new(
    [
        new NumericColumn("y", Counts), new NumericColumn("x", X),
        new FactorColumn("g", ["g1", "g2", "g3", "g4", "g5", "g6", "g7", "g8"], [.. Groups.Select(g => g - 1)]),
    ]);
}
