using GlmmDsl.Inference;

namespace GlmmDsl.Tests.Inference;

/// <summary>
/// Coefficients of the population average. R's figures: with M the integrals of linkinv(x'β + o + √v z) over the normal distribution, row by row,
/// glm.fit(X, M, weights = trials, offset = o, family = quasibinomial()); standard errors by numerical differences of that in (θ, β), and
/// 2 solve(H) of glmer's Hessian.
/// </summary>
public sealed class PopulationAverageCoefficientsTests
{
    private const string Counts = "cbind(incidence, size - incidence) ~ factor(period) + (1 | herd)";

    [Fact]
    public void Of_a_logit_model_are_Rs()
    {
        PopulationAverageCoefficients average = Fits.Cbpp.PopulationAverageCoefficients();

        Near([-1.2885819503, -0.9419435116, -1.0733974389, -1.5118593951], average.Select(c => c.Estimate), 2e-5);
        Near([0.2150571819, 0.2970360684, 0.3174322598, 0.4196040910], average.Select(c => c.StandardError), 2e-4);
        Assert.False(average.IsConditionalOnTheta);
        Assert.Equal(average[1], average["factor(period)2"]);
        Assert.Equal(average[1].StandardError, Math.Sqrt(average.CovarianceMatrix[1, 1]), 12);
    }

    /// <summary>Least squares on the scale of the link would give 0.0309, 0.5949, -0.4044, 0.3409, -0.5601.</summary>
    [Fact]
    public void Of_a_model_with_a_random_slope_are_Rs()
    {
        MixedModelFit fit = MixedModel.Fit("y ~ x + z + f + (x | g)", Fits.Data("binsim"), new FitOptions { Family = Family.Binomial });

        PopulationAverageCoefficients average = fit.PopulationAverageCoefficients();

        Near([0.02932713643, 0.60676976569, -0.40466575620, 0.34026655568, -0.56203399959], average.Select(c => c.Estimate), 2e-5);
        Near([0.15930795065, 0.11877970309, 0.09203772483, 0.21253705368, 0.20702391721], average.Select(c => c.StandardError), 3e-4);
        Assert.True(Math.Abs(average["x"].Estimate) < Math.Abs(fit.Coefficients["x"].Estimate));
    }

    [Fact]
    public void Of_a_probit_model_with_a_random_intercept_are_shrunk_by_its_variance()
    {
        MixedModelFit fit = MixedModel.Fit(Counts, Fits.Data("cbpp"), new FitOptions { Family = Family.Binomial, Link = Link.Probit });
        double theta = fit.Theta[0], shrinkage = 1 / Math.Sqrt(1 + (theta * theta));

        PopulationAverageCoefficients average = fit.PopulationAverageCoefficients();

        Near(fit.Coefficients.Select(c => c.Estimate * shrinkage), average.Select(c => c.Estimate), 1e-9);

        // The part of the standard error that θ̂ has no share in.
        Assert.All(average.Zip(fit.Coefficients), c => Assert.InRange(c.First.StandardError, 0.9 * shrinkage * c.Second.StandardError, 1.1 * shrinkage * c.Second.StandardError));
    }

    /// <summary>R: the intercept has standard error 0.1881991746, that of θ̂ included.</summary>
    [Fact]
    public void Of_a_log_model_move_the_intercept_by_half_the_variance()
    {
        MixedModelFit fit = MixedModel.Fit(
            "incidence ~ factor(period) + offset(log(size)) + (1 | herd)", Fits.Data("cbpp"), new FitOptions { Family = Family.Poisson });

        PopulationAverageCoefficients average = fit.PopulationAverageCoefficients();

        Assert.Equal(fit.Coefficients[0].Estimate + (fit.Theta[0] * fit.Theta[0] / 2), average[0].Estimate, 9);
        Near(fit.Coefficients.Skip(1).Select(c => c.Estimate), average.Skip(1).Select(c => c.Estimate), 1e-9);
        Near([0.1881991746, 0.2845327471, 0.3055176694, 0.4091883844], average.Select(c => c.StandardError), 2e-4);
    }

    [Fact]
    public void Of_models_with_identity_or_without_random_terms_are_the_models_own()
    {
        MixedModelFit fixedOnly = MixedModel.Fit(
            "cbind(incidence, size - incidence) ~ factor(period)", Fits.Data("cbpp"), new FitOptions { Family = Family.Binomial });

        foreach (MixedModelFit fit in new[] { Fits.Sleepstudy, fixedOnly })
        {
            PopulationAverageCoefficients average = fit.PopulationAverageCoefficients();
            Near(fit.Coefficients.Select(c => c.Estimate), average.Select(c => c.Estimate), 1e-9);
            Near(fit.Coefficients.Select(c => c.StandardError), average.Select(c => c.StandardError), 1e-7);
            Assert.False(average.IsConditionalOnTheta);
        }
    }

    /// <summary>geepack 1.3.9: geeglm(resp ~ age + smoke, id = id, family = binomial, corstr = "independence"), robust standard errors.</summary>
    [Fact]
    public void Are_what_generalised_estimating_equations_estimate()
    {
        MixedModelFit fit = MixedModel.Fit(
            "resp ~ age + smoke + (1 | id)",
            Fits.Data("ohio"),
            new FitOptions { Family = Family.Binomial, Approximation = Approximation.Quadrature, QuadratureNodes = 25 });

        PopulationAverageCoefficients average = fit.PopulationAverageCoefficients();

        // Two estimates of one thing from the same data, a tenth of a standard error apart; the child's own coefficients are -3.102, -0.176, 0.399.
        Near([-1.883734729, -0.113412767, 0.272138565], average.Select(c => c.Estimate), 0.02);
        Near([0.114240202, 0.043877667, 0.177981845], average.Select(c => c.StandardError), 0.004);
        Assert.Equal(-3.1015, fit.Coefficients[0].Estimate, 1e-3);
    }

    [Fact]
    public void The_fast_fit_knows_no_covariance_of_theta_and_says_so()
    {
        MixedModelFit fit = MixedModel.Fit(Counts, Fits.Data("cbpp"), new FitOptions { Family = Family.Binomial, Approximation = Approximation.Fast });

        PopulationAverageCoefficients average = fit.PopulationAverageCoefficients();

        Assert.True(average.IsConditionalOnTheta);
        Near([0.215, 0.297, 0.317, 0.420], average.Select(c => c.StandardError), 0.02);
    }

    [Fact]
    public void Quadrature_and_units_of_columns_do_not_matter()
    {
        var quadrature = new FitOptions { Family = Family.Binomial, Approximation = Approximation.Quadrature, QuadratureNodes = 9 };
        PopulationAverageCoefficients plain = MixedModel.Fit("y ~ x + (x | g)", Fits.Data("binsim"), quadrature).PopulationAverageCoefficients();
        PopulationAverageCoefficients scaled = MixedModel.Fit("y ~ I(100 * x - 7) + (I(100 * x - 7) | g)", Fits.Data("binsim"), quadrature).PopulationAverageCoefficients();

        Assert.Equal(plain[1].Estimate, 100 * scaled[1].Estimate, 1e-4);
        Assert.Equal(plain[1].StandardError, 100 * scaled[1].StandardError, 1e-3);
    }

    [Fact]
    public void An_aliased_column_stays_aliased()
    {
        MixedModelFit fit = MixedModel.Fit("s ~ x + twice + (1 | g)", Fits.Csv("s,x,twice,g\n0,1,2,a\n1,2,4,a\n1,3,6,a\n0,1,2,b\n0,2,4,b\n1,1,2,b\n0,3,6,c\n1,2,4,c\n"), new FitOptions { Family = Family.Binomial });

        PopulationAverageCoefficients average = fit.PopulationAverageCoefficients();

        Assert.Equal(3, average.Count);
        Assert.True(average["twice"].IsAliased);
        Assert.True(double.IsNaN(average["twice"].Estimate));
        Assert.True(average.TryGet("x", out _));
        Assert.False(average.TryGet("q", out _));
    }

    private static void Near(IEnumerable<double> expected, IEnumerable<double> actual, double tolerance) =>
        Assert.Equal(expected, actual, (a, b) => Math.Abs(a - b) <= tolerance);
}
