using GlmmDsl.Data;

namespace GlmmDsl.Tests.Diagnostics;

/// <summary>Residuals of weighted counts and checks of dispersion against R: residuals(m, type) of glmer's fits.</summary>
public sealed class GeneralizedResidualsTests
{
    /// <summary>R: ticks$w &lt;- 1 + (7 * seq_len(403)) %% 5; glmer(TICKS ~ YEAR + cHEIGHT + (1 | BROOD), poisson, weights = w).</summary>
    [Fact]
    public void Of_weighted_counts_are_Rs()
    {
        Table ticks = Fits.Data("grouseticks");
        var weights = new NumericColumn("w", [.. Enumerable.Range(1, ticks.RowCount).Select(i => 1.0 + (7 * i % 5))]);
        Table table = new([.. ticks.Columns, weights]);

        MixedModelFit fit = MixedModel.Fit("TICKS ~ factor(YEAR) + cHEIGHT + (1 | BROOD)", table, new FitOptions { Family = Family.Poisson, Weights = "w" });

        Near([0.26069806575, 1.36842775383, -0.98981250651, -0.02409872099], fit.Coefficients.Select(c => c.Estimate), 1e-4);
        Near([-0.177818960, -0.177818960, 16.475484510, -1.350839187], Places(fit, ResidualKind.Response), 1e-3);
        Near([-0.7303813251, -0.9429182362, 2.0353368049, -1.6436783060], Places(fit, ResidualKind.Pearson), 5e-4);
        Near([-1.032915176, -1.333487758, 1.957905342, -2.324512153], Places(fit, ResidualKind.Deviance), 5e-4);
        Assert.Equal(1982.162045, fit.DispersionCheck!.Value.ChiSquare, 0.1);
    }

    /// <summary>Bolker's overdisp_fun: rp &lt;- residuals(m, type = "pearson"); sum(rp^2), df.residual(m), pchisq(.., lower.tail = FALSE).</summary>
    [Fact]
    public void The_dispersion_check_is_Bolkers()
    {
        DispersionCheck binomial = Fits.Cbpp.DispersionCheck!.Value;
        DispersionCheck counts = MixedModel.Fit(
            "incidence ~ factor(period) + offset(log(size)) + (1 | herd)", Fits.Data("cbpp"), new FitOptions { Family = Family.Poisson }).DispersionCheck!.Value;

        Assert.Equal((51, 51), (binomial.DegreesOfFreedom, counts.DegreesOfFreedom));
        Assert.Equal(63.0782875701, binomial.ChiSquare, 1e-3);
        Assert.Equal(1.2368291680, binomial.Ratio, 1e-4);
        Assert.Equal(0.1194783312, binomial.PValue, 1e-4);
        Assert.Equal(57.0539011950, counts.ChiSquare, 1e-3);
        Assert.Equal(0.2602194575, counts.PValue, 1e-4);
    }

    private static IEnumerable<double> Places(MixedModelFit fit, ResidualKind kind) => new[] { 0, 1, 49, 402 }.Select(i => fit.Residuals(kind)[i]);

    private static void Near(IEnumerable<double> expected, IEnumerable<double> actual, double tolerance) =>
        Assert.Equal(expected, actual, (a, b) => Math.Abs(a - b) <= tolerance);
}
