using System.Text.Json;

namespace GlmmDsl.Cli.Tests;

/// <summary><c>glmm anova</c>.</summary>
public sealed class AnovaTests
{
    private static readonly string Grocery = Glmm.Reference("grocery");

    [Fact]
    public void The_analysis_is_written_as_JSON()
    {
        Glmm.Outcome outcome = Glmm.Run("anova", Grocery, "price ~ store + Error(item/store)", "--json");

        using JsonDocument json = JsonDocument.Parse(outcome.Output);
        Assert.Equal(4.344209, json.RootElement.GetProperty("univariate")[1].GetProperty("statistic").GetDouble(), 5e-7);
        Assert.Equal(0.6391090, json.RootElement.GetProperty("corrections")[0].GetProperty("ggEps").GetDouble(), 5e-8);
    }

    [Fact]
    public void A_formula_without_error_term_is_bad_input()
    {
        Glmm.Outcome outcome = Glmm.Run("anova", Grocery, "price ~ store");

        Assert.Equal(2, outcome.Code);
        Assert.Contains("Error(subject/(a*b))", outcome.Error, StringComparison.Ordinal);
    }

    /// <summary>afex: pairs(emmeans(aov_ez("item", "price", d, within = "store"), ~ store), adjust = ..).</summary>
    [Theory]
    [InlineData("tukey", 0.1243)]
    [InlineData("holm", 0.1659)]
    [InlineData("bonferroni", 0.1991)]
    [InlineData("none", 0.0332)]
    public void Levels_within_subjects_are_compared_in_pairs_as_afex_and_emmeans_compare_them(string adjustment, double p)
    {
        Glmm.Outcome outcome = Glmm.Run("anova", Grocery, "price ~ store + Error(item/store)", "--pairs", "store", "--adjust", adjustment, "--json");

        using JsonDocument json = JsonDocument.Parse(outcome.Output);
        JsonElement first = json.RootElement.GetProperty("pairs").GetProperty(adjustment)[0];
        Assert.Equal(("A", "B"), (first.GetProperty("first").GetString(), first.GetProperty("second").GetString()));
        Assert.Equal(-0.18, first.GetProperty("estimate").GetDouble(), 1e-10);
        Assert.Equal(0.07164728, first.GetProperty("se").GetDouble(), 1e-8);
        Assert.Equal(9, first.GetProperty("df").GetDouble());
        Assert.Equal(p, first.GetProperty("p").GetDouble(), 5e-5);
        Assert.Equal(4.344209, json.RootElement.GetProperty("univariate")[1].GetProperty("statistic").GetDouble(), 5e-7);
    }

    [Fact]
    public void Pairs_are_printed_after_the_analysis_with_the_variance_they_have()
    {
        string output = Glmm.Run("anova", Grocery, "price ~ store + Error(item/store)", "--pairs", "store", "--pooled").Output;

        Assert.Contains("\nPairs of store (pooled variance of the stratum, which takes sphericity)\n", output, StringComparison.Ordinal);
        Assert.EndsWith("P value adjustment: tukey, 6 tests\n", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no factor 'stor'", "--pairs", "stor")]
    [InlineData("--adjust knows tukey", "--pairs", "store", "--adjust", "mvt")]
    [InlineData("belong to --pairs", "--adjust", "holm")]
    public void Pairs_that_cannot_be_made_are_refused(string message, params string[] options)
    {
        Glmm.Outcome outcome = Glmm.Run(["anova", Grocery, "price ~ store + Error(item/store)", .. options]);

        Assert.Equal((2, ""), (outcome.Code, outcome.Output));
        Assert.Contains(message, outcome.Error, StringComparison.Ordinal);
    }

    /// <summary>afex: <c>aov_car(distance ~ Sex + Error(Subject/age), Orthodont, observed = "Sex")</c>, es = "ges".</summary>
    [Theory]
    [InlineData(0.23533910832646, "--observed", "Sex")]
    [InlineData(0.28476245629827)]
    public void Generalised_eta_squared_takes_observed_factors_as_afex_does(double age, params string[] options)
    {
        Glmm.Outcome outcome = Glmm.Run(["anova", Glmm.Reference("Orthodont"), "distance ~ Sex * age + Error(Subject/age)", "--factor", "age", .. options, "--json"]);

        using JsonDocument json = JsonDocument.Parse(outcome.Output);
        Assert.Equal(age, json.RootElement.GetProperty("univariate").EnumerateArray().Single(t => t.GetProperty("term").GetString() == "age").GetProperty("ges").GetDouble(), 1e-9);
        Assert.Equal(options.Length > 0, json.RootElement.TryGetProperty("observed", out _));
    }

    [Fact]
    public void The_table_names_observed_factors_and_an_unknown_one_is_refused()
    {
        string[] analysis = ["anova", Glmm.Reference("Orthodont"), "distance ~ Sex * age + Error(Subject/age)", "--factor", "age", "--observed"];

        Assert.Contains("\nges: generalized eta squared, observed and not assigned: Sex\n", Glmm.Run([.. analysis, "Sex"]).Output, StringComparison.Ordinal);
        Glmm.Outcome refused = Glmm.Run([.. analysis, "sex"]);
        Assert.Equal((2, ""), (refused.Code, refused.Output));
        Assert.Contains("There is no factor 'sex'", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Families_are_bad_input() => Assert.Equal(2, Glmm.Run("anova", Grocery, "price ~ store + Error(item/store)", "--family", "poisson").Code);
}
