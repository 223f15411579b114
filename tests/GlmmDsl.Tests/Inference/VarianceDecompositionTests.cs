using System.Text.Json.Nodes;
using GlmmDsl.Inference;
using GlmmDsl.Tests.References;

namespace GlmmDsl.Tests.Inference;

/// <summary>
/// Shares of variance against R. performance 0.10.2's are in the cases; the others are computed in base R from glmer's fits:
/// σ²_f = var(X %*% fixef(m)), σ²_b = mean(rowSums((Z_t %*% Σ_t) * Z_t)) summed over terms, λ = mean(exp(fixef(null) + o + ½ zᵀΣz)).
/// </summary>
public sealed class VarianceDecompositionTests
{
    private const string Ticks = "TICKS ~ factor(YEAR) + cHEIGHT + (1 | BROOD) + (1 | INDEX) + (1 | LOCATION)";

    private static readonly Lazy<MixedModelFit> Grouse = new(() => MixedModel.Fit(Ticks, Fits.Data("grouseticks"), new FitOptions { Family = Family.Poisson }));

    [Theory]
    [InlineData("cbpp")]
    [InlineData("bin_ri")]
    [InlineData("sleep_ri")]
    [InlineData("sleep_ris")]
    [InlineData("cake_int")]
    [InlineData("machines_fs")]
    [InlineData("grocery_reml")]
    [InlineData("pastes_nested")]
    [InlineData("penicillin")]
    public void Agrees_with_performance(string id)
    {
        ReferenceCase reference = ReferenceCase.Load(id);
        MixedModelFit fit = MixedModel.Fit(Formula.Parse(reference.Formula), reference.Data(), reference.Options());
        JsonNode recorded = reference.Result["extras"]!["performance"]!;

        Assert.Equal((double)recorded["iccAdjusted"]!, fit.IntraclassCorrelation.Adjusted, 2e-5);
        Assert.Equal((double)recorded["iccUnadjusted"]!, fit.IntraclassCorrelation.Unadjusted, 2e-5);
        Assert.Equal((double)recorded["r2Marginal"]!, fit.RSquared.Marginal, 2e-5);
        Assert.Equal((double)recorded["r2Conditional"]!, fit.RSquared.Conditional, 2e-5);
    }

    /// <summary>R: glmer(.., binomial(link)); for cloglog with the expected information, as lme4.</summary>
    [Theory]
    [InlineData(Link.Logit, 0.34577658583, 0.41249973940, 3.28986813370)]
    [InlineData(Link.Probit, 0.09226317963, 0.11423843249, 1)]
    [InlineData(Link.Cloglog, 0.3014704296, 0.3442020134, 1.6449340668)]
    public void Binomial_rows_have_the_variance_of_the_links_distribution(Link link, double fixedPart, double random, double residual)
    {
        VarianceDecomposition parts = Cbpp(link).VarianceDecomposition();

        Assert.Equal(fixedPart, parts.Fixed, 1e-5);
        Assert.Equal(random, parts.Random, 1e-5);
        Assert.Equal(residual, parts.Residual, 1e-9);
        Assert.Equal(parts.RSquared.Conditional - parts.RSquared.Marginal, parts.IntraclassCorrelation.Unadjusted, 12);
    }

    /// <summary>R: glmer(y ~ x + z + f + (x | g), binomial), the mean over the rows of zᵀΣz.</summary>
    [Fact]
    public void A_random_slope_counts_by_its_mean_variance_over_the_rows()
    {
        VarianceDecomposition parts = MixedModel.Fit("y ~ x + z + f + (x | g)", Fits.Data("binsim"), new FitOptions { Family = Family.Binomial }).VarianceDecomposition();

        Assert.Equal(0.9645891436, parts.Fixed, 2e-5);
        Assert.Equal(0.7459468671, parts.Random, 2e-5);
        Assert.Equal(0.1848317792, parts.IntraclassCorrelation.Adjusted, 1e-5);
        Assert.Equal(0.1929022366, parts.RSquared.Marginal, 1e-5);
    }

    /// <summary>R: log1p(1/λ), trigamma(λ), 1/λ with λ = 6.070842085, and 1; each with the variance of INDEX, one level a row.</summary>
    [Theory]
    [InlineData(LatentVariance.Default, 0.4457136389, 0.6538963512, 0.2763676099, 0.5773525737, 0.8537201836)]
    [InlineData(LatentVariance.LogNormal, 0.4457136389, 0.6538963512, 0.2763676099, 0.5773525737, 0.8537201836)]
    [InlineData(LatentVariance.Trigamma, 0.4722607526, 0.6406890266, 0.2739805379, 0.5723658022, 0.8463463401)]
    [InlineData(LatentVariance.Delta, 0.4579531779, 0.6477401033, 0.2752619039, 0.5750426714, 0.8503045753)]
    [InlineData(LatentVariance.One, 1.2932313838, 0.3943622643, 0.2162249005, 0.4517099629, 0.6679348634)]
    public void Counts_have_the_variance_asked_for(LatentVariance kind, double residual, double adjusted, double unadjusted, double marginal, double conditional)
    {
        VarianceDecomposition parts = Grouse.Value.VarianceDecomposition(kind);

        Assert.Equal(residual, parts.Residual, 1e-4);
        Assert.Equal(adjusted, parts.IntraclassCorrelation.Adjusted, 1e-4);
        Assert.Equal(unadjusted, parts.IntraclassCorrelation.Unadjusted, 1e-4);
        Assert.Equal(marginal, parts.RSquared.Marginal, 1e-4);
        Assert.Equal(conditional, parts.RSquared.Conditional, 1e-4);
    }

    /// <summary>performance 0.10.2 takes λ = exp(β₀) of the null model, 1.543692, without the half variance that the paper adds.</summary>
    [Fact]
    public void Parts_of_a_count_model_are_those_of_performance_but_for_its_rate()
    {
        VarianceDecomposition parts = Grouse.Value.VarianceDecomposition(LatentVariance.One);
        double residual = parts.Residual - 1 + Math.Log(1 + (1 / Math.Exp(0.4341773845)));

        Assert.Equal(0.5151182600, parts.Random / (parts.Random + residual), 2e-5);
        Assert.Equal(0.2481163806, parts.Random / (parts.Fixed + parts.Random + residual), 2e-5);
    }

    [Fact]
    public void Of_a_count_model_they_are_those_of_performance_when_asked_for()
    {
        VarianceDecomposition parts = Grouse.Value.VarianceDecomposition(LatentVariance.Performance);

        Assert.Equal(0.5151182600, parts.IntraclassCorrelation.Adjusted, 2e-5);
        Assert.Equal(0.5183312263, parts.RSquared.Marginal, 1e-5);
        Assert.Equal(Fits.Cbpp.VarianceDecomposition(), Fits.Cbpp.VarianceDecomposition(LatentVariance.Performance));
        Assert.Equal(Fits.Sleepstudy.VarianceDecomposition(), Fits.Sleepstudy.VarianceDecomposition(LatentVariance.Performance));
    }

    /// <summary>R: glmer(incidence ~ period + offset(log(size)) + (1 | herd), poisson), λ = 2.080170409.</summary>
    [Fact]
    public void The_rate_of_counts_includes_their_exposure()
    {
        MixedModelFit fit = MixedModel.Fit(
            "incidence ~ factor(period) + offset(log(size)) + (1 | herd)", Fits.Data("cbpp"), new FitOptions { Family = Family.Poisson });

        Assert.Equal(0.3925351052, fit.VarianceDecomposition().Residual, 1e-5);
        Assert.Equal(0.6140507558, fit.VarianceDecomposition(LatentVariance.Trigamma).Residual, 1e-5);
        Assert.Equal(0.3810401260, fit.IntraclassCorrelation.Adjusted, 1e-5);
    }

    [Fact]
    public void What_is_undefined_or_belongs_elsewhere_is_refused_by_name()
    {
        Assert.Contains("cauchit", Assert.Throws<InvalidOperationException>(() => Cbpp(Link.Cauchit).RSquared).Message, StringComparison.Ordinal);
        Assert.Contains("Trigamma", Assert.Throws<ArgumentException>(() => Fits.Cbpp.VarianceDecomposition(LatentVariance.Trigamma)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Fits.Sleepstudy.VarianceDecomposition(LatentVariance.One));
        Assert.Null(Fits.Cbpp.DesignEffect);
    }

    [Theory]
    [InlineData(Link.Sqrt, 0.25)]
    [InlineData(Link.Identity, 3.5)]
    public void Other_links_of_counts_have_a_variance_of_their_own(Link link, double residual)
    {
        // Without random effects the null model's mean is the mean count.
        MixedModelFit fit = MixedModel.Fit("y ~ x", Fits.Csv("y,x\n1,1\n3,2\n4,3\n6,4\n"), new FitOptions { Family = Family.Poisson, Link = link });

        Assert.Equal(residual, fit.VarianceDecomposition().Residual, 1e-7);
        Assert.Equal(0, fit.VarianceDecomposition().Random);
    }

    private static MixedModelFit Cbpp(Link link) => MixedModel.Fit(
        "cbind(incidence, size - incidence) ~ factor(period) + (1 | herd)",
        Fits.Data("cbpp"),
        new FitOptions { Family = Family.Binomial, Link = link, Information = Information.Expected });
}
