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

    [Fact]
    public void Families_are_bad_input() => Assert.Equal(2, Glmm.Run("anova", Grocery, "price ~ store + Error(item/store)", "--family", "poisson").Code);
}
