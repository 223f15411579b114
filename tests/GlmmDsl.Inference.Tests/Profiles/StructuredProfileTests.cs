using GlmmDsl.Data;
using GlmmDsl.Tests.References;
using MathNet.Numerics.Distributions;

namespace GlmmDsl.Inference.Tests.Profiles;

/// <summary>Profiles of standard deviations and correlations that columns share.</summary>
public sealed class StructuredProfileTests
{
    private static readonly Table Sleep = ReferenceCase.Load("sleep_ris").Data();

    [Fact]
    public void With_two_columns_compound_symmetry_has_the_intervals_of_an_unstructured_term()
    {
        Interval[] structured = Intervals("cs(0 + I(Days > 4) | Subject)"), free = Intervals("(0 + I(Days > 4) | Subject)");

        Assert.Equal(free.Length, structured.Length);
        for (int i = 0; i < free.Length; i++)
        {
            double tolerance = 1e-5 * (free[i].Upper - free[i].Lower);
            Assert.Equal(free[i].Lower, structured[i].Lower, tolerance);
            Assert.Equal(free[i].Upper, structured[i].Upper, tolerance);
        }
    }

    [Fact]
    public void At_a_limit_of_the_correlation_the_best_fit_with_it_is_worse_by_the_quantile()
    {
        MixedModelFit fit = Fit("ar1(0 + factor(Days) | Subject)");
        Interval interval = fit.Profile(["cor_ar1|Subject"]).Parameters["cor_ar1|Subject"].Interval();
        foreach (double limit in (double[])[interval.Lower, interval.Upper])
        {
            // Over the other parameter of the structure, on a grid: θ = (sd/σ, asin ρ), with σ and β profiled out.
            double best = Enumerable.Range(0, 4001).Select(i => Math.Exp(-1 + (i * 0.001))).Min(size => fit.CriterionAt([size, Math.Asin(limit)]));
            Assert.Equal(ChiSquared.InvCDF(1, 0.95), best - fit.CriterionAt(fit.Theta.AsSpan()), 1e-4);
        }
    }

    [Fact]
    public void Parameters_have_the_name_of_the_structure_they_are_shared_in()
    {
        Assert.Equal(["sd_ar1|Subject", "cor_ar1|Subject", "sigma", "(Intercept)", "Days"], Fit("ar1(0 + factor(Days) | Subject)").Profile().Parameters.Names.ToArray());
    }

    private static Interval[] Intervals(string random) => [.. Fit(random).Profile().Parameters.Select(p => p.Interval())];

    private static MixedModelFit Fit(string random) =>
        MixedModel.Fit(Formula.Parse("Reaction ~ Days + " + random), Sleep, new FitOptions { Method = FitMethod.Ml });
}
