using GlmmDsl.Data;
using GlmmDsl.Diagnostics;
using GlmmDsl.Tests.References;
using MathNet.Numerics.Distributions;

namespace GlmmDsl.Inference.Tests.Diagnostics;

/// <summary>Quantile residuals by the distribution that a row has over all groups of the population.</summary>
public sealed class PopulationResidualsTests
{
    public static TheoryData<string> Models { get; } = ["zero inflation", "hurdle", "dispersion", "gamma", "binomial"];

    /// <summary>What is simulated with new random effects from the fit's parameters has standard normal residuals, row by row.</summary>
    [Theory]
    [MemberData(nameof(Models))]
    public void Responses_of_new_groups_have_standard_normal_residuals(string model)
    {
        MixedModelFit fit = Fit(model);
        var population = new PopulationResiduals(fit.Underlying);
        double[][] draws = fit.Simulate(400, seed: 6, SimulatedEffects.New);
        var random = new Random(3);
        double[] sizes = fit.Underlying.Response.Sizes;
        double sum = 0, square = 0;
        int count = 0;
        foreach (double[] draw in draws)
        {
            for (int row = 0; row < draw.Length; row += draw.Length / 4)
            {
                double residual = population.Tails(row, draw[row], sizes[row]).Quantile(random.NextDouble());
                sum += residual;
                square += residual * residual;
                count++;
            }
        }

        // Draws of one response share groups here and there; 1600 numbers otherwise.
        Assert.InRange(sum / count, -0.12, 0.12);
        Assert.InRange(square / count, 0.87, 1.15);
    }

    /// <summary>P(Y ≤ y) of a Poisson row over a normal random intercept, by the trapezoidal rule.</summary>
    [Fact]
    public void The_distribution_of_a_count_is_integrated_over_the_random_intercept()
    {
        MixedModelFit fit = MixedModel.Fit("SiblingNegotiation ~ FoodTreatment + (1 | Nest)", Owls(), new FitOptions { Family = Family.Poisson });
        double eta = fit.PredictPopulation(Owls(), PredictionScale.Link)[0], deviation = fit.VarianceComponents[0].Components[0].StandardDeviation, sum = 0, total = 0;
        for (double z = -8; z <= 8; z += 0.02)
        {
            sum += Math.Exp(-0.5 * z * z) * Poisson.CDF(Math.Exp(eta + (deviation * z)), 4);
            total += Math.Exp(-0.5 * z * z);
        }

        Assert.Equal(sum / total, new PopulationResiduals(fit.Underlying).Tails(0, 4, 1).Upper, 1e-9);
    }

    [Fact]
    public void Without_random_effects_and_by_default_they_are_the_conditional_ones()
    {
        MixedModelFit fixedOnly = MixedModel.Fit("SiblingNegotiation ~ FoodTreatment", Owls(), new FitOptions { Family = Family.NegativeBinomial2, ZeroInflation = "~ 1" });
        MixedModelFit mixed = Fit("zero inflation");

        Assert.Equal(fixedOnly.RandomizedQuantileResiduals(1).AsEnumerable(), fixedOnly.RandomizedQuantileResiduals(1, SimulatedEffects.New));
        Assert.Equal(mixed.RandomizedQuantileResiduals(1).AsEnumerable(), mixed.RandomizedQuantileResiduals(1, SimulatedEffects.Modes));
        Assert.NotEqual(mixed.RandomizedQuantileResiduals(1)[0], mixed.RandomizedQuantileResiduals(1, SimulatedEffects.New)[0]);
    }

    [Fact]
    public void Residuals_of_a_linear_model_are_scaled_by_the_variance_of_a_row_over_the_population()
    {
        MixedModelFit fit = MixedModel.Fit("Reaction ~ Days + (Days | Subject)", ReferenceCase.Load("sleep_ris").Data());
        double[,] covariance = fit.VarianceComponents[0].CovarianceMatrix;
        double variance = covariance[0, 0] + (2 * 9 * covariance[0, 1]) + (81 * covariance[1, 1]) + (fit.Sigma * fit.Sigma);
        double mean = fit.Coefficients["(Intercept)"].Estimate + (9 * fit.Coefficients["Days"].Estimate);

        Assert.Equal((fit.Fitted[9] + fit.Residuals()[9] - mean) / Math.Sqrt(variance), fit.RandomizedQuantileResiduals(1, SimulatedEffects.New)[9], 1e-9);
    }

    private static MixedModelFit Fit(string model) => model switch
    {
        "zero inflation" => MixedModel.Fit("SiblingNegotiation ~ FoodTreatment + (1 | Nest)", Owls(), new FitOptions { Family = Family.Poisson, ZeroInflation = "~ FoodTreatment + (1 | Nest)" }),
        "hurdle" => MixedModel.Fit("SiblingNegotiation ~ FoodTreatment + (1 | Nest)", Owls(), new FitOptions { Family = Family.TruncatedNegativeBinomial2, ZeroInflation = "~ SexParent" }),
        "dispersion" => MixedModel.Fit("distance ~ age + (1 | Subject)", ReferenceCase.Load("tmb_ortho_disp").Data(), new FitOptions { Dispersion = "~ Sex + (1 | Subject)" }),
        "gamma" => MixedModel.Fit("y ~ x + (1 | g)", ReferenceCase.Load("tmb_gamma_log").Data(), new FitOptions { Family = Family.Gamma, Link = Link.Log }),
        _ => MixedModel.Fit(ReferenceCase.Load("cbpp").Formula, ReferenceCase.Load("cbpp").Data(), ReferenceCase.Load("cbpp").Options()),
    };

    private static Table Owls() => ReferenceCase.Load("tmb_owls_nb2_zire").Data();
}
