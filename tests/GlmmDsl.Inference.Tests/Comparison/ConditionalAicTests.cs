using GlmmDsl.Tests.References;

namespace GlmmDsl.Inference.Tests.Comparison;

/// <summary>The conditional AIC against its parts in R.</summary>
public sealed class ConditionalAicTests
{
    [Theory]
    [InlineData("sleep_ris", -824.5068910567, 29.0221239506)]
    [InlineData("sleep_weights", -829.2118859586, 30.7471280397)]
    public void It_is_made_of_the_conditional_log_likelihood_and_the_trace_of_the_hat_matrix(string id, double logLikelihood, double trace)
    {
        // R: sum(dnorm(y, fitted(m), sigma(m) / sqrt(w), log = TRUE)) and sum(hatvalues(m))
        ReferenceCase reference = ReferenceCase.Load(id);
        ConditionalAic aic = MixedModel.Fit(reference.Formula, reference.Data(), reference.Options()).ConditionalAic();

        Assert.Equal(logLikelihood, aic.LogLikelihood, 1e-3);
        Assert.Equal(trace, aic.EffectiveDegreesOfFreedom, 1e-3);
        Assert.Equal((-2 * aic.LogLikelihood) + (2 * aic.EffectiveDegreesOfFreedom) + 2, aic.Value, 1e-9);
    }

    [Fact]
    public void Without_random_terms_it_is_AIC()
    {
        MixedModelFit fit = MixedModel.Fit("Reaction ~ Days", ReferenceCase.Load("sleep_ris").Data(), new FitOptions { Method = FitMethod.Ml });

        Assert.Equal(fit.Aic.Value, fit.ConditionalAic().Value, 1e-6);
    }
}
