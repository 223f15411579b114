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
        ConditionalAic aic = MixedModel.Fit(reference.Formula, reference.Data(), reference.Options()).ConditionalAic(ConditionalAicMethod.VaidaBlanchard);

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

    /// <summary>The definition: the sum of the derivatives of the fitted values in their own responses, the model fitted again to each response.</summary>
    [Theory]
    [InlineData("sleep_ris", FitMethod.Reml)]
    [InlineData("sleep_ris", FitMethod.Ml)]
    [InlineData("sleep_weights", FitMethod.Reml)]
    [InlineData("dyestuff", FitMethod.Reml)]
    [InlineData("penicillin", FitMethod.Ml)]
    public void By_Greven_and_Kneib_it_counts_the_derivatives_of_fitted_values_in_the_response(string id, FitMethod method)
    {
        ReferenceCase reference = ReferenceCase.Load(id);
        MixedModelFit fit = MixedModel.Fit(reference.Formula, reference.Data(), reference.Options() with { Method = method });
        double[] response = [.. fit.Fitted.Zip(fit.Residuals(ResidualKind.Response), (f, e) => f + e)];
        double step = 0.02 * fit.Sigma, trace = 0;
        for (int i = 0; i < response.Length; i++)
        {
            double At(double by)
            {
                double[] moved = [.. response];
                moved[i] += by * step;
                return fit.Refit(moved).Fitted[i];
            }

            trace += ((8 * (At(1) - At(-1))) - (At(2) - At(-2))) / (12 * step);
        }

        ConditionalAic aic = fit.ConditionalAic();
        Assert.Equal(ConditionalAicMethod.GrevenKneib, aic.Method);
        Assert.Equal(trace, aic.EffectiveDegreesOfFreedom, 1e-4 * trace);
        Assert.Equal(fit.ConditionalAic(ConditionalAicMethod.VaidaBlanchard).LogLikelihood, aic.LogLikelihood);
        Assert.Contains("Greven and Kneib", aic.ToString(), StringComparison.Ordinal);
    }

    // R: n x n matrices of sleepstudy; A <- function(th) the residual matrix at th, d <- jacobian(function(th) y - A(th) %*% y, th) and the Hessian of the REML criterion by numDeriv:
    // n - sum(diag(A(th))) + sum(diag(d %*% -solve(H, t(cross)))), cross[, j] <- (n - p) * (-2 * d[, j] / r2 + 2 * sum(y * d[, j]) * e / r2^2)
    [Fact]
    public void For_sleepstudy_it_is_that_of_dense_formulas_in_R() =>
        Assert.Equal(30.25347, MixedModel.Fit("Reaction ~ Days + (Days | Subject)", ReferenceCase.Load("sleep_ris").Data()).ConditionalAic().EffectiveDegreesOfFreedom, 1e-4);

    [Fact]
    public void A_variance_of_zero_adds_nothing_to_the_degrees_of_freedom()
    {
        ReferenceCase reference = ReferenceCase.Load("dyestuff2");
        MixedModelFit fit = MixedModel.Fit(reference.Formula, reference.Data(), reference.Options());

        Assert.Equal(1, fit.ConditionalAic().EffectiveDegreesOfFreedom, 1e-6);
    }
}
