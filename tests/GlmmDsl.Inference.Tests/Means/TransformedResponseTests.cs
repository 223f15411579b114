namespace GlmmDsl.Inference.Tests.Means;

/// <summary>Means of linear models with an offset or a transformed response against R's emmeans 1.8.4.1, with lme4's fits and asymptotic degrees of freedom.</summary>
public sealed class TransformedResponseTests
{
    // e <- emmeans(lmer(log(y) ~ A + x + (1 | G), d), "A", type = "response"); pairs(e)
    [Theory]
    [InlineData("log(y)", 6.041860024663, 0.3047539055916, 5.473129239118, 6.669689488915)]
    [InlineData("log10(y)", 6.041860024663, 0.3047539055916, 5.473129239118, 6.669689488915)]
    [InlineData("log2(y)", 6.041860024663, 0.3047539055916, 5.473129239118, 6.669689488915)]
    [InlineData("log1p(y)", 6.067376600085, 0.3037061777154, 5.496501963260, 6.688416364668)]
    [InlineData("log(y + 1)", 6.067376600085, 0.3037061777154, 5.496501963260, 6.688416364668)]
    [InlineData("sqrt(y)", 6.124820327596, 0.3064656550166, 5.538885415849, 6.740208708511)]
    [InlineData("2 * sqrt(y + 0.5)", 6.131291649095, 0.3063231285036, 5.544498666905, 6.745263265903)]
    public void Means_go_back_through_the_transformation_of_the_response(string response, double estimate, double error, double lower, double upper)
    {
        MarginalEstimate mean = Regions.Means(response + " ~ A + x + (1 | G)", "A").OnResponse()["a"];
        Fitted.Near(estimate, mean.Estimate);
        Fitted.Near(error, mean.StandardError);
        Fitted.Near(lower, mean.Interval().Lower);
        Fitted.Near(upper, mean.Interval().Upper);
    }

    [Theory]
    [InlineData("log(y)", "log", 0.9055022986009, 0.04257592419348)]
    [InlineData("log10(y)", "log10", 0.9055022986009, 0.04257592419348)]
    [InlineData("log2(y)", "log2", 0.9055022986009, 0.04257592419348)]
    [InlineData("log(y + 1)", "log", 0.9177744844871, 0.03652557149493)]
    public void Differences_of_logarithms_are_ratios(string response, string scale, double ratio, double error)
    {
        ContrastTests pairs = Regions.Means(response + " ~ A + x + (1 | G)", "A").OnResponse().Pairs();
        Assert.True(pairs.AreRatios);
        Assert.Equal("a / b", pairs[0].Name);
        Fitted.Near(ratio, pairs[0].Estimate);
        Fitted.Near(error, pairs[0].StandardError);
        Assert.EndsWith($"Tests are performed on the {scale} scale\n", pairs.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Differences_of_roots_stay_on_their_scale_and_say_so()
    {
        ContrastTests pairs = Regions.Means("sqrt(y) ~ A + x + (1 | G)", "A").OnResponse().Pairs();
        Assert.False(pairs.AreRatios);
        Fitted.Near(-0.1275006110821, pairs[0].Estimate);
        Assert.Contains("Note: contrasts are still on the sqrt scale\nDegrees-of-freedom method: asymptotic\n", pairs.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Means_on_a_transformed_scale_say_so()
    {
        Assert.Contains("Results are given on the log(mu + 1) (not the response) scale.\n", Regions.Means("log(y + 1) ~ A + (1 | G)", "A").ToString(), StringComparison.Ordinal);
        Assert.Contains("Intervals are back-transformed from the 2*sqrt(mu + 0.5) scale", Regions.Means("2 * sqrt(y + 0.5) ~ A + (1 | G)", "A").OnResponse().ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("y")]
    [InlineData("I(1/y)")]
    [InlineData("y/10")]
    public void Without_a_known_way_back_nothing_changes(string response)
    {
        MarginalEstimates means = Regions.Means(response + " ~ A + (1 | G)", "A");
        Assert.Equal(means[0].Estimate, means.OnResponse()[0].Estimate);
        Assert.False(means.OnResponse().Pairs().AreRatios);
    }

    // emmeans(lmer(y ~ A + x + offset(log(size)) + (1 | G), d), "A"): the offset is at mean(log(d$size)).
    [Fact]
    public void An_offset_is_at_its_mean_over_the_rows()
    {
        MarginalEstimates means = Regions.Means("y ~ A + x + offset(log(size)) + (1 | G)", "A");
        Fitted.Near(6.225540352098, means["a"].Estimate);
        Fitted.Near(0.319335270016, means["a"].StandardError);
        Fitted.Near(6.844428770639, means["b"].Estimate);
    }

    [Fact]
    public void A_value_given_to_a_column_of_the_offset_is_its_value_there()
    {
        MarginalEstimates means = Regions.Means("y ~ A + x + offset(log(size)) + (1 | G)", "A");
        const double mean = 1.09654186866835; // mean(log(d$size))
        Assert.Equal(means["a"].Estimate - mean, means.At(("size", 1))["a"].Estimate, 1e-9);
        Assert.Equal(means["a"].Estimate - mean + Math.Log(5), means.At(("size", 5))["a"].Estimate, 1e-9);
    }
}
