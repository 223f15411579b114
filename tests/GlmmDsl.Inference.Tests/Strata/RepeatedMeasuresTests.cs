using System.Globalization;
using System.Text;
using System.Text.Json;
using GlmmDsl.Data;
using GlmmDsl.Tests.References;

namespace GlmmDsl.Inference.Tests.Strata;

/// <summary>Repeated-measures analyses against car, afex and <c>aov</c>.</summary>
public sealed class RepeatedMeasuresTests
{
    private static readonly Table Grocery = ReferenceCase.Load("grocery_reml").Data();
    private static readonly RepeatedMeasuresAnova Stores = RepeatedMeasures.Anova(Grocery, "price ~ store + Error(item/store)");
    private static readonly Table Orthodont = ReferenceCase.Load("ortho_ris").Data();

    [Fact]
    public void The_grocery_prices_have_the_textbook_s_figures()
    {
        RepeatedMeasuresTest store = Stores.Tests["store"];

        Assert.Equal(4.344209, store.Statistic, 5e-7);
        Assert.Equal((3, 27), (store.NumeratorDegreesOfFreedom, store.DenominatorDegreesOfFreedom));
        Assert.Equal(0.01273035, store.PValue, 5e-9);
        Assert.Equal(0.6391090, store.Sphericity!.GreenhouseGeisser, 5e-8);
        Assert.Equal(0.0309308, store.Sphericity.GreenhouseGeisserPValue, 5e-8);
        Assert.Equal(0.8082292, store.Sphericity.HuynhFeldt, 5e-8);
        Assert.Equal(0.02033859, store.Sphericity.HuynhFeldtPValue, 5e-9);
        Assert.Equal(0.44781, store.Sphericity.MauchlyStatistic, 5e-6);
        Assert.Equal(0.29029, store.Sphericity.MauchlyPValue, 5e-6);
        Assert.Equal(0.005007893, store.GeneralizedEtaSquared, 1e-6);
    }

    [Fact]
    public void Variance_components_by_moments_are_those_of_REML_in_a_balanced_design()
    {
        MixedModelFit reml = MixedModel.Fit("price ~ store + (1 | item)", Grocery);

        Assert.Equal<IEnumerable<string>>(["item", "item:store"], Stores.Strata.Select(s => s.Name));
        Assert.Equal(reml.Sigma * reml.Sigma, Stores.Strata[1].VarianceComponent, 1e-6);
        Assert.Equal(reml.VarianceComponents["item"]["(Intercept)"].Variance, Stores.Strata[0].VarianceComponent, 1e-4);
    }

    [Fact]
    public void Pairs_are_paired_t_tests()
    {
        // R: pairwise.t.test(price, store, paired = TRUE, p.adjust = "none"), then "holm" and "bonferroni"
        PairwiseDifference[] pairs = [.. Stores.Pairs("store")];

        Assert.Equal([0.0331849, 0.0350423, 0.0116696, 0.6945096, 0.2453577, 0.1103788], pairs.Select(p => Math.Round(p.PValue, 7)).ToArray());
        Assert.Equal([0.1659244, 0.1659244, 0.0700174, 0.6945096, 0.4907155, 0.3311365], pairs.Select(p => Math.Round(p.Holm, 7)).ToArray());
        Assert.All(pairs, p => Assert.Equal(Math.Min(1, 6 * p.PValue), p.Bonferroni, 1e-12));
    }

    [Fact]
    public void Pooled_pairs_have_the_error_of_the_stratum()
    {
        PairwiseDifference pair = Stores.Pairs("store", pooled: true)[0];

        Assert.Equal(27, pair.DegreesOfFreedom);
        Assert.Equal(Math.Sqrt(2 * Stores.Strata[1].Lines[^1].MeanSquare / 10), pair.StandardError, 1e-12);
    }

    [Fact]
    public void Groups_of_different_sizes_are_compared_by_type_III()
    {
        // car::Anova, type III, of nlme::Orthodont: 16 boys and 11 girls.
        RepeatedMeasuresAnova anova = RepeatedMeasures.Anova(Orthodont, "distance ~ Sex * factor(age) + Error(Subject/factor(age))");

        Assert.Equal(9.292098843389564, anova.Tests["Sex"].Statistic, 1e-9);
        Assert.Equal(35.3473345423057, anova.Tests["factor(age)"].Statistic, 1e-9);
        Assert.Equal(2.3615630551631024, anova.Tests["Sex:factor(age)"].Statistic, 1e-9);
        Assert.Equal(0.8671974356, anova.Tests["factor(age)"].Sphericity!.GreenhouseGeisser, 1e-9);
        Assert.Equal(0.7353334480, anova.Tests["factor(age)"].Sphericity!.MauchlyStatistic, 1e-9);
        Assert.Equal(0.21074761, anova.Tests["Sex"].GeneralizedEtaSquared, 1e-8);

        // summary(aov(..)) is sequential: age before its interaction.
        Assert.Equal(237.19, anova.Strata[1].Lines[0].SumOfSquares, 0.005);
    }

    [Fact]
    public void Two_factors_within_subjects_have_a_stratum_for_each_combination()
    {
        RepeatedMeasuresAnova anova = RepeatedMeasures.Anova(TwoWithin(), "y ~ a * b + Error(id/(a * b))");

        Assert.Equal<IEnumerable<string>>(["id", "id:a", "id:b", "id:a:b"], anova.Strata.Select(s => s.Name));

        // R: summary(aov(y ~ a * b + Error(id/(a * b)), d)) of the same numbers
        Assert.Equal([9.412811, 31.324786, 3.083832], anova.Tests.Skip(1).Select(t => Math.Round(t.Statistic, 6)).ToArray());
    }

    [Fact]
    public void The_factors_of_one_error_term_follow_from_the_data_where_it_names_none() =>
        Assert.Equal(Stores.Tests["store"].Statistic, RepeatedMeasures.Anova(Grocery, "price ~ store + Error(item)").Tests["store"].Statistic, 1e-12);

    [Fact]
    public void Two_levels_within_subjects_need_no_sphericity() =>
        Assert.Null(RepeatedMeasures.Anova(TwoWithin(), "y ~ a * b + Error(id/(a * b))").Tests["a"].Sphericity);

    [Fact]
    public void A_cell_without_a_value_is_named()
    {
        ModelDataException error = Assert.Throws<ModelDataException>(() => RepeatedMeasures.Anova(Csv("id,a,y\ns1,x,1\ns1,z,2\ns2,x,3\ns3,x,1\ns3,z,5\n"), "y ~ a + Error(id/a)"));

        Assert.Contains("Subject 's2' has no y in the cell a 'z'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_number_in_place_of_a_factor_is_refused()
    {
        ModelDataException error = Assert.Throws<ModelDataException>(() => RepeatedMeasures.Anova(Orthodont, "distance ~ age + Error(Subject/age)"));

        Assert.Contains("factor(age)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_factor_that_varies_within_subjects_must_be_in_the_error_term()
    {
        ModelDataException error = Assert.Throws<ModelDataException>(() => RepeatedMeasures.Anova(TwoWithin(), "y ~ a * b + Error(id/a)"));

        Assert.Contains("Error(id/(a * b))", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("y ~ a")]
    [InlineData("y ~ a + Error(id/a) + Error(id)")]
    [InlineData("y ~ a * b + Error(id/(a + b))")]
    [InlineData("y ~ a + (1 | id) + Error(id/a)")]
    [InlineData("y ~ a + Error(a + b)")]
    public void Error_terms_that_are_no_subjects_and_factors_are_refused(string formula) => Assert.Throws<FormulaException>(() => RepeatedMeasures.Anova(TwoWithin(), formula));

    [Fact]
    public void Elsewhere_Error_points_to_the_analysis() =>
        Assert.Contains("glmm anova", Assert.Throws<FormulaException>(() => MixedModel.Fit("price ~ store + Error(item/store)", Grocery)).Message, StringComparison.Ordinal);

    [Fact]
    public void JSON_and_text_hold_the_same_tests()
    {
        using JsonDocument json = JsonDocument.Parse(Stores.ToJson());

        Assert.Equal("store", json.RootElement.GetProperty("univariate")[1].GetProperty("term").GetString());
        Assert.Equal(Stores.Tests["store"].PValue, json.RootElement.GetProperty("univariate")[1].GetProperty("p").GetDouble());
        Assert.Contains("Error: item:store", Stores.ToString(), StringComparison.Ordinal);
        Assert.Contains("Mauchly Tests for Sphericity", Stores.ToString(), StringComparison.Ordinal);
    }

    // Six subjects, a of two and b of three levels; the numbers are a formula, so that R makes them too.
    private static Table TwoWithin()
    {
        var text = new StringBuilder("id,a,b,y\n");
        for (int s = 0; s < 6; s++)
        {
            for (int a = 0; a < 2; a++)
            {
                for (int b = 0; b < 3; b++)
                {
                    text.Append(CultureInfo.InvariantCulture, $"s{s},a{a},b{b},{s + (2 * a) + (b * b) + (((s * 7) + (a * 5) + (b * 3) + (s * a * b)) % 4)}\n");
                }
            }
        }

        return Csv(text.ToString());
    }

    private static Table Csv(string text) => Table.ReadCsv(new StringReader(text));

    // R: d <- nlme::Orthodont; aov_car(distance ~ Sex + Error(Subject/age), d, observed = "Sex"), es = "ges"
    [Theory]
    [InlineData("Sex", 0.20641419089252, 0.21074761065892)]
    [InlineData("age", 0.23533910832646, 0.28476245629827)]
    [InlineData("Sex:age", 0.02056212999453, 0.02591040535069)]
    public void Generalised_eta_squared_counts_observed_factors_as_differences_between_people(string term, double observed, double manipulated)
    {
        RepeatedMeasuresAnova anova = RepeatedMeasures.Anova(Ages(), "distance ~ Sex * age + Error(Subject/age)");
        Assert.Equal(observed, anova.Observed("Sex").Tests[term].GeneralizedEtaSquared, 1e-9);
        Assert.Equal(manipulated, anova.Tests[term].GeneralizedEtaSquared, 1e-9);
        Assert.Equal(anova.Tests[term].PValue, anova.Observed("Sex").Tests[term].PValue);
        Assert.Equal(["Sex"], anova.Observed("Sex").ObservedFactors.AsEnumerable());
    }

    [Fact]
    public void A_factor_that_is_not_in_the_design_cannot_be_observed() =>
        Assert.Contains("There is no factor 'sex'", Assert.Throws<ArgumentException>(() => RepeatedMeasures.Anova(Ages(), "distance ~ Sex * age + Error(Subject/age)").Observed("sex")).Message, StringComparison.Ordinal);

    // R: ptukey(sqrt(2) * abs(t), 4, 27, lower.tail = FALSE), t of the pooled comparisons of the grocery prices: TukeyHSD's for this design.
    [Fact]
    public void Pairs_have_Tukeys_p_values()
    {
        foreach (PairwiseDifference pair in Stores.Pairs("store", pooled: true))
        {
            Assert.InRange(pair.Tukey, pair.PValue, pair.Bonferroni);
        }

        PairwiseDifference first = Stores.Pairs("store", pooled: true)[0];
        Assert.Equal(0.25246052288048, first.Tukey, 1e-7);
    }

    private static Table Ages() => new(Orthodont.Columns.Select<Column, Column>(c => c.Name == "age" ? c.AsFactor(_ => "") : c));
}
