namespace GlmmDsl.Inference.Tests.Means;

/// <summary>Means of nested factors against R's emmeans 1.8.4.1, with lme4's fits and asymptotic degrees of freedom.</summary>
public sealed class NestedMeansTests
{
    private const string Formula = "y ~ region/state + A + (1 | G)";

    // emmeans(lmer(y ~ region/state + A + (1 | G), d), "region"); with region + state the same.
    [Theory]
    [InlineData(Formula)]
    [InlineData("y ~ region + state + A + (1 | G)")]
    public void A_nested_factor_is_averaged_over_its_levels_in_each_group(string formula)
    {
        MarginalEstimates means = Regions.Means(formula, "region");
        Check(means["E"], 6.475, 0.3669219950011);
        Check(means["N"], 6.497423449207, 0.3671861287912);
        Check(means["W"], 6.630555555556, 0.3669219950011);
        Assert.Equal(["state %in% region"], means.Nesting.AsEnumerable());
        ContrastTest pair = means.Pairs()["E", "N"];
        Fitted.Near(-0.02242344920696, pair.Estimate);
        Fitted.Near(0.4024129870305, pair.StandardError);
    }

    // emmeans(m, "state")
    [Fact]
    public void Means_of_a_nested_factor_are_of_its_levels_in_their_groups()
    {
        MarginalEstimates means = Regions.Means(Formula, "state");
        Assert.Equal(["state", "region"], means.Factors.AsEnumerable());
        Assert.Equal(["E1", "E2", "E3", "N1", "N2", "W1", "W2"], means.Select(m => m.Cell["state"]));
        Check(means["E3", "E"], 5.919353680954, 0.5460029163249);
        Check(means["N2"], 6.716779864510, 0.4979153692577);
        Assert.StartsWith("NOTE: A nesting structure was detected in the fitted model:\n    state %in% region\n", means.ToString(), StringComparison.Ordinal);
    }

    // pairs(emmeans(m, "state", by = "region"), adjust = "none")
    [Fact]
    public void Groups_compare_their_own_levels_of_a_nested_factor()
    {
        ContrastTests pairs = Regions.Means(Formula, "state", by: "region").Pairs();
        Assert.Equal(["E1 - E2", "E1 - E3", "E2 - E3", "N1 - N2", "W1 - W2"], pairs.Select(p => p.Name));
        Fitted.Near(0.9133759714249, pairs["E1", "E3", "E"].Estimate);
        Fitted.Near(0.7015749621452, pairs["E1", "E3", "E"].StandardError);
        Fitted.Near(-0.4387128306062, pairs["N1", "N2", "N"].Estimate);

        // A family of two needs no adjustment, one of three does.
        Assert.Equal(pairs.Adjusted(Adjustment.None)["N1", "N2", "N"].PValue, pairs["N1", "N2", "N"].PValue);
        Assert.True(pairs["E1", "E3", "E"].PValue > pairs.Adjusted(Adjustment.None)["E1", "E3", "E"].PValue);
    }

    // emmeans(m, "A", weights = "proportional") and its pairs
    [Fact]
    public void Weights_by_rows_go_through_the_nesting_and_cancel_in_contrasts()
    {
        MarginalEstimates means = Regions.Means(Formula, "A").Weighted(Weighting.Proportional);
        Check(means["a"], 6.248578277771, 0.3272765918212);
        Check(means["b"], 6.820074392071, 0.3319825473302);
        ContrastTest pair = means.Pairs()["a", "b"];
        Assert.True(pair.IsEstimable);
        Fitted.Near(-0.5714961143004, pair.Estimate);
        Fitted.Near(0.334197532004, pair.StandardError);
    }

    // emmeans(lmer(y ~ A + A:B + (1 | G), d), "B")
    [Fact]
    public void A_factor_without_a_main_effect_is_nested_as_the_formula_says()
    {
        MarginalEstimates means = Regions.Means("y ~ A + A:B + (1 | G)", "B");
        Assert.Equal(["B %in% A"], means.Nesting.AsEnumerable());
        Assert.Equal(6, means.Count);
        Check(means["v", "a"], 5.816376850129, 0.8493670838786);
        Check(means["w", "b"], 7.016260201644, 0.5001881621113);
    }

    [Fact]
    public void Crossed_factors_are_not_nested() => Assert.Empty(Regions.Means("y ~ A * B + region + (1 | G)", "A").Nesting);

    // emmeans(lmer(y ~ A * B + region + (1 | G), d), "A", weights = "outer")
    [Fact]
    public void Outer_weights_are_products_of_the_shares_of_each_factor()
    {
        MarginalEstimates means = Regions.Means("y ~ A * B + region + (1 | G)", "A").Weighted(Weighting.Outer);
        Check(means["a"], 6.101059046571, 0.4076823531246);
        Check(means["b"], 7.157885436122, 0.4116800239707);
    }

    private static void Check(MarginalEstimate mean, double estimate, double error)
    {
        Fitted.Near(estimate, mean.Estimate);
        Fitted.Near(error, mean.StandardError);
    }
}
