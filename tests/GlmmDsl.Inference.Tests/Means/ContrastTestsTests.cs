namespace GlmmDsl.Inference.Tests.Means;

/// <summary>Contrasts of marginal means against R's emmeans 1.8.4.1. g is qdrg(~ period, data = cbpp, coef = beta, vcov = V, df = Inf, link = "logit") with beta and V of tests/Reference/cases/cbpp.json, e is emmeans(g, ~ period).</summary>
public sealed class ContrastTestsTests
{
    // pairs(e, type = "response"), confint of it
    [Theory]
    [InlineData("1", "2", 2.69751967873, 0.827173900161, 3.236123651207, 0.00664942502906, 1.226983417757, 5.93048961530)]
    [InlineData("2", "4", 1.80035015501, 0.846617918243, 1.250353883998, 0.59468935266752, 0.537884908937, 6.02593719734)]
    public void Pairs_of_a_logistic_model_are_odds_ratios(string first, string second, double estimate, double error, double z, double p, double lower, double upper)
    {
        ContrastTest pair = Fitted.Cbpp.Wald().Means("period").OnResponse().Pairs()[first, second];
        Assert.Equal($"period{first} / period{second}", pair.Name);
        Fitted.Near(estimate, pair.Estimate, 1e-4);
        Fitted.Near(error, pair.StandardError, 1e-4);
        Fitted.Near(z, pair.Statistic, 1e-4);
        Fitted.Near(p, pair.PValue, 1e-4);
        Fitted.Near(lower, pair.Interval().Lower, 1e-4);
        Fitted.Near(upper, pair.Interval().Upper, 1e-4);
        Assert.Equal(1, pair.NullValue);
    }

    [Fact]
    public void A_pair_can_be_asked_for_from_either_side()
    {
        MarginalEstimates means = Fitted.Cbpp.Wald().Means("period");
        ContrastTest one = means.Pairs()["1", "3"];
        ContrastTest other = means.Pairs()["3", "1"];
        Assert.Equal(-one.Estimate, other.Estimate, 1e-12);
        Assert.Equal(one.PValue, other.PValue);
        Assert.Equal(-one.Interval().Upper, other.Interval().Lower, 1e-12);
        Assert.Equal(1 / means.OnResponse().Pairs()["1", "3"].Estimate, means.OnResponse().Pairs()["3", "1"].Estimate, 1e-12);
        Assert.Equal("period3 / period1", means.OnResponse().Pairs()["3", "1"].Name);
    }

    // contrast(e, "poly")
    [Theory]
    [InlineData("linear", -4.877281042287, 1.336809582242)]
    [InlineData("quadratic", 0.540690909509, 0.573366502497)]
    [InlineData("cubic", -1.171295771573, 1.220387536653)]
    public void Polynomial_contrasts_have_whole_weights(string name, double estimate, double error)
    {
        ContrastTest test = Fitted.Cbpp.Wald().Means("period").Polynomial().Named(name);
        Assert.Equal(estimate, test.Estimate, 1e-4);
        Fitted.Near(error, test.StandardError, 1e-4);
    }

    // contrast(emmeans(lmer(angle ~ recipe * temperature + (1 | recipe:replicate), cake), ~ temperature), "poly")
    [Theory]
    [InlineData("linear", 55.31111111111, 5.64301527372)]
    [InlineData("quartic", -6.86666666667, 3.56895622721)]
    [InlineData("degree 5", -14.51111111111, 10.70686868164)]
    public void Polynomials_of_higher_degree_are_scaled_as_in_emmeans(string name, double estimate, double error)
    {
        ContrastTest test = Fitted.Cake.Wald().Means("temperature").Polynomial().Named(name);
        Fitted.Near(estimate, test.Estimate);
        Fitted.Near(error, test.StandardError);
    }

    // 1 - mvtnorm::pmvt(.., corr = cov2cor(V[2:4, 2:4]), algorithm = GenzBretz(3e6, 1e-8)); contrast(e, "trt.vs.ctrl1") for the approximation
    [Fact]
    public void Comparisons_with_a_control_are_those_of_Dunnett()
    {
        MarginalEstimates means = Fitted.Cbpp.Wald().Means("period");
        double[] exact = [.. means.Against("1").Select(t => t.PValue)];
        double[] approximate = [.. means.Against("1", Adjustment.DunnettApproximation).Select(t => t.PValue)];
        Assert.Equal([0.0036113, 0.0016418, 0.0006526], exact, (a, b) => Math.Abs(a - b) < 2e-7);
        Assert.Equal([0.003524254895172, 0.001610951513021, 0.000643458805741], approximate, (a, b) => Math.Abs(a - b) < 1e-7);
        Assert.Equal("period2 - period1", means.Against("1")[0].Name);
    }

    [Fact]
    public void Consecutive_and_own_contrasts_are_sums_of_the_means()
    {
        MarginalEstimates means = Fitted.Cbpp.Wald().Means("period");
        ContrastTests consecutive = means.Consecutive(Adjustment.None);
        Assert.Equal(["period2 - period1", "period3 - period2", "period4 - period3"], consecutive.Select(t => t.Name));
        Assert.Equal(means["3"].Estimate - means["2"].Estimate, consecutive[1].Estimate, 1e-12);
        ContrastTest own = means.Contrasts(("first against later", [1, -1.0 / 3, -1.0 / 3, -1.0 / 3]))[0];
        Assert.Equal(means["1"].Estimate - ((means["2"].Estimate + means["3"].Estimate + means["4"].Estimate) / 3), own.Estimate, 1e-12);
        Assert.Throws<ArgumentException>(() => means.Contrasts(("short", [1, -1])));
    }

    [Fact]
    public void P_values_are_ordered_by_how_much_is_guarded_against()
    {
        MarginalEstimates means = Fitted.Cbpp.Wald().Means("period");
        double[] Of(Adjustment adjustment) => [.. means.Pairs(adjustment).Select(t => t.PValue)];
        double[] plain = Of(Adjustment.None);
        for (int i = 0; i < plain.Length; i++)
        {
            Assert.True(plain[i] <= Of(Adjustment.Tukey)[i]);
            Assert.True(Of(Adjustment.Tukey)[i] <= Of(Adjustment.Scheffe)[i]);
            Assert.True(Of(Adjustment.Tukey)[i] <= Of(Adjustment.Bonferroni)[i] + 1e-12);
            Assert.True(Of(Adjustment.Sidak)[i] <= Of(Adjustment.Bonferroni)[i]);
            Assert.True(Of(Adjustment.Holm)[i] <= Of(Adjustment.Bonferroni)[i]);
            Assert.Equal(Math.Min(1, 6 * plain[i]), Of(Adjustment.Bonferroni)[i], 1e-12);
            Assert.Equal(1 - Math.Pow(1 - plain[i], 6), Of(Adjustment.Sidak)[i], 1e-12);
        }
    }

    [Theory]
    [InlineData(Adjustment.None)]
    [InlineData(Adjustment.Tukey)]
    [InlineData(Adjustment.Bonferroni)]
    [InlineData(Adjustment.Scheffe)]
    [InlineData(Adjustment.Sidak)]
    [InlineData(Adjustment.DunnettApproximation)]
    public void An_interval_at_the_level_of_the_p_value_ends_at_zero(Adjustment adjustment)
    {
        ContrastTest test = Fitted.Cbpp.Wald().Means("period").Pairs(adjustment)[0];
        Interval interval = test.Interval(1 - test.PValue);
        Assert.Equal(0, test.Estimate > 0 ? interval.Lower : interval.Upper, 1e-6);
    }

    [Fact]
    public void Families_are_the_groups_of_by()
    {
        ContrastTests pairs = Fitted.Cake.Wald().Means("recipe", by: "temperature").Pairs();
        Assert.Equal(18, pairs.Count);
        Assert.Equal("temperature = 185", pairs["A", "B", "185"].By.ToString());
        Assert.Contains("for comparing a family of 3 estimates", pairs.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_table_is_that_of_emmeans() => Assert.Equal(
        """
         contrast          odds.ratio    SE  df null z.ratio p.value
         period1 / period2       2.70 0.827 Inf    1   3.236  0.0066
         period1 / period3       3.09 1.010 Inf    1   3.455  0.0031
         period1 / period4       4.86 2.076 Inf    1   3.697  0.0012
         period2 / period3       1.15 0.436 Inf    1   0.358  0.9843
         period2 / period4       1.80 0.847 Inf    1   1.250  0.5947
         period3 / period4       1.57 0.761 Inf    1   0.933  0.7873

        P value adjustment: tukey method for comparing a family of 4 estimates
        Tests are performed on the log odds ratio scale

        """.ReplaceLineEndings("\n"),
        Fitted.Cbpp.Wald().Means("period").OnResponse().Pairs().ToString());

    /// <summary>emmeans: contrast(emmeans(m, ~ recipe), "consec", adjust = "tukey"), which changes to Sidak, and prints p values .7981 and .9998.</summary>
    [Fact]
    public void Tukeys_method_is_for_all_pairs_and_gives_way_to_Sidaks_for_other_contrasts()
    {
        MarginalEstimates means = Fitted.Cake.KenwardRoger().Means("recipe");
        ContrastTests consecutive = means.Consecutive(Adjustment.Tukey);

        Assert.Equal(Adjustment.Sidak, consecutive.Adjustment);
        Assert.Equal(means.Consecutive(Adjustment.Sidak).Select(t => t.PValue), consecutive.Select(t => t.PValue));
        Assert.Contains("tukey was changed to sidak", consecutive.ToString(), StringComparison.Ordinal);
        Assert.Equal(Adjustment.Tukey, means.Pairs(Adjustment.Tukey).Adjustment);
        Assert.Equal(Adjustment.Tukey, means.Pairs(Adjustment.None).Adjusted(Adjustment.Tukey).Adjustment);
    }
}
