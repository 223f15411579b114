using GlmmDsl.Data;
using GlmmDsl.Design;
using GlmmDsl.Families;
using GlmmDsl.Fitting;
using GlmmDsl.Fitting.Generalized;
using GlmmDsl.Fitting.Linear;
using GlmmDsl.Tests.Fitting.Generalized;
using MathNet.Numerics.LinearAlgebra;

namespace GlmmDsl.Tests.Fitting;

/// <summary>The joint covariance of coefficients and random effects, of both engines, against the inverse of Henderson's equations.</summary>
public sealed class EffectsCovarianceTests
{
    [Theory]
    [InlineData("x + (x | g)")]
    [InlineData("x + (1 | g) + (0 + x | h)")]
    public void Of_a_linear_model_it_is_the_inverse_of_the_mixed_model_equations(string terms)
    {
        ModelMatrices matrices = Matrices(Family.Poisson, Link.Log, terms);
        LinearMixedSolution solution = LinearMixedModelFitter.Fit(matrices with { Weights = [.. Enumerable.Range(0, matrices.RowCount).Select(i => 1 + (i % 3))] }, reml: true);

        Check(solution, solution.Matrices.Weights!);
    }

    [Theory]
    [InlineData(Family.Binomial, Link.Probit, "x + (x | g)")]
    [InlineData(Family.Poisson, Link.Sqrt, "x + offset(o) + (1 | g) + (0 + x | h)")]
    public void Of_a_generalized_model_it_is_that_of_the_working_linear_model(Family family, Link link, string terms)
    {
        ModelMatrices matrices = Matrices(family, link, terms);
        GeneralizedResponse response = GeneralizedResponse.Of(matrices, ResponseFamilies.Of(family), link);
        GeneralizedSolution solution = GeneralizedLinearMixedModelFitter.Fit(matrices, response, new GeneralizedOptions());
        var weights = new double[matrices.RowCount];
        response.Kernel.Evaluate(solution.LinearPredictor, response.Totals, response.Sizes, new double[weights.Length], weights, new double[weights.Length]);

        Check(solution, weights);
    }

    /// <summary>A vanished variance leaves the other effects' covariances, and its own are 0.</summary>
    [Fact]
    public void A_variance_of_zero_has_effects_without_error()
    {
        ModelMatrices matrices = Matrices(Family.Poisson, Link.Log, "x + (1 | g) + (1 | h)");
        LinearMixedSolution fit = LinearMixedModelFitter.Fit(matrices, reml: true);
        IModelSolution solution = fit with { Theta = [0.7, 0] };
        var ofVanished = new EffectsContrast([0, 0], [(1, 2, 0, 1)]);
        var ofOther = new EffectsContrast([0, 0], [(0, 1, 0, 1)]);

        EffectsCovariance covariance = solution.EffectsCovariance();

        Assert.Equal(0, covariance.Of(ofVanished, ofVanished));
        Assert.Equal(0, covariance.Of(ofOther, ofVanished));
        Assert.True(covariance.Of(ofOther, ofOther) > 0);
    }

    private static void Check(IModelSolution solution, double[] weights)
    {
        ModelMatrices matrices = solution.Matrices;
        Assert.All(CovarianceDiagonals(solution), d => Assert.True(d > 1e-3, "the dense formula divides by Λ"));
        Matrix<double> expected = solution.Dispersion * DenseEquations.Henderson(matrices, solution.Kept, solution.Theta, weights);
        EffectsContrast[] units = [.. Units(solution)];
        EffectsCovariance covariance = solution.EffectsCovariance();
        double largest = expected.Enumerate().Max(Math.Abs);
        PreparedContrast[] prepared = Array.ConvertAll(units, covariance.Prepare);
        var together = new double[units.Length * units.Length];
        covariance.Of(prepared, together);
        for (int i = 0; i < units.Length; i++)
        {
            for (int j = 0; j < units.Length; j++)
            {
                Assert.Equal(expected[i, j], covariance.Of(units[i], units[j]), 1e-6 * largest);
                Assert.Equal(expected[i, j], together[(i * units.Length) + j], 1e-6 * largest);
            }
        }
    }

    private static IEnumerable<double> CovarianceDiagonals(IModelSolution solution)
    {
        Matrix<double> lambda = DenseEquations.Lambda(solution.Matrices, solution.Theta);
        return Enumerable.Range(0, lambda.RowCount).Select(i => lambda[i, i]);
    }

    private static IEnumerable<EffectsContrast> Units(IModelSolution solution)
    {
        int p = solution.Beta.Length;
        for (int j = 0; j < p; j++)
        {
            yield return new EffectsContrast([.. Enumerable.Range(0, p).Select(k => k == j ? 1.0 : 0)], []);
        }

        for (int t = 0; t < solution.Matrices.Random.Length; t++)
        {
            RandomEffectsTerm term = solution.Matrices.Random[t];
            for (int level = 0; level < term.Group.Levels.Length; level++)
            {
                for (int c = 0; c < term.Width; c++)
                {
                    yield return new EffectsContrast(new double[p], [(t, level, c, 1)]);
                }
            }
        }
    }

    /// <summary>Rows whose groups differ enough for every variance to be above 0.</summary>
    private static ModelMatrices Matrices(Family family, Link link, string terms)
    {
        const int N = 96;
        LikelihoodKernel kernel = ResponseFamilies.Of(family).Kernel(link);
        int[] g = [.. Enumerable.Range(0, N).Select(i => i % 6)], h = [.. Enumerable.Range(0, N).Select(i => i / 6 % 4)];
        double[] x = [.. Enumerable.Range(0, N).Select(i => Math.Sin(1.3 * i))];
        double[] m = [.. Enumerable.Repeat(20.0, N)];
        var y = new double[N];
        for (int i = 0; i < N; i++)
        {
            double eta = (0.4 * x[i]) + Math.Sin(3 * g[i]) + (0.7 * x[i] * Math.Cos(5 * g[i])) + (0.5 * x[i] * Math.Cos(4 * h[i])) + (0.6 * Math.Sin(2 * h[i]));
            double noise = ((i * 7) % 5) - 2;
            y[i] = family == Family.Binomial ? Math.Clamp(Math.Round((20 * kernel.Mean(eta)) + noise), 0, 20) : Math.Max(0, Math.Round(kernel.Mean(eta + 3) + noise));
        }

        var table = new Table(
        [
            new NumericColumn("y", y), new NumericColumn("m", m), new NumericColumn("x", x), new NumericColumn("o", [.. x.Select(v => 0.1 * v * v)]),
            new FactorColumn("g", ["a", "b", "c", "d", "e", "f"], g), new FactorColumn("h", ["k", "l", "m", "n"], h),
        ]);
        return SimulatedModel.Matrices(table, family, terms);
    }
}
