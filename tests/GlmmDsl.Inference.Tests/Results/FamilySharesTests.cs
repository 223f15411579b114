using GlmmDsl.Data;
using GlmmDsl.Tests.References;

namespace GlmmDsl.Inference.Tests.Results;

/// <summary>Intraclass correlations and R² of families with a dispersion, and where they are refused.</summary>
public sealed class FamilySharesTests
{
    // m <- glmmTMB(SiblingNegotiation ~ FoodTreatment + (1 | Nest), Owls, family = genpois); performance::r2_nakagawa(m); performance::icc(m)  (performance 0.10.2, insight 0.19.0)
    [Fact]
    public void Shares_of_a_generalised_Poisson_model_are_those_of_performance()
    {
        VarianceDecomposition shares = MixedModel.Fit("SiblingNegotiation ~ FoodTreatment + (1 | Nest)", Owls(), new FitOptions { Family = Family.GeneralizedPoisson }).VarianceDecomposition(LatentVariance.Performance);

        Assert.Equal(0.9402570569, shares.Residual, 1e-5);
        Assert.Equal(0.3202053943, shares.RSquared.Conditional, 1e-5);
        Assert.Equal(0.1363751063, shares.RSquared.Marginal, 1e-5);
        Assert.Equal(0.2128589499, shares.IntraclassCorrelation.Adjusted, 1e-5);
        Assert.Equal(0.183830288, shares.IntraclassCorrelation.Unadjusted, 1e-5);
    }

    /// <summary>The logarithm of a lognormal response is normal with the variance log(1 + φ²/μ²): so the residual variance is that of the linear model for the logarithms, as near as the two models are.</summary>
    [Fact]
    public void The_residual_variance_of_a_lognormal_model_is_that_of_the_logarithm()
    {
        MixedModelFit fit = MixedModel.Fit("y ~ x + trt + (1 | g)", ReferenceCase.Load("tmb_gamma_log").Data(), new FitOptions { Family = Family.Lognormal });
        VarianceDecomposition shares = fit.VarianceDecomposition(LatentVariance.Performance);
        MixedModelFit empty = MixedModel.Fit("y ~ 1 + (1 | g)", ReferenceCase.Load("tmb_gamma_log").Data(), new FitOptions { Family = Family.Lognormal });

        Assert.Equal(Math.Log(1 + Math.Pow(fit.Sigma / Math.Exp(empty.Coefficients[0].Estimate), 2)), shares.Residual, 1e-6);
        Assert.Equal(fit.VarianceComponents[0].Covariance(0, 0), shares.Random, 1e-12);
    }

    [Fact]
    public void The_residual_variance_of_a_t_model_is_the_variance_of_the_t_distribution()
    {
        MixedModelFit fit = MixedModel.Fit(ReferenceCase.Load("tmb_t").Formula, ReferenceCase.Load("tmb_t").Data(), new FitOptions { Family = Family.StudentT });
        double df = fit.Shape!.Value;

        if (df > 2)
        {
            Assert.Equal(fit.Sigma * fit.Sigma * df / (df - 2), fit.VarianceDecomposition().Residual, 1e-9);
        }
        else
        {
            Assert.Contains("no variance", Assert.Throws<InvalidOperationException>(() => fit.VarianceDecomposition()).Message, StringComparison.Ordinal);
        }
    }

    // With the log link log(1 + V/mu^2) = log(1 + phi mu).
    [Fact]
    public void The_residual_variance_of_an_inverse_Gaussian_model_is_the_lognormal_approximation()
    {
        MixedModelFit fit = MixedModel.Fit("y ~ x + (1 | g)", ReferenceCase.Load("tmb_gamma_log").Data(), new FitOptions { Family = Family.InverseGaussian, Link = Link.Log });
        MixedModelFit empty = MixedModel.Fit("y ~ 1 + (1 | g)", ReferenceCase.Load("tmb_gamma_log").Data(), new FitOptions { Family = Family.InverseGaussian, Link = Link.Log });

        Assert.Equal(Math.Log(1 + (fit.Sigma * fit.Sigma * Math.Exp(empty.Coefficients[0].Estimate))), fit.VarianceDecomposition(LatentVariance.Performance).Residual, 1e-6);
    }

    [Theory]
    [InlineData("~ 1", null, Family.Poisson, "zero inflation")]
    [InlineData(null, "~ SexParent", Family.NegativeBinomial2, "dispersion formula")]
    [InlineData("~ 1", null, Family.TruncatedPoisson, "zero inflation")]
    public void Shares_are_refused_with_the_reason_and_null_in_JSON(string? inflation, string? dispersion, Family family, string reason)
    {
        MixedModelFit fit = MixedModel.Fit("SiblingNegotiation ~ FoodTreatment + (1 | Nest)", Owls(), new FitOptions { Family = family, ZeroInflation = inflation, Dispersion = dispersion });

        Assert.Contains(reason, Assert.Throws<InvalidOperationException>(() => fit.VarianceDecomposition()).Message, StringComparison.Ordinal);
        Assert.Equal(System.Text.Json.JsonValueKind.Null, System.Text.Json.JsonDocument.Parse(fit.ToJson()).RootElement.GetProperty("icc").GetProperty("adjusted").ValueKind);
    }

    [Fact]
    public void A_truncated_family_has_none()
    {
        MixedModelFit fit = MixedModel.Fit("y ~ 1 + (1 | g)", Table.ReadCsv(new StringReader("y,g\n1,a\n3,a\n2,b\n1,b\n5,c\n2,c\n1,d\n7,d\n")), new FitOptions { Family = Family.TruncatedPoisson });

        Assert.Contains("before truncation", Assert.Throws<InvalidOperationException>(() => fit.VarianceDecomposition()).Message, StringComparison.Ordinal);
    }

    private static Table Owls() => ReferenceCase.Load("tmb_owls_nb2_zire").Data();
}
