using GlmmDsl.Data;
using GlmmDsl.Inference;

namespace GlmmDsl.Tests.Results;

public sealed class CriterionTests
{
    [Fact]
    public void Criteria_count_coefficients_covariance_parameters_and_sigma()
    {
        MixedModelFit fit = Fits.Sleepstudy;

        Assert.Equal(6, fit.ParameterCount);
        Assert.Equal(174, fit.ResidualDegreesOfFreedom);
        Assert.Equal(-871.8141359792453, fit.LogLikelihood.Value, 6);
        Assert.Equal((-2 * fit.LogLikelihood.Value) + 12, fit.Aic.Value, 9);
        Assert.Equal((-2 * fit.LogLikelihood.Value) + (6 * Math.Log(180)), fit.Bic.Value, 9);
    }

    [Fact]
    public void The_criterion_at_another_theta_is_lme4s()
    {
        MixedModelFit fit = Fits.Sleepstudy;

        Assert.Equal(1773.6803306160002, fit.CriterionAt(1, 0, 1), 6);
        Assert.Equal(-2 * fit.LogLikelihood.Value, fit.CriterionAt([.. fit.Theta]), 8);
    }

    [Fact]
    public void A_wrong_number_of_parameters_is_refused_by_their_names()
    {
        var error = Assert.Throws<ArgumentException>(() => Fits.Sleepstudy.CriterionAt(1, 2));

        Assert.Contains("Subject.Days.(Intercept)", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Fits.Sleepstudy.CriterionAt(1, double.NaN, 1));
    }

    [Fact]
    public void Fits_of_the_run_time_path_are_compared_through_ModelComparison()
    {
        var ml = new FitOptions { Method = FitMethod.Ml };
        Table grocery = Fits.Data("grocery");
        MixedModelFit stores = MixedModel.Fit("price ~ store + (1 | item)", grocery, ml);
        MixedModelFit none = MixedModel.Fit("price ~ 1 + (1 | item)", grocery, ml);

        CriterionComparison comparison = ModelComparison.Aic(stores, none);

        Assert.True(comparison.IsFirstBetter);
        Assert.Equal(53.730581 - 59.546319, comparison.Difference, 4);
        MixedModelFit reml = MixedModel.Fit("price ~ 1 + (1 | item)", grocery);
        Assert.Throws<IncomparableFitsException>(() => ModelComparison.Aic(stores, reml));
    }
}
