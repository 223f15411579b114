using GlmmDsl.Inference;

namespace GlmmDsl.Tests.Inference;

public sealed class IntraclassCorrelationTests
{
    // From R's performance::icc.
    [Theory]
    [InlineData("sleepstudy", "Reaction ~ Days + (1 | Subject)", 0.5893089220180062, 0.4243698203407541)]
    [InlineData("sleepstudy", "Reaction ~ Days + (Days | Subject)", 0.7216584735506987, 0.5205668723889344)]
    [InlineData("Dyestuff", "Yield ~ 1 + (1 | Batch)", 0.41848744127074183, 0.41848744127074183)]
    [InlineData("grocery", "price ~ store + (1 | item)", 0.9860976936383484, 0.9815377319084783)]
    [InlineData("Pastes", "strength ~ 1 + (1 | batch/cask)", 0.9370413658869916, 0.9370413658869916)]
    [InlineData("Penicillin", "diameter ~ 1 + (1 | plate) + (1 | sample)", 0.9363368216566371, 0.9363368216566371)]
    public void Agrees_with_R(string data, string formula, double adjusted, double unadjusted)
    {
        IntraclassCorrelation correlation = MixedModel.Fit(formula, Fits.Data(data)).IntraclassCorrelation;

        Assert.Equal(adjusted, correlation.Adjusted, 5);
        Assert.Equal(unadjusted, correlation.Unadjusted, 5);
    }

    [Fact]
    public void The_design_effect_is_that_of_one_random_intercept()
    {
        MixedModelFit fit = MixedModel.Fit("Reaction ~ Days + (1 | Subject)", Fits.Data("sleepstudy"));

        Assert.Equal(1 + (9 * fit.IntraclassCorrelation.Adjusted), fit.DesignEffect!.Value, 12);
        Assert.Null(Fits.Sleepstudy.DesignEffect);
    }

    [Fact]
    public void Without_random_terms_nothing_lies_between_groups() =>
        Assert.Equal(new IntraclassCorrelation(0, 0), MixedModel.Fit("y ~ x", Fits.Small()).IntraclassCorrelation);
}
