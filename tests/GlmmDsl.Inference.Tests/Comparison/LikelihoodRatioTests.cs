using System.Text.Json;
using GlmmDsl.Data;
using GlmmDsl.Tests.References;

namespace GlmmDsl.Inference.Tests.Comparison;

/// <summary>Likelihood-ratio tests against lme4's <c>anova</c>.</summary>
public sealed class LikelihoodRatioTests
{
    private static readonly Table Sleep = ReferenceCase.Load("sleep_ris").Data();
    private static readonly Table Machines = ReferenceCase.Load("machines_nested").Data();

    [Fact]
    public void Three_models_of_sleepstudy_are_tested_as_anova_tests_them()
    {
        // R: anova(lmer(Reaction ~ Days + (1|Subject), REML=FALSE), .. (Days||Subject), .. (Days|Subject))
        ModelTable table = LikelihoodRatio.Test(Ml("Reaction ~ Days + (Days | Subject)"), Ml("Reaction ~ Days + (1 | Subject)"), Ml("Reaction ~ Days + (Days || Subject)"));

        Assert.Equal([4, 5, 6], table.Models.Select(m => m.ParameterCount));
        Assert.Equal(1802.0786430052258, table.Models[0].Aic, 1e-5);
        Assert.Equal(42.07538786062514, table.Tests[0].ChiSquare, 1e-5);
        Assert.Equal(8.782158506476383e-11, table.Tests[0].PValue, 1e-15);
        Assert.Equal(0.06391065560978859, table.Tests[1].ChiSquare, 1e-5);
    }

    [Fact]
    public void A_variance_set_to_zero_halves_p_and_a_correlation_set_to_zero_does_not()
    {
        ModelTable table = LikelihoodRatio.Test(Ml("Reaction ~ Days + (1 | Subject)"), Ml("Reaction ~ Days + (Days || Subject)"), Ml("Reaction ~ Days + (Days | Subject)"));

        Assert.Equal(table.Tests[0].PValue / 2, table.Tests[0].MixturePValue!.Value, 1e-20);
        Assert.Null(table.Tests[1].MixturePValue);
    }

    [Fact]
    public void A_slope_with_its_correlation_gives_the_even_mixture_of_one_and_two_degrees_of_freedom()
    {
        ModelTable table = LikelihoodRatio.Test(Ml("Reaction ~ Days + (1 | Subject)"), Ml("Reaction ~ Days + (Days | Subject)"));

        Assert.Equal<IEnumerable<(int, double)>>([(1, 0.5), (2, 0.5)], table.Tests[0].Mixture!.Components);
        Assert.False(table.Tests[0].Mixture!.IsUpperBound);
    }

    [Fact]
    public void Several_variances_give_an_upper_bound_and_say_so()
    {
        ModelTable table = LikelihoodRatio.Test(Fit(Machines, "score ~ Machine + (1 | Worker)"), Fit(Machines, "score ~ Machine + (Machine | Worker)"));

        Assert.True(table.Tests[0].Mixture!.IsUpperBound);
        Assert.Contains("upper bound", table.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Nesting_rests_on_spaces_and_not_on_how_formulas_are_written()
    {
        Assert.True(LikelihoodRatio.Test(Ml("Reaction ~ poly(Days, 2) + (1 | Subject)"), Ml("Reaction ~ Days + I(Days^2) + I(Days^3) + (0 + Days + I(2 - Days) | Subject)")).Tests[0].IsNested);
        Assert.True(LikelihoodRatio.Test(Fit(Machines, "score ~ Machine + (1 | Worker/Machine)"), Fit(Machines, "score ~ Machine + (0 + Machine | Worker)")).Tests[0].IsNested);
    }

    [Theory]
    [InlineData("homdiag(0 + Machine | Worker)", "homcs(0 + Machine | Worker)", true)]
    [InlineData("homcs(0 + Machine | Worker)", "cs(0 + Machine | Worker)", true)]
    [InlineData("homcs(0 + Machine | Worker)", "homtoep(0 + Machine | Worker)", true)]
    [InlineData("ar1(0 + Machine | Worker)", "homtoep(0 + Machine | Worker)", true)]
    [InlineData("ar1(0 + Machine | Worker)", "hetar1(0 + Machine | Worker)", true)]
    [InlineData("diag(0 + Machine | Worker)", "hetar1(0 + Machine | Worker)", true)]
    [InlineData("cs(0 + Machine | Worker)", "toep(0 + Machine | Worker)", true)]
    [InlineData("toep(0 + Machine | Worker)", "us(0 + Machine | Worker)", true)]
    [InlineData("(1 | Worker)", "ar1(0 + Machine | Worker)", true)]
    [InlineData("(1 | Worker)", "(1 | Worker) + ar1(0 + Machine | Worker)", true)]
    [InlineData("homcs(0 + Machine | Worker)", "diag(0 + Machine | Worker)", false)]
    [InlineData("ar1(0 + Machine | Worker)", "cs(0 + Machine | Worker)", false)]
    [InlineData("homcs(0 + Machine | Worker)", "hetar1(0 + Machine | Worker)", false)]
    [InlineData("(1 | Worker)", "diag(0 + Machine | Worker)", false)]
    [InlineData("(1 | Worker) + homdiag(0 + Machine | Worker)", "toep(0 + Machine | Worker)", false)]
    public void Structures_are_nested_where_one_allows_each_covariance_of_the_other(string small, string large, bool isNested)
    {
        LikelihoodRatioTest test = LikelihoodRatio.Test(Fit(Machines, "score ~ Machine + " + small), Fit(Machines, "score ~ Machine + " + large)).Tests[0];

        Assert.Equal(isNested, test.IsNested);
        Assert.Equal(isNested, !double.IsNaN(test.PValue));

        // Of these only the random intercept is at the end of a range, with a correlation of 1 and nothing else held.
        Assert.Equal(small == "(1 | Worker)" && large.StartsWith("ar1", StringComparison.Ordinal), test.Mixture is not null);
        if (!isNested)
        {
            Assert.Contains("random term", test.Reason, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("(1 | Worker)", "(1 | Worker) + homdiag(0 + Machine | Worker)")]
    [InlineData("ar1(0 + Machine | Worker)", "ar1(0 + Machine | Worker) + (1 | Worker)")]
    public void Beside_what_both_models_have_one_variance_is_at_its_bound(string small, string large)
    {
        LikelihoodRatioTest test = LikelihoodRatio.Test(Fit(Machines, "score ~ Machine + " + small), Fit(Machines, "score ~ Machine + " + large)).Tests[0];

        Assert.Equal<IEnumerable<(int, double)>>([(0, 0.5), (1, 0.5)], test.Mixture!.Components);
    }

    [Fact]
    public void Intercepts_within_levels_set_no_variance_of_the_levels_coefficients_to_zero() =>
        Assert.Null(LikelihoodRatio.Test(Fit(Machines, "score ~ Machine + (1 | Worker/Machine)"), Fit(Machines, "score ~ Machine + (Machine | Worker)")).Tests[0].Mixture);

    [Theory]
    [InlineData("Reaction ~ Days + (1 | Subject)", "Reaction ~ z + grp + (1 | Subject)", "fixed effects")]
    [InlineData("Reaction ~ Days + (z | Subject)", "Reaction ~ Days + grp + (Days | Subject)", "random term")]
    [InlineData("Reaction ~ Days + (Days | Subject)", "Reaction ~ Days + grp + z + (Days || Subject)", "random term")]
    [InlineData("Reaction ~ Days + (1 | grp)", "Reaction ~ Days + z + (1 | Subject)", "random term")]
    public void Models_that_are_not_nested_get_no_test_and_the_reason(string small, string large, string reason)
    {
        LikelihoodRatioTest test = LikelihoodRatio.Test(Ml(small), Ml(large)).Tests[0];

        Assert.True(double.IsNaN(test.PValue));
        Assert.Contains(reason, test.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Restricted_likelihoods_with_different_fixed_effects_are_refused()
    {
        IncomparableFitsException error = Assert.Throws<IncomparableFitsException>(
            () => LikelihoodRatio.Test(MixedModel.Fit("Reaction ~ 1 + (1 | Subject)", Sleep), MixedModel.Fit("Reaction ~ Days + (1 | Subject)", Sleep)));

        Assert.Equal(IncomparableFits.FixedEffects, error.Difference);
    }

    [Fact]
    public void Fits_by_REML_and_of_their_refits_by_ML_are_refused_together()
    {
        MixedModelFit fit = MixedModel.Fit("Reaction ~ Days + (1 | Subject)", Sleep);

        Assert.Throws<IncomparableFitsException>(() => Models.Table(fit, fit.RefitMl()));
    }

    [Fact]
    public void A_refit_by_ML_is_the_fit_by_ML()
    {
        MixedModelFit ml = Ml("Reaction ~ Days + (Days | Subject)");
        MixedModelFit refit = MixedModel.Fit("Reaction ~ Days + (Days | Subject)", Sleep).RefitMl();

        Assert.Equal(FitMethod.Ml, refit.Method);
        Assert.Equal(ml.LogLikelihood.Value, refit.LogLikelihood.Value, 1e-8);
        Assert.Same(refit, refit.RefitMl());
    }

    [Fact]
    public void Weights_sum_to_one_and_follow_from_AIC()
    {
        ModelTable table = Models.Table(Ml("Reaction ~ 1 + (Days | Subject)"), Ml("Reaction ~ Days + (Days | Subject)"), Ml("Reaction ~ Days + z + (Days | Subject)"));

        Assert.Equal(1, table.Models.Sum(m => m.Weight), 1e-12);
        Assert.Equal(Math.Exp((table.Models[1].Aic - table.Models[2].Aic) / 2), table.Models[2].Weight / table.Models[1].Weight, 1e-9);

        // AICcmodavg's AICc: 2k(k + 1)/(n − k − 1) with k = 6, n = 180.
        Assert.Equal(table.Models[1].Aic + (84.0 / 173), table.Models[1].Aicc, 1e-9);
    }

    [Fact]
    public void JSON_has_an_entry_for_each_pair_of_neighbours()
    {
        using JsonDocument json = JsonDocument.Parse(LikelihoodRatio.Test(Ml("Reaction ~ z + (1 | Subject)"), Ml("Reaction ~ Days + grp + (1 | Subject)"), Ml("Reaction ~ Days + grp + (Days | Subject)")).ToJson());

        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("tests")[0].ValueKind);
        Assert.Equal(2, json.RootElement.GetProperty("tests")[1].GetProperty("df").GetInt32());
    }

    private static MixedModelFit Ml(string formula) => Fit(Sleep, formula);

    private static MixedModelFit Fit(Table table, string formula) => MixedModel.Fit(formula, table, new FitOptions { Method = FitMethod.Ml });
}
