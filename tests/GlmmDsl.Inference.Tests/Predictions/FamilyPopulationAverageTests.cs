using GlmmDsl.Data;
using GlmmDsl.Tests.References;

namespace GlmmDsl.Inference.Tests.Predictions;

/// <summary>Coefficients of the population average of families with a dispersion.</summary>
public sealed class FamilyPopulationAverageTests
{
    /// <summary>Without random effects the marginal means are those of the model, and so are the coefficients, whatever the family's density is.</summary>
    [Theory]
    [InlineData("tmb_beta", "y ~ x", Family.Beta, Link.Logit)]
    [InlineData("tmb_gamma_log", "y ~ x", Family.Gamma, Link.Log)]
    [InlineData("tmb_gamma_log", "y ~ x", Family.Lognormal, Link.Log)]
    [InlineData("tmb_owls_nb1", "SiblingNegotiation ~ FoodTreatment", Family.NegativeBinomial1, Link.Log)]
    [InlineData("tmb_owls_nb1", "SiblingNegotiation ~ FoodTreatment", Family.NegativeBinomial2, Link.Log)]
    [InlineData("tmb_owls_nb1", "SiblingNegotiation ~ FoodTreatment", Family.GeneralizedPoisson, Link.Log)]
    [InlineData("tmb_owls_nb1", "SiblingNegotiation ~ FoodTreatment", Family.Tweedie, Link.Log)]
    [InlineData("tmb_t", "Reaction ~ Days", Family.StudentT, Link.Identity)]
    [InlineData("tmb_gamma_log", "y ~ x", Family.InverseGaussian, Link.Log)]
    public void Without_random_effects_they_are_the_coefficients(string data, string formula, Family family, Link link)
    {
        MixedModelFit fit = MixedModel.Fit(formula, ReferenceCase.Load(data).Data(), new FitOptions { Family = family, Link = link });

        PopulationAverageCoefficients average = fit.PopulationAverageCoefficients();

        for (int i = 0; i < average.Count; i++)
        {
            Assert.Equal(fit.Coefficients[i].Estimate, average[i].Estimate, 1e-7 * (1 + Math.Abs(fit.Coefficients[i].Estimate)));
            Assert.Equal(fit.Coefficients[i].StandardError, average[i].StandardError, 1e-5 * fit.Coefficients[i].StandardError);
        }
    }

    /// <summary>With a log link and a random intercept of variance v the means are exp(Xβ + v/2), whatever the weights of the rows are.</summary>
    [Theory]
    [InlineData(Family.NegativeBinomial1, null)]
    [InlineData(Family.NegativeBinomial2, "~ SexParent")]
    [InlineData(Family.GeneralizedPoisson, null)]
    public void With_the_log_link_half_the_variance_is_added_to_the_intercept(Family family, string? dispersion)
    {
        MixedModelFit fit = MixedModel.Fit("SiblingNegotiation ~ FoodTreatment + (1 | Nest)", ReferenceCase.Load("tmb_owls_nb1").Data(), new FitOptions { Family = family, Dispersion = dispersion });

        PopulationAverageCoefficients average = fit.PopulationAverageCoefficients();

        Assert.Equal(fit.Coefficients[0].Estimate + (fit.VarianceComponents[0].Covariance(0, 0) / 2), average[0].Estimate, 1e-7);
        Assert.Equal(fit.Coefficients[1].Estimate, average[1].Estimate, 1e-7);
        Assert.Equal(fit.Coefficients[1].StandardError, average[1].StandardError, 1e-5 * fit.Coefficients[1].StandardError);
    }

    [Fact]
    public void A_normal_model_with_a_dispersion_formula_has_its_own()
    {
        MixedModelFit fit = MixedModel.Fit("distance ~ age * Sex + (1 | Subject)", ReferenceCase.Load("tmb_ortho_disp").Data(), new FitOptions { Dispersion = "~ 0 + Sex" });

        PopulationAverageCoefficients average = fit.PopulationAverageCoefficients();

        Assert.All(Enumerable.Range(0, 4), i => Assert.Equal(fit.Coefficients[i].Estimate, average[i].Estimate, 1e-7));
        Assert.All(Enumerable.Range(0, 4), i => Assert.Equal(fit.Coefficients[i].StandardError, average[i].StandardError, 1e-6));
    }

    [Fact]
    public void With_zero_inflation_or_truncation_they_are_refused_with_what_there_is()
    {
        Table owls = ReferenceCase.Load("tmb_owls_nb1").Data();
        MixedModelFit inflated = MixedModel.Fit("SiblingNegotiation ~ FoodTreatment + (1 | Nest)", owls, new FitOptions { Family = Family.Poisson, ZeroInflation = "~ 1" });

        Assert.Contains("PredictPopulationAverage", Assert.Throws<InvalidOperationException>(() => inflated.PopulationAverageCoefficients()).Message, StringComparison.Ordinal);
        Assert.Equal(599, inflated.PredictPopulationAverage(owls).Length);
    }
}
