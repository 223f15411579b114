using GlmmDsl.Design;
using GlmmDsl.Fitting.Linear;
using GlmmDsl.Fitting.Linear.Criteria;
using GlmmDsl.Fitting.Linear.Search;

namespace GlmmDsl.Tests.Fitting;

/// <summary>Both factorisations give the same numbers for the same model.</summary>
public class FactorisationPathTests
{
    [Theory]
    [MemberData(nameof(RandomDesign.KindsAndMethods), MemberType = typeof(RandomDesign))]
    public void Everything_at_a_theta_agrees(string kind, bool reml)
    {
        for (int seed = 60; seed < 64; seed++)
        {
            ModelMatrices m = RandomDesign.Make(kind, seed);
            LinearEvaluation blockedPath = Paths.Problem(m, sparse: false).Evaluation(reml);
            LinearEvaluation sparsePath = Paths.Problem(m, sparse: true).Evaluation(reml);
            int n = blockedPath.System.Layout.Entries.Length;
            foreach (double[] theta in Points(n, seed))
            {
                EvaluatedPoint evaluated = blockedPath.Evaluate(theta), other = sparsePath.Evaluate(theta);
                Assert.Equal(evaluated.Value, other.Value, 1e-10 * Math.Abs(evaluated.Value));
                AssertClose(evaluated.ConditionalCovariances(), other.ConditionalCovariances(), 1e-9);
                (double[] gradient, double[] otherGradient) = (new double[n], new double[n]);
                (double[] hessian, double[] otherHessian) = (new double[n * n], new double[n * n]);
                DifferentiatedPoint blocked = blockedPath.Evaluate(theta).Differentiate(gradient, hessian);
                DifferentiatedPoint sparse = sparsePath.Evaluate(theta).Differentiate(otherGradient, otherHessian);
                AssertClose(gradient, otherGradient, 1e-9);
                AssertClose(hessian, otherHessian, 1e-7);
                AssertClose(blocked.FixedInverse, sparse.FixedInverse, 1e-10);
                AssertClose(blocked.Estimates.Coefficients, sparse.Estimates.Coefficients, 1e-10);
                for (int f = 0; f < blocked.System.Layout.Factors.Length; f++)
                {
                    AssertClose(blocked.Estimates.Modes(f), sparse.Estimates.Modes(f), 1e-10);
                    AssertClose(blocked.Estimates.Spherical(f), sparse.Estimates.Spherical(f), 1e-10);
                    AssertClose(blocked.Estimates.Scores(f), sparse.Estimates.Scores(f), 1e-10);
                    AssertClose(blocked.TemplateGradient(f), sparse.TemplateGradient(f), 1e-9);
                }

                blocked.MakeExact(hessian);
                int gradients = sparse.MakeExact(otherHessian);
                Assert.Equal(2 * n, gradients);
                AssertClose(hessian, otherHessian, 1e-6);
                Assert.Equal(blocked.ResidualSquare, sparse.ResidualSquare, 1e-10 * blocked.ResidualSquare);
            }
        }
    }

    [Theory]
    [MemberData(nameof(RandomDesign.KindsAndMethods), MemberType = typeof(RandomDesign))]
    public void Fits_agree(string kind, bool reml)
    {
        ModelMatrices m = RandomDesign.Make(kind, 65);
        LinearMixedSolution blocked = Paths.Fit(m, reml, sparse: false);
        LinearMixedSolution sparse = Paths.Fit(m, reml, sparse: true);
        AssertSame(blocked, sparse);

        double[] response = [.. m.Response.Select((y, i) => y + Math.Sin(i))];
        var options = new SearchOptions { IsReml = reml };
        AssertSame(
            blocked.Problem.WithResponse(response).Solve(options, null, CancellationToken.None),
            sparse.Problem.WithResponse(response).Solve(options, null, CancellationToken.None));
    }

    [Fact]
    public void A_saddle_at_zero_is_left_on_the_sparse_path_too()
    {
        ModelMatrices m = RandomDesign.Make("mixed", 43);
        LinearMixedSolution fit = Paths.Fit(m, reml: true, sparse: true);
        LinearMixedSolution stuck = Paths.Problem(m, sparse: true).Solve(
            new SearchOptions { IsReml = true, Start = new double[fit.Theta.Length] }, null, CancellationToken.None);

        Assert.Equal(fit.Criterion, stuck.Criterion, 1e-6);
        Assert.Equal(fit.Verdict, stuck.Verdict);
    }

    [Fact]
    public void Random_designs_are_certified_on_the_sparse_path()
    {
        foreach (string kind in RandomDesign.Kinds)
        {
            for (int seed = 70; seed < 74; seed++)
            {
                LinearMixedSolution fit = Paths.Fit(RandomDesign.Make(kind, seed), seed % 2 == 0, sparse: true);
                Assert.True(fit.Verdict != Verdict.NotConverged, $"{kind} {seed}: {fit.VerdictReason}");
            }
        }
    }

    private static void AssertSame(LinearMixedSolution expected, LinearMixedSolution actual)
    {
        Assert.Equal(expected.Criterion, actual.Criterion, 1e-8);
        Assert.Equal(expected.Verdict, actual.Verdict);
        Assert.Equal(expected.Vanished.ToArray(), actual.Vanished.ToArray());
        AssertClose(expected.Beta, actual.Beta, 1e-5);
        AssertClose([.. expected.Covariance.Cast<double>()], [.. actual.Covariance.Cast<double>()], 1e-4);
        AssertClose(expected.Fitted, actual.Fitted, 1e-4);
        Assert.Equal(expected.ResidualSquares, actual.ResidualSquares, 1e-4 * expected.ResidualSquares);
        for (int t = 0; t < expected.ConditionalModes.Length; t++)
        {
            AssertClose([.. expected.ConditionalModes[t].Cast<double>()], [.. actual.ConditionalModes[t].Cast<double>()], 1e-3);
            AssertClose([.. expected.ConditionalCovariances[t].Cast<double>()], [.. actual.ConditionalCovariances[t].Cast<double>()], 1e-3);
        }

        foreach (double[] theta in Points(expected.Theta.Length, 1))
        {
            double value = expected.CriterionAt(theta);
            Assert.Equal(value, actual.CriterionAt(theta), 1e-10 * Math.Abs(value));
        }
    }

    /// <summary>Near, far, all small, one exactly zero, all exactly zero.</summary>
    private static IEnumerable<double[]> Points(int n, int seed)
    {
        var random = new Random(seed);
        yield return RandomDesign.Normals(random, n);
        yield return [.. RandomDesign.Normals(random, n).Select(t => 30 * t)];
        yield return [.. RandomDesign.Normals(random, n).Select(t => 1e-3 * t)];
        yield return [.. RandomDesign.Normals(random, n).Select((t, i) => i == n - 1 ? 0 : t)];
        yield return [.. RandomDesign.Normals(random, n).Select((t, i) => i == 0 ? 0 : t)];
        yield return new double[n];
    }

    private static void AssertClose(double[][] expected, double[][] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int f = 0; f < expected.Length; f++)
        {
            AssertClose(expected[f], actual[f], tolerance);
        }
    }

    /// <summary>Equal to a share of the largest number.</summary>
    private static void AssertClose(ReadOnlySpan<double> expected, ReadOnlySpan<double> actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        double scale = 1e-300;
        foreach (double value in expected)
        {
            scale = Math.Max(scale, Math.Abs(value));
        }

        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], tolerance * scale);
        }
    }
}
