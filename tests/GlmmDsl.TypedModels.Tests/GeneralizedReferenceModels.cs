namespace GlmmDsl.TypedModels.Tests;

[GeneralizedLinearMixedModel<HerdRow>("cbind(incidence, size - incidence) ~ period + (1 | herd)", Family.Binomial)]
public sealed partial class Cbpp;

[GeneralizedLinearMixedModel<HerdRow>("cbind(incidence, size - incidence) ~ period + (1 | herd)", Family.Binomial, Link = Link.Cloglog)]
public sealed partial class CbppCloglog;

[GeneralizedLinearMixedModel<HerdRow>("incidence ~ period + (1 | herd)", Family.Poisson, Offset = "log(size)")]
public sealed partial class CbppRates;

[GeneralizedLinearMixedModel<ChickRow>("TICKS ~ YEAR + cHEIGHT + (1 | BROOD) + (1 | INDEX) + (1 | LOCATION)", Family.Poisson)]
public sealed partial class Ticks;

[GeneralizedLinearMixedModel<AnswerRow>("r2 ~ Anger + Gender + btype + situ + (1 | id) + (1 | item)", Family.Binomial)]
public sealed partial class VerbalAggression;

[GeneralizedLinearMixedModel<OwlRow>("SiblingNegotiation ~ FoodTreatment * SexParent + offset(log(BroodSize)) + (1 | Nest)", Family.Poisson)]
public sealed partial class Owls;

[GeneralizedLinearMixedModel<TrialRow>("I(succ / m) ~ x + poly(z, 2) + (1 | g)", Family.Binomial, Link = Link.Probit, Trials = "m")]
public sealed partial class Proportions;

[GeneralizedLinearMixedModel<TrialRow>("y ~ x + z + f + (x | g)", Family.Binomial)]
public sealed partial class BinarySlopes;

/// <summary>Typed generalised models of reference data, with the rules on as in a user's project, beside what lme4 and glmmTMB give.</summary>
public sealed class GeneralizedReferenceModels
{
    [Fact]
    public void Successes_and_failures()
    {
        Cbpp.LaplaceFit fit = Cbpp.FitLaplace(Herds());
        ReferenceRecord.AssertAgrees("cbpp", fit);
        Assert.Equal(0.6423, fit.VarianceComponents.herd.Intercept.StandardDeviation, 3);
        Assert.Equal("period2", fit.Coefficients.period2.Name);
    }

    [Fact]
    public void The_fast_fit_is_lme4s_without_quadrature() => ReferenceRecord.AssertAgrees("cbpp_agq0", Cbpp.FitFast(Herds()));

    [Fact]
    public void Logical_responses_and_slopes_by_group() => ReferenceRecord.AssertAgrees("bin_slope", BinarySlopes.FitLaplace(Trials()));

    [Fact]
    public void The_observed_information_is_glmmTMBs_and_the_expected_lme4s()
    {
        ReferenceRecord.AssertAgrees("tmb_cbpp_cloglog", CbppCloglog.FitLaplace(Herds()));
        ReferenceRecord.AssertAgrees("cbpp_cloglog", CbppCloglog.FitLaplace(Herds(), new() { Information = Information.Expected }));
    }

    [Fact]
    public void An_offset_of_the_attribute() => ReferenceRecord.AssertAgrees("cbpp_pois", CbppRates.FitLaplace(Herds()));

    [Fact]
    public void Three_random_intercepts_of_a_struct()
    {
        Ticks.LaplaceFit fit = Ticks.FitLaplace(CsvRows.Read("grouseticks", f => new ChickRow(
            f.Integer("TICKS"), (byte)f.Integer("YEAR"), f.Number("cHEIGHT"), f.Text("BROOD"), (short)f.Integer("LOCATION"), f.Integer("INDEX"))));
        ReferenceRecord.AssertAgrees("grouse_full", fit);
        Assert.Equal(1.1804, fit.Coefficients.YEAR96.Estimate, 3);
        Assert.True(fit.RandomEffects.LOCATION.TryGet(32, out _));
    }

    [Fact]
    public void A_response_of_two_enum_members()
    {
        VerbalAggression.LaplaceFit fit = VerbalAggression.FitLaplace(CsvRows.Read("VerbAgg", f => new AnswerRow(
            f.Integer("Anger"), Enum.Parse<Sex>(f.Text("Gender")), Enum.Parse<Behaviour>(f.Text("btype")), Enum.Parse<Situation>(f.Text("situ")),
            Enum.Parse<Answer>(f.Text("r2")), f.Integer("id"), f.Text("item"))));
        ReferenceRecord.AssertAgrees("verbagg", fit);
        Assert.Equal("situself", fit.Coefficients.situself.Name);
    }

    [Fact]
    public void Counts_with_an_offset_of_the_formula() =>
        ReferenceRecord.AssertAgrees("owls_pois", Owls.FitLaplace(CsvRows.Read("Owls", f => new OwlRow
        {
            Calls = f.Integer("SiblingNegotiation"),
            Food = f.Text("FoodTreatment"),
            Parent = f.Text("SexParent"),
            BroodSize = f.Integer("BroodSize"),
            Nest = f.Text("Nest"),
        })));

    [Fact]
    public void Proportions_of_trials_with_a_probit_link() => ReferenceRecord.AssertAgrees("bin_prop_probit", Proportions.FitLaplace(Trials(), new() { Information = Information.Expected }));

    private static IReadOnlyList<HerdRow> Herds() =>
        CsvRows.Read("cbpp", f => new HerdRow(f.Integer("herd"), f.Integer("period"), f.Integer("incidence"), f.Integer("size")));

    private static IReadOnlyList<TrialRow> Trials() => CsvRows.Read("binsim", f => new TrialRow(
        f.Integer("y") == 1, f.Integer("succ"), f.Integer("m"), f.Number("x"), f.Number("z"), f.Text("f"), f.Text("g"), f.Text("h")));
}
