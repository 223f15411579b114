using System.Text.Json;

namespace GlmmDsl.Cli.Tests;

/// <summary><c>glmm compare</c>, and <c>glmm test</c> with <c>--random</c> and <c>--drop</c>.</summary>
public sealed class CompareTests
{
    private static readonly string Sleep = Glmm.Reference("sleepstudy");

    [Fact]
    public void Models_are_compared_by_ML_from_the_smallest()
    {
        Glmm.Outcome outcome = Glmm.Run("compare", Sleep, "Reaction ~ Days + (Days | Subject)", "Reaction ~ Days + (1 | Subject)", "--json");

        Assert.Equal(0, outcome.Code);
        using JsonDocument json = JsonDocument.Parse(outcome.Output);
        Assert.Equal([4, 6], json.RootElement.GetProperty("models").EnumerateArray().Select(m => m.GetProperty("npar").GetInt32()));
        Assert.Equal(42.13929854, json.RootElement.GetProperty("tests")[0].GetProperty("chisq").GetDouble(), 1e-4);
    }

    [Fact]
    public void REML_with_different_fixed_effects_is_bad_input()
    {
        Glmm.Outcome outcome = Glmm.Run("compare", Sleep, "Reaction ~ 1 + (1 | Subject)", "Reaction ~ Days + (1 | Subject)", "--reml");

        Assert.Equal(2, outcome.Code);
        Assert.Contains("Refit both by ML", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void One_formula_is_bad_input() => Assert.Equal(2, Glmm.Run("compare", Sleep, "Reaction ~ Days + (1 | Subject)").Code);

    [Fact]
    public void Random_terms_are_tested_by_REML()
    {
        Glmm.Outcome outcome = Glmm.Run("test", Sleep, "Reaction ~ Days + (Days | Subject)", "--random", "--json");

        using JsonDocument json = JsonDocument.Parse(outcome.Output);
        JsonElement term = json.RootElement.GetProperty("random")[0];
        Assert.Equal("Days in (Days | Subject)", term.GetProperty("term").GetString());
        Assert.Equal(42.836813434969145, term.GetProperty("lrt").GetDouble(), 1e-4);
    }

    [Fact]
    public void Fixed_terms_are_dropped_by_ML()
    {
        Glmm.Outcome outcome = Glmm.Run("test", Sleep, "Reaction ~ Days + (Days | Subject)", "--drop", "--json");

        using JsonDocument json = JsonDocument.Parse(outcome.Output);
        Assert.Equal(23.536537473129556, json.RootElement.GetProperty("drop")[0].GetProperty("lrt").GetDouble(), 1e-4);
    }

    [Fact]
    public void Two_kinds_of_test_at_once_are_bad_input() => Assert.Equal(2, Glmm.Run("test", Sleep, "Reaction ~ Days + (Days | Subject)", "--random", "--drop").Code);

    [Fact]
    public void Different_random_terms_are_no_hypothesis_about_fixed_effects()
    {
        Glmm.Outcome outcome = Glmm.Run("compare", Sleep, "Reaction ~ 1 + (1 | Subject)", "Reaction ~ Days + (Days | Subject)", "--method", "satterthwaite");

        Assert.Equal(2, outcome.Code);
        Assert.Contains("random terms of the models differ", outcome.Error, StringComparison.Ordinal);
    }

    /// <summary>Degrees of freedom by dense formulas in R for the fit by REML, here by ML.</summary>
    [Fact]
    public void The_conditional_AIC_names_whose_it_is()
    {
        string[] models = [Glmm.Reference("sleepstudy"), "Reaction ~ Days + (Days | Subject)", "Reaction ~ Days + (1 | Subject)"];
        string table = Glmm.Run(["compare", .. models, "--conditional", "greven-kneib"]).Output;
        using JsonDocument json = JsonDocument.Parse(Glmm.Run(["compare", .. models, "--conditional", "vaida-blanchard", "--json"]).Output);

        Assert.Contains("\nConditional AIC (Greven and Kneib), given the random effects\n", table, StringComparison.Ordinal);
        JsonElement conditional = json.RootElement.GetProperty("conditional");
        Assert.Equal("Vaida and Blanchard", conditional.GetProperty("method").GetString());
        Assert.Equal("Reaction ~ Days + (1 | Subject)", conditional.GetProperty("models")[0].GetProperty("formula").GetString());
        Assert.True(conditional.GetProperty("models")[0].GetProperty("cAIC").GetDouble() > conditional.GetProperty("models")[1].GetProperty("cAIC").GetDouble());
        Assert.Equal(2, json.RootElement.GetProperty("models").GetArrayLength());
    }

    [Theory]
    [InlineData("is for linear models", "--conditional", "greven-kneib", "--family", "poisson")]
    [InlineData("--conditional is greven-kneib or vaida-blanchard", "--conditional", "yes")]
    [InlineData("exclude each other", "--conditional", "greven-kneib", "--method", "bootstrap")]
    public void A_conditional_AIC_that_there_is_not_is_refused(string message, params string[] options)
    {
        Glmm.Outcome outcome = Glmm.Run(["compare", Glmm.Reference("sleepstudy"), "Reaction ~ Days + (Days | Subject)", "Reaction ~ Days + (1 | Subject)", .. options]);

        Assert.Equal((2, ""), (outcome.Code, outcome.Output));
        Assert.Contains(message, outcome.Error, StringComparison.Ordinal);
    }
}
