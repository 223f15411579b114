using System.Text.Json;
using GlmmDsl.Data;
using GlmmDsl.Tests.References;

namespace GlmmDsl.Inference.Tests.Pooling;

/// <summary>Rubin's rules against the same formulas in R on lme4's fits.</summary>
/// <remarks>
/// R: d$Reaction + ifelse(i %% 3 == 0, 120 * sin(i * k), 0) for i = 1..180 and k = 1..4, lmer(Reaction ~ Days + I(Days^2) + (1 | Subject), d) of each; then
/// Q, U, B, T, lambda, Barnard and Rubin's nu with dfcom = Inf and 177, and D1.
/// </remarks>
public sealed class PooledTests
{
    private static readonly Table Sleep = ReferenceCase.Load("sleep_ris").Data();
    private static readonly MixedModelFit[] Fits = [.. Imputed()];

    [Fact]
    public void Wald_s_tests_pool_with_Rubin_s_degrees_of_freedom()
    {
        PooledCoefficient intercept = Pooled.Of(Fits.Select(f => f.Wald())).Coefficients["(Intercept)"];

        Assert.Equal(253.352763552328, intercept.Estimate, 1e-6);
        Assert.Equal(15.078760963662, intercept.StandardError, 1e-5);
        Assert.Equal(330.781529182, intercept.DegreesOfFreedom, 1e-2);
        Assert.Equal(16.801961657385, intercept.Statistic, 1e-5);
        Assert.Equal(0.1006548654516, intercept.MissingInformation, 1e-6);
        Assert.Equal(0.0952335562138, intercept.VarianceShare, 1e-6);
    }

    [Fact]
    public void Complete_data_degrees_of_freedom_bound_those_of_Barnard_and_Rubin()
    {
        PooledCoefficient wald = Pooled.Of(Fits.Select(f => f.Wald())).Coefficients["(Intercept)"];
        double[] estimates = [.. Fits.Select(f => f.Coefficients["(Intercept)"].Estimate)];
        double[] variances = [.. Fits.Select(f => f.Covariance["(Intercept)", "(Intercept)"])];

        var pooled = new PooledCoefficient("(Intercept)", estimates, variances, 177);

        Assert.Equal(107.092771085, pooled.DegreesOfFreedom, 1e-3);
        Assert.Equal(0.1116699931363, pooled.MissingInformation, 1e-6);
        Assert.Equal(8.59892397559e-32, pooled.PValue, 1e-35);
        Assert.Equal(wald.StandardError, pooled.StandardError, 1e-12);
    }

    [Fact]
    public void Coefficients_are_tested_together_by_D1()
    {
        PooledTest test = Pooled.Of(Fits.Select(f => f.Wald())).Test("Days", "I(Days^2)");

        Assert.Equal(21.8398046765, test.Statistic, 1e-4);
        Assert.Equal(2, test.NumeratorDegreesOfFreedom);
        Assert.Equal(41.1880704291, test.DenominatorDegreesOfFreedom, 1e-3);
        Assert.Equal(0.201283373772, test.RelativeIncrease, 1e-6);
        Assert.Equal(3.42036609001e-07, test.PValue, 1e-11);
    }

    [Fact]
    public void Imputations_that_agree_give_the_fit_s_own_test()
    {
        MixedModelFit fit = Fits[0];
        CoefficientTest own = fit.KenwardRoger().Coefficients["Days"];
        PooledCoefficient pooled = Pooled.Of(fit, fit, fit).Coefficients["Days"];

        Assert.Equal(own.StandardError, pooled.StandardError, 1e-12);
        Assert.Equal((own.DegreesOfFreedom + 1) / (own.DegreesOfFreedom + 3) * own.DegreesOfFreedom, pooled.DegreesOfFreedom, 1e-9);
        Assert.Equal(0, pooled.RelativeIncrease, 1e-12);
    }

    [Fact]
    public void A_term_of_one_column_is_tested_as_its_coefficient_is()
    {
        PooledEstimates pooled = Pooled.Of(Fits);

        PooledCoefficient coefficient = pooled.Coefficients["Days"];
        PooledTest term = pooled.Terms["Days"];
        Assert.Equal(coefficient.Statistic * coefficient.Statistic, term.Statistic, 1e-9);
        Assert.Equal(coefficient.PValue, term.PValue, 1e-12);
    }

    /// <summary>Where imputations agree, a term has the complete-data degrees of freedom, less (ν + 1)/(ν + 3) of them, as a coefficient has; by Wald's method D1 is as of the names.</summary>
    [Fact]
    public void A_term_of_several_columns_is_tested_by_D1_bounded_by_complete_data()
    {
        Table cake = ReferenceCase.Load("cake_int").Data();
        MixedModelFit fit = MixedModel.Fit("angle ~ recipe + temp + (1 | recipe:replicate)", cake);
        double[] response = [.. fit.Fitted.Zip(fit.Residuals(), (f, r) => f + r)];
        MixedModelFit[] fits = [.. Enumerable.Range(1, 4).Select(k => fit.Refit([.. response.Select((y, row) => row % 5 == 0 ? y + (9 * Math.Sin((row + 1) * k)) : y)]))];
        FTest complete = fit.KenwardRoger().Terms["recipe"];

        PooledTest agreeing = Pooled.Of(fit, fit).Terms["recipe"];
        PooledTest pooled = Pooled.Of(fits).Terms["recipe"];
        PooledEstimates wald = Pooled.Of(fits.Select(f => f.Wald()));

        double known = (complete.DenominatorDegreesOfFreedom + 1) / (complete.DenominatorDegreesOfFreedom + 3) * complete.DenominatorDegreesOfFreedom;
        Assert.Equal(known, agreeing.DenominatorDegreesOfFreedom, 1e-6);
        Assert.InRange(pooled.DenominatorDegreesOfFreedom, 4, known);
        PooledTest named = wald.Test("recipeB", "recipeC");
        Assert.Equal((named.Statistic, named.DenominatorDegreesOfFreedom), (wald.Terms["recipe"].Statistic, wald.Terms["recipe"].DenominatorDegreesOfFreedom));
        Assert.Equal(named.Statistic, Pooled.Of(fits.Select(f => f.Satterthwaite())).Terms["recipe"].Statistic, 1e-12);
        Assert.True(pooled.DenominatorDegreesOfFreedom < named.DenominatorDegreesOfFreedom);
    }

    [Fact]
    public void The_method_follows_from_the_fits() => Assert.Equal("Kenward-Roger", Pooled.Of(Fits).Method);

    [Fact]
    public void Fits_of_different_models_and_single_fits_are_refused()
    {
        MixedModelFit other = MixedModel.Fit("Reaction ~ Days + (1 | Subject)", Sleep);

        Assert.Contains("not of one model", Assert.Throws<ArgumentException>(() => Pooled.Of(Fits[0], other)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Pooled.Of(Fits[0]));
    }

    [Fact]
    public void JSON_has_the_fraction_of_missing_information()
    {
        using JsonDocument json = JsonDocument.Parse(Pooled.Of(Fits.Select(f => f.Wald())).ToJson());

        Assert.Equal(0.1006548654516, json.RootElement.GetProperty("coefficients")[0].GetProperty("fmi").GetDouble(), 1e-6);
    }

    private static IEnumerable<MixedModelFit> Imputed()
    {
        MixedModelFit fit = MixedModel.Fit("Reaction ~ Days + I(Days^2) + (1 | Subject)", Sleep);
        double[] response = [.. fit.Fitted.Zip(fit.Residuals(), (f, r) => f + r)];
        for (int k = 1; k <= 4; k++)
        {
            yield return fit.Refit([.. response.Select((y, row) => (row + 1) % 3 == 0 ? y + (120 * Math.Sin((row + 1) * k)) : y)]);
        }
    }
}
