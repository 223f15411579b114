using GlmmDsl.Data;
using GlmmDsl.Design;
using GlmmDsl.Fits;
using GlmmDsl.Inference.Resampling;
using GlmmDsl.Tests.References;

namespace GlmmDsl.Inference.Tests.Resampling;

/// <summary>Simulation, bootstrap and power of models whose zero inflation or dispersion has formulas and random effects.</summary>
public sealed class PredictorSimulationTests
{
    private static readonly Lazy<MixedModelFit> Inflated = new(() => MixedModel.Fit(
        "SiblingNegotiation ~ FoodTreatment + offset(log(BroodSize)) + (1 | Nest)", Owls(), new FitOptions { Family = Family.Poisson, ZeroInflation = "~ FoodTreatment + (1 | Nest)" }));

    private static readonly Lazy<MixedModelFit> Dispersed = new(() => MixedModel.Fit(
        "distance ~ age + (1 | Subject)", ReferenceCase.Load("tmb_ortho_disp").Data(), new FitOptions { Dispersion = "~ Sex + (1 | Subject)" }));

    /// <summary>The share of zeros is that of p over its random effects and of exp(−μ) over those of the mean, by Gauss and Hermite's rule.</summary>
    [Fact]
    public void New_effects_of_the_zero_inflation_are_drawn_as_those_of_the_mean_are()
    {
        MixedModelFit fit = Inflated.Value;
        double[] eta = fit.PredictPopulation(Owls(), PredictionScale.Link), zi = fit.PredictPopulation(Owls(), PredictionScale.ZeroLink);
        double inMean = fit.VarianceComponents[0].Covariance(0, 0), inZero = fit.ZeroInflation!.VarianceComponents[0].Covariance(0, 0);
        double zeros = 0, mean = 0;
        for (int i = 0; i < eta.Length; i++)
        {
            double p = Normal(z => 1 / (1 + Math.Exp(-zi[i] - (Math.Sqrt(inZero) * z))));
            zeros += (p + ((1 - p) * Normal(z => Math.Exp(-Math.Exp(eta[i] + (Math.Sqrt(inMean) * z)))))) / eta.Length;
            mean += (1 - p) * Math.Exp(eta[i] + (inMean / 2)) / eta.Length;
        }

        double[][] draws = fit.Simulate(600, seed: 11, SimulatedEffects.New);

        Assert.Equal(zeros, draws.Average(d => d.Count(y => y == 0) / (double)d.Length), 0.01);
        Assert.Equal(mean, draws.Average(d => d.Average()), 0.1);
        // At the modes the shares of the nests differ from nest to nest as those observed do, and no more from draw to draw than binomial ones.
        Assert.True(Spread(draws) > 2 * Spread(fit.Simulate(600, seed: 11, SimulatedEffects.Modes)));
    }

    /// <summary>var y = var b + exp(η + v/2), the dispersion's predictor being the logarithm of the variance.</summary>
    [Fact]
    public void New_effects_of_the_dispersion_are_drawn()
    {
        MixedModelFit fit = Dispersed.Value;
        Table rows = ReferenceCase.Load("tmb_ortho_disp").Data();
        double[] eta = fit.PredictPopulation(rows), sigma = fit.PredictPopulation(rows, PredictionScale.Dispersion);
        double between = fit.VarianceComponents[0].Covariance(0, 0), inDispersion = fit.Dispersion!.VarianceComponents[0].Covariance(0, 0);
        Assert.True(inDispersion > 0.1);
        double expected = between + sigma.Average(s => s * s * Math.Exp(inDispersion / 2));

        double found = fit.Simulate(1000, seed: 3, SimulatedEffects.New).Average(d => d.Select((y, i) => (y - eta[i]) * (y - eta[i])).Average());

        Assert.Equal(1, found / expected, 0.05);
    }

    [Fact]
    public void A_bootstrap_has_the_parameters_of_all_linear_predictors()
    {
        BootstrapResult boot = Inflated.Value.Bootstrap(8, seed: 1);

        Assert.Equal(["zi.(Intercept)", "zi.FoodTreatmentSatiated", "zi.sd_(Intercept)|Nest"], boot.Components.Select(c => c.Name));
        Assert.Equal(Inflated.Value.ZeroInflation!.Coefficients["FoodTreatmentSatiated"].Estimate, boot.Components["zi.FoodTreatmentSatiated"].Estimate);
        Assert.Equal(Inflated.Value.ZeroInflation.VarianceComponents[0].Components[0].StandardDeviation, boot.Components["zi.sd_(Intercept)|Nest"].Estimate, 1e-12);
        Assert.Equal(boot.Components["zi.(Intercept)"].Estimate, boot.Of(f => f.Component("zi.(Intercept)")).Estimate);
        Assert.True(boot.Components["zi.sd_(Intercept)|Nest"].StandardError > 0.02);
        Assert.Equal(boot.Parameters.Count, boot.Coefficients.Count + boot.VarianceComponents.Count + boot.Components.Count);
    }

    [Fact]
    public void A_dispersion_that_all_rows_share_is_reported_as_sigma()
    {
        MixedModelFit fit = MixedModel.Fit("SiblingNegotiation ~ FoodTreatment + (1 | Nest)", Owls(), new FitOptions { Family = Family.NegativeBinomial2 });

        BootstrapResult boot = fit.Bootstrap(6, seed: 2, BootstrapKind.Cluster);

        Assert.Equal(fit.Sigma, boot.Components["sigma"].Estimate, 1e-12);
        Assert.True(boot.Components["sigma"].StandardError > 0);
    }

    /// <summary>Zeros are none of a truncated family's counts, and come from the hurdle.</summary>
    [Theory]
    [InlineData("~ FoodTreatment")]
    [InlineData("~ 1 + (1 | Nest)")]
    public void A_hurdle_model_is_bootstrapped(string hurdle)
    {
        MixedModelFit fit = MixedModel.Fit("SiblingNegotiation ~ FoodTreatment + (1 | Nest)", Owls(), new FitOptions { Family = Family.TruncatedPoisson, ZeroInflation = hurdle });

        BootstrapResult boot = fit.Bootstrap(5, seed: 3);

        Assert.Empty(boot.Failures);
        Assert.Equal(fit.Coefficients[1].Estimate, boot.Coefficients[1].Estimate);
    }

    [Fact]
    public void Groups_that_are_drawn_are_those_of_all_linear_predictors()
    {
        FittedModel model = Inflated.Value.Underlying;

        ModelMatrices drawn = new ClusterResampler(model).Draw(new KeyedRandom(1, 0));

        Assert.Same(drawn.Random[0].Group, drawn.ZeroInflation!.Matrices.Random[0].Group);
        Assert.Equal(model.Matrices.Random[0].Group.Levels.Length, drawn.Random[0].Group.Levels.Length);
    }

    /// <summary>The design of a study comes with a fit of its own, to a response that does not matter: what is drawn has the parameters of the fit that the study is planned from.</summary>
    [Fact]
    public void A_study_is_simulated_with_the_dispersion_and_zero_inflation_of_the_fit()
    {
        var options = new FitOptions { Family = Family.NegativeBinomial2, ZeroInflation = "~ 1" };
        MixedModelFit fit = MixedModel.Fit("SiblingNegotiation ~ 1 + (1 | Nest)", Owls(), options);
        double[] even = [.. fit.Simulate(1, seed: 4)[0].Select((_, i) => (double)(4 + (i % 5)))];
        FittedModel study = fit.Refit(even).Underlying;

        double[][] draws = [.. Enumerable.Range(0, 200).Select(i => new ResponseSimulator(study, fit.Underlying, fit.Underlying.Solution.Beta).Draw(new KeyedRandom(9, i)))];

        Assert.Equal(fit.Simulate(200, seed: 9, SimulatedEffects.New).Average(d => d.Count(y => y == 0) / 599.0), draws.Average(d => d.Count(y => y == 0) / 599.0), 0.01);
    }

    [Fact]
    public void A_likelihood_ratio_is_bootstrapped_with_zero_inflation_of_its_own_effects()
    {
        MixedModelFit larger = MixedModel.Fit(
            "SiblingNegotiation ~ FoodTreatment + SexParent + offset(log(BroodSize)) + (1 | Nest)", Owls(), new FitOptions { Family = Family.Poisson, ZeroInflation = "~ FoodTreatment + (1 | Nest)" });

        LikelihoodRatioBootstrap test = LikelihoodRatio.Bootstrap(Inflated.Value, larger, 10, seed: 5);

        Assert.Equal(larger.LogLikelihood.Value - Inflated.Value.LogLikelihood.Value, test.Statistic / 2, 1e-6);
        Assert.Empty(test.Failures);
        Assert.All(test.Reference, s => Assert.True(s >= 0));
    }

    private static double Spread(double[][] draws)
    {
        double[] shares = [.. draws.Select(d => d.Count(y => y == 0) / (double)d.Length)];
        double mean = shares.Average();
        return shares.Average(s => (s - mean) * (s - mean));
    }

    private static double Normal(Func<double, double> f)
    {
        double sum = 0, total = 0;
        for (double z = -8; z <= 8; z += 0.05)
        {
            sum += Math.Exp(-0.5 * z * z) * f(z);
            total += Math.Exp(-0.5 * z * z);
        }

        return sum / total;
    }

    private static Table Owls() => ReferenceCase.Load("tmb_owls_nb2_zire").Data();
}
