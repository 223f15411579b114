using GlmmDsl.Tests.References;

namespace GlmmDsl.Inference.Tests.Profiles;

/// <summary>Profiles of Poisson and binomial models.</summary>
public sealed class GeneralizedProfileTests
{
    /// <summary>
    /// R's 95 % intervals, factors as in the reference cases; c is <c>glmerControl(optimizer = "bobyqa", optCtrl = list(rhoend = 1e-9))</c>, lme4 1.1-31:
    /// <code>
    /// confint(profile(glmer(incidence ~ period + offset(log(size)) + (1 | herd), cbpp, poisson, control = c), signames = FALSE))
    /// confint(profile(glmer(cbind(incidence, size - incidence) ~ period + (1 | herd), cbpp, binomial("probit"), control = c), signames = FALSE))
    /// confint(profile(glmer(count ~ mined + spp + (1 | site), Salamanders, poisson, control = c), signames = FALSE))
    /// </code>
    /// lme4's profile leaves its inner iterations at 1e-7 of the deviance, which is up to 4e-4 of a width here.
    /// </summary>
    [Theory]
    [InlineData("cbpp_pois", "sd_(Intercept)|herd", 0.224449352559, 0.877882758441)]
    [InlineData("cbpp_pois", "(Intercept)", -2.077965088729, -1.287406051789)]
    [InlineData("cbpp_pois", "period2", -1.429438356127, -0.306467151025)]
    [InlineData("cbpp_pois", "period3", -1.602169085022, -0.394890762272)]
    [InlineData("cbpp_pois", "period4", -2.282689345670, -0.653797859909)]
    [InlineData("cbpp_probit", "sd_(Intercept)|herd", 0.177505043925, 0.581178584415)]
    [InlineData("cbpp_probit", "(Intercept)", -1.102642708924, -0.587424876064)]
    [InlineData("cbpp_probit", "period4", -1.217391105127, -0.411188715130)]
    [InlineData("salam_pois", "sd_(Intercept)|site", 0.382461502434, 0.889851591230)]
    [InlineData("salam_pois", "(Intercept)", -2.1475192650595, -1.1744328587348)]
    [InlineData("salam_pois", "minedno", 1.7264197616682, 2.8855303279277)]
    [InlineData("salam_pois", "sppEC-L", 0.3898000511320, 0.8580394028146)]
    [InlineData("salam_pois", "sppPR", -1.8276310682148, -0.9806750717530)]
    public void Intervals_are_lme4s(string id, string name, double lower, double upper) => Check(id, name, lower, upper, 6e-4);

    /// <summary><c>confint(profile(glmer(cbind(incidence, size - incidence) ~ period + (1 | herd), cbpp, binomial, nAGQ = 9, control = c), signames = FALSE))</c>: quadrature has no such error.</summary>
    [Theory]
    [InlineData("sd_(Intercept)|herd", 0.348801551325, 1.111292061055)]
    [InlineData("(Intercept)", -1.904682928737, -0.946213472707)]
    [InlineData("period2", -1.616083925151, -0.406610977422)]
    [InlineData("period3", -1.800408192041, -0.510450244362)]
    [InlineData("period4", -2.500192339817, -0.799592251773)]
    public void With_quadrature_they_are_lme4s_to_six_digits(string name, double lower, double upper) => Check("cbpp_agq9", name, lower, upper, 5e-6);

    /// <summary>
    /// lme4's profile ends with an error in these models. glmmTMB 1.1.5 solves for the limits:
    /// <code>
    /// b &lt;- glmmTMB(y ~ x + z + f + (1 | g), binsim, family = binomial); exp(confint(b, method = "uniroot", parm = "theta_")); confint(b, method = "uniroot", parm = "beta_")
    /// t &lt;- glmmTMB(TICKS ~ YEAR + cHEIGHT + (1 | BROOD) + (1 | LOCATION), grouseticks, family = poisson); exp(confint(t, method = "uniroot", parm = "theta_"))
    /// </code>
    /// </summary>
    [Theory]
    [InlineData("bin_ri", "sd_(Intercept)|g", 0.146276940009, 0.771500746396)]
    [InlineData("bin_ri", "(Intercept)", -0.33224709327107, 0.33874016037141)]
    [InlineData("bin_ri", "x", 0.41767714940609, 0.80932725616887)]
    [InlineData("bin_ri", "z", -0.60096973943137, -0.21695450568781)]
    [InlineData("bin_ri", "fb", -0.06109418339683, 0.83484116146864)]
    [InlineData("bin_ri", "fc", -0.99545028603344, -0.13021820256004)]
    [InlineData("grouse_two", "sd_(Intercept)|BROOD", 0.568786241357, 1.067004210219)]
    public void Where_lme4_finds_no_profile_intervals_are_glmmTMBs(string id, string name, double lower, double upper) => Check(id, name, lower, upper, 1e-4);

    /// <summary>The likelihood without the variance is lower by less than the quantile; glmmTMB has no limit there and 0.916998673008 above.</summary>
    [Fact]
    public void A_standard_deviation_that_may_be_zero_has_the_limit_zero()
    {
        Interval interval = Fit("grouse_two").Profile(["sd_(Intercept)|LOCATION"]).VarianceComponents[0].Interval();

        Assert.Equal(0, interval.Lower);
        Assert.Equal(0.916998673008, interval.Upper, 1e-4);
    }

    /// <summary>A model with the coefficient in the offset knows nothing of profiles.</summary>
    [Theory]
    [InlineData("bin_slope", "z", "y ~ x + f + offset({0} * z) + (x | g)")]
    [InlineData("bin_slope_diag", "z", "y ~ x + f + offset({0} * z) + (x || g)")]
    [InlineData("grouse_two", "cHEIGHT", "TICKS ~ YEAR + offset({0} * cHEIGHT) + (1 | BROOD) + (1 | LOCATION)")]
    public void At_a_limit_the_model_with_the_coefficient_in_the_offset_is_worse_by_the_quantile(string id, string name, string held)
    {
        MixedModelFit fit = Fit(id);
        Interval interval = fit.Profile([name]).Coefficients[name].Interval();

        foreach (double limit in (double[])[interval.Lower, interval.Upper])
        {
            string formula = held.Replace("{0}", limit.ToString("R", System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
            MixedModelFit without = MixedModel.Fit(Formula.Parse(formula), ReferenceCase.Load(id).Data(), ReferenceCase.Load(id).Options());
            Assert.Equal(3.841458820694124, 2 * (fit.LogLikelihood.Value - without.LogLikelihood.Value), 1e-5);
        }
    }

    private static void Check(string id, string name, double lower, double upper, double share)
    {
        Interval interval = Fit(id).Profile([name]).Parameters[name].Interval();
        Assert.Equal(lower, interval.Lower, share * (upper - lower));
        Assert.Equal(upper, interval.Upper, share * (upper - lower));
    }

    private static MixedModelFit Fit(string id) => MixedModel.Fit(Formula.Parse(ReferenceCase.Load(id).Formula), ReferenceCase.Load(id).Data(), ReferenceCase.Load(id).Options());
}
