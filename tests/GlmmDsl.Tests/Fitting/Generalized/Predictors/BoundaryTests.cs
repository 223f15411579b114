using GlmmDsl.Data;
using GlmmDsl.Design;
using GlmmDsl.Families;
using GlmmDsl.Families.Densities;
using GlmmDsl.Fitting;
using GlmmDsl.Fitting.Generalized;

namespace GlmmDsl.Tests.Fitting.Generalized.Predictors;

/// <summary>What becomes of a predictor that the data do not need, and of a density with the conditional predictor alone.</summary>
public class BoundaryTests
{
    private static readonly Table Counts = SimulatedModel.Data(Family.Poisson, Link.Log, 96);

    [Theory]
    [InlineData("x + (1 | g)")]
    [InlineData("x + (x | g) + (1 | h)")]
    [InlineData("x + z")]
    public void A_density_with_one_predictor_has_the_fit_of_the_kernel_written_by_hand(string terms)
    {
        GeneralizedSolution density = Fit(new DensityKernel<PoissonDensity<LogMeanLink>>(Math.Log, false, true, (y, m) => y + 0.1), terms);
        GeneralizedSolution kernel = SimulatedModel.Fit(Counts, Family.Poisson, terms, Link.Log, new GeneralizedOptions());
        Assert.Equal(kernel.Verdict, density.Verdict);
        Assert.Equal(kernel.Criterion, density.Criterion, 1e-6);
        Assert.All(kernel.Beta.Zip(density.Beta), pair => Assert.Equal(pair.First, pair.Second, 1e-3));
        for (int j = 0; j < kernel.Beta.Length; j++)
        {
            Assert.Equal(kernel.Covariance[j, j], density.Covariance[j, j], 1e-3 * kernel.Covariance[j, j]);
        }
    }

    [Fact]
    public void Zero_inflation_of_counts_without_zeros_runs_to_its_boundary_and_leaves_the_fit_without_it()
    {
        Table table = Positive();
        var poisson = new DensityKernel<PoissonDensity<LogMeanLink>>(Math.Log, false, true, (y, m) => y + 0.1);
        GeneralizedSolution plain = Fit(poisson, "x + (1 | g)", table);
        GeneralizedSolution inflated = Fit(new GlmmDsl.Families.Densities.ZeroInflatedKernel(poisson, excludesZero: false), "x + (1 | g)", table);
        Assert.True(inflated.Others[0].IsAtBoundary);
        Assert.NotEqual(Verdict.NotConverged, inflated.Verdict);
        Assert.Equal(plain.Criterion, inflated.Criterion, 0.05);
        Assert.All(plain.Beta.Zip(inflated.Beta), pair => Assert.Equal(pair.First, pair.Second, 1e-3));
        Assert.Equal(plain.Covariance[1, 1], inflated.Covariance[1, 1], 1e-2 * plain.Covariance[1, 1]);
    }

    [Fact]
    public void A_negative_binomial_model_of_counts_that_vary_less_than_Poisson_counts_is_Poisson()
    {
        var poisson = new DensityKernel<PoissonDensity<LogMeanLink>>(Math.Log, false, true, (y, m) => y + 0.1);
        GeneralizedSolution plain = Fit(poisson, "x + z + (1 | g)");
        GeneralizedSolution binomial = Fit(new DensityKernel<NegativeBinomial2Density<LogMeanLink>>(Math.Log, false, true, (y, m) => y + 0.1), "x + z + (1 | g)");
        Assert.True(binomial.Others[0].IsAtBoundary, FormattableString.Invariant($"{binomial.Others[0].Beta[0]} {binomial.Criterion - plain.Criterion} {binomial.VerdictReason}"));
        Assert.NotEqual(Verdict.NotConverged, binomial.Verdict);
        Assert.Equal(plain.Criterion, binomial.Criterion, 0.05);
        Assert.All(plain.Beta.Zip(binomial.Beta), pair => Assert.Equal(pair.First, pair.Second, 1e-2));
    }

    private static Table Positive()
    {
        double[] y = ((NumericColumn)Counts.Columns.First(c => c.Name == "y")).Values.ToArray();
        return new Table([.. Counts.Columns.Select(c => c.Name == "y" ? new NumericColumn("y", [.. y.Select(v => Math.Max(v, 1))]) : c)]);
    }

    private static GeneralizedSolution Fit(PredictorsKernel kernel, string terms, Table? table = null)
    {
        ModelMatrices matrices = SimulatedModel.Matrices(table ?? Counts, Family.Poisson, terms);
        GeneralizedResponse response = GeneralizedResponse.Of(matrices, ResponseFamilies.Of(Family.Poisson), Link.Log);
        return GeneralizedLinearMixedModelFitter.Fit(matrices, response, PredictorDesigns.Constants(kernel, matrices), new GeneralizedOptions(), null, null, CancellationToken.None);
    }
}
