using GlmmDsl.Data;
using GlmmDsl.Tests.References;

namespace GlmmDsl.Inference.Tests.Comparison;

/// <summary>Terms dropped alone, against lmerTest's <c>ranova</c> and lme4's <c>drop1</c>.</summary>
public sealed class DroppedTermsTests
{
    private static readonly Table Sleep = ReferenceCase.Load("sleep_ris").Data();

    [Fact]
    public void Each_column_of_a_term_is_dropped_alone_and_an_intercept_as_a_whole()
    {
        // R: ranova(lmer(Reaction ~ Days + (Days + z | Subject) + (1 | grp), d))
        DroppedTerms terms = Drop("Reaction ~ Days + (Days + z | Subject) + (1 | grp)");

        Assert.Equal<IEnumerable<string>>(["Days in (Days + z | Subject)", "z in (Days + z | Subject)", "(1 | grp)"], terms.Names);
        Assert.Equal([3, 3, 1], terms.Select(t => t.DegreesOfFreedom));
        Assert.Equal(44.221, terms[0].Statistic, 5e-4);
        Assert.Equal(2.121, terms[1].Statistic, 5e-4);
        Assert.Equal(0, terms[2].Statistic, 1e-5);
    }

    [Fact]
    public void The_last_column_of_a_term_leaves_an_intercept_and_an_intercept_that_is_there_already_counts_once()
    {
        // R: ranova(lmer(Reaction ~ Days + (0 + grp | Subject) + (z || Subject), d))
        DroppedTerms terms = Drop("Reaction ~ Days + (0 + grp | Subject) + (z || Subject)");

        Assert.Equal<IEnumerable<string>>(["grp in (0 + grp | Subject)", "(1 | Subject)", "z in (0 + z | Subject)"], terms.Names);
        Assert.Equal([6, 1, 1], terms.Select(t => t.DegreesOfFreedom));
        Assert.Equal(0.97205, terms[0].Statistic, 1e-4);
    }

    [Fact]
    public void A_term_that_gains_as_much_as_it_loses_has_no_p_value()
    {
        // R: ranova(..(0 + z | grp)..) gives 0 degrees of freedom: the slope becomes an intercept.
        DroppedTerm term = Drop("Reaction ~ Days + (1 | Subject) + (0 + z | grp)")["z in (0 + z | grp)"];

        Assert.Equal(0, term.DegreesOfFreedom);
        Assert.True(double.IsNaN(term.PValue));
    }

    [Fact]
    public void Indicators_without_an_intercept_leave_the_space_of_the_other_factor()
    {
        // R: update(Reaction ~ 0 + grp + factor(Days) + .., . ~ . - grp) codes the days by indicators.
        MixedModelFit fit = MixedModel.Fit("Reaction ~ 0 + grp + factor(Days) + (1 | Subject)", Sleep);
        double without = MixedModel.Fit("Reaction ~ factor(Days) + (1 | Subject)", Sleep, new FitOptions { Method = FitMethod.Ml }).LogLikelihood.Value;

        Assert.Equal(without, fit.DropFixedTerms()["grp"].LogLikelihood, 1e-7);
    }

    [Theory]
    [InlineData("ar1(0 + factor(Days) | Subject)", 2)]
    [InlineData("hetar1(0 + factor(Days) | Subject)", 11)]
    [InlineData("homcs(0 + grp | Subject)", 2)]
    [InlineData("homdiag(0 + grp | Subject)", 1)]
    public void A_term_whose_columns_share_a_variance_or_stand_in_an_order_is_dropped_as_a_whole(string term, int parameters)
    {
        DroppedTerms terms = Drop($"Reaction ~ Days + (1 | grp) + {term}");

        DroppedTerm dropped = terms[term];
        Assert.Equal(parameters, dropped.DegreesOfFreedom);
        Assert.Equal(MixedModel.Fit("Reaction ~ Days + (1 | grp)", Sleep).LogLikelihood.Value, dropped.LogLikelihood, 1e-6);

        // Correlations without a variance have no meaning, so the mixture for variances does not hold.
        Assert.Equal(parameters == 1, dropped.Mixture is not null);
    }

    [Fact]
    public void Columns_of_compound_symmetry_are_dropped_one_by_one_and_one_that_remains_has_a_variance_alone()
    {
        DroppedTerms terms = Drop("Reaction ~ Days + cs(1 + Days | Subject)");

        Assert.Equal<IEnumerable<string>>(["Days in cs(1 + Days | Subject)"], terms.Names);
        Assert.Equal(2, terms[0].DegreesOfFreedom);
        Assert.Equal(MixedModel.Fit("Reaction ~ Days + (1 | Subject)", Sleep).LogLikelihood.Value, terms[0].LogLikelihood, 1e-7);
    }

    [Fact]
    public void Fixed_terms_are_dropped_by_ML_and_none_that_an_interaction_contains()
    {
        DroppedTerms terms = MixedModel.Fit("Reaction ~ Days * grp + z + (Days | Subject)", Sleep).DropFixedTerms();

        Assert.Equal<IEnumerable<string>>(["z", "Days:grp"], terms.Names);
        Assert.False(terms.IsReml);
        double without = MixedModel.Fit("Reaction ~ Days * grp + (Days | Subject)", Sleep, new FitOptions { Method = FitMethod.Ml }).LogLikelihood.Value;
        Assert.Equal(without, terms["z"].LogLikelihood, 1e-7);
        Assert.Equal(2 * (terms.LogLikelihood - without), terms["z"].Statistic, 1e-7);
        Assert.Null(terms["z"].MixturePValue);
    }

    [Fact]
    public void Printing_follows_lmerTest()
    {
        string text = Drop("Reaction ~ Days + (Days | Subject)").ToString();

        Assert.StartsWith("ANOVA-like table for random-effects: Single term deletions\n\nModel:\nReaction ~ Days + (Days | Subject)\n", text, StringComparison.Ordinal);
        Assert.Contains("Days in (Days | Subject)    4 -893.23 1794.5 42.837  2", text, StringComparison.Ordinal);
    }

    private static DroppedTerms Drop(string formula) => MixedModel.Fit(formula, Sleep).DropRandomTerms();

    [Fact]
    public void Without_rows_terms_are_compared_by_fits_of_both_models_to_cross_products()
    {
        Table rows = ReferenceCase.Load("sleep_ris").Data();
        MixedModelFit Of(string formula) => MixedModel.Fit(CrossProducts.Of(Formula.Parse(formula), rows), new FitOptions { Method = FitMethod.Ml });
        MixedModelFit large = Of("Reaction ~ Days + (Days | Subject)"), small = Of("Reaction ~ 1 + (Days | Subject)");

        Assert.Contains("compare them (LikelihoodRatio.Test)", Assert.Throws<InvalidOperationException>(() => large.DropFixedTerms()).Message, StringComparison.Ordinal);
        Assert.Contains("random terms are dropped", Assert.Throws<InvalidOperationException>(() => large.DropRandomTerms()).Message, StringComparison.Ordinal);
        DroppedTerm dropped = MixedModel.Fit("Reaction ~ Days + (Days | Subject)", rows).DropFixedTerms()["Days"];
        LikelihoodRatioTest test = LikelihoodRatio.Test(small, large).Tests[0];
        Assert.Equal(dropped.Statistic, test.ChiSquare, 1e-6);
        Assert.Equal(dropped.DegreesOfFreedom, test.DegreesOfFreedom);
    }
}
