using System.Text.Json;

namespace GlmmDsl.Cli.Tests;

public sealed class TestCommandTests
{
    private const string Sleepstudy = "Reaction ~ Days + (Days | Subject)";

    [Fact]
    public void The_best_method_of_the_fit_is_the_default()
    {
        Assert.Contains("Kenward-Roger", Output("test", Glmm.Reference("sleepstudy"), Sleepstudy), StringComparison.Ordinal);
        Assert.Contains("Satterthwaite", Output("test", Glmm.Reference("sleepstudy"), Sleepstudy, "--ml"), StringComparison.Ordinal);
        Assert.Contains("Wald", Output("test", Glmm.Reference("cbpp"), "cbind(incidence, size - incidence) ~ period + (1 | herd)", "--factor", "period", "--family", "binomial"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("satterthwaite", 17.0)]
    [InlineData("kenward-roger", 17.0)]
    public void Json_has_coefficients_terms_of_all_types_and_the_covariance(string method, double df)
    {
        JsonElement json = Json("test", Glmm.Reference("sleepstudy"), Sleepstudy, "--df", method, "--json");

        JsonElement days = json.GetProperty("coefficients")[1];
        Assert.Equal("Days", days.GetProperty("name").GetString());
        Assert.Equal(df, days.GetProperty("df").GetDouble(), 3);
        Assert.Equal(Math.Pow(days.GetProperty("se").GetDouble(), 2), json.GetProperty("vcov")[1][1].GetDouble(), 9);
        Assert.Equal(2, json.GetProperty("names").GetArrayLength());
        foreach (string type in new[] { "I", "II", "III" })
        {
            JsonElement term = Assert.Single(json.GetProperty("terms").GetProperty(type).EnumerateArray());
            Assert.Equal(("Days", 1), (term.GetProperty("term").GetString(), term.GetProperty("numDf").GetInt32()));
            Assert.Equal(df, term.GetProperty("denDf").GetDouble(), 3);
            Assert.Equal(Math.Pow(days.GetProperty("statistic").GetDouble(), 2), term.GetProperty("statistic").GetDouble(), 6);
        }
    }

    [Fact]
    public void Walds_json_has_chi_square_of_types_II_and_III()
    {
        JsonElement terms = Json("test", Glmm.Reference("sleepstudy"), Sleepstudy, "--df", "wald", "--json").GetProperty("terms");

        Assert.False(terms.TryGetProperty("I", out _));
        Assert.Equal(JsonValueKind.Null, terms.GetProperty("II")[0].GetProperty("denDf").ValueKind);
        Assert.Equal(["(Intercept)", "Days"], terms.GetProperty("III").EnumerateArray().Select(t => t.GetProperty("term").GetString()));
    }

    [Fact]
    public void The_information_of_Kenward_and_Rogers_method_can_be_chosen()
    {
        string[] test = ["test", Glmm.Reference("sleepstudy"), "Reaction ~ Days + (Days || Subject)", "--df", "kenward-roger", "--json"];

        Assert.Equal(18.187, Json(test).GetProperty("coefficients")[1].GetProperty("df").GetDouble(), 3);
        Assert.Equal(18.156, Json([.. test, "--information", "observed"]).GetProperty("coefficients")[1].GetProperty("df").GetDouble(), 3);
    }

    [Theory]
    [InlineData("--df is satterthwaite, kenward-roger or wald", "--df", "exact")]
    [InlineData("leave out --ml", "--df", "kenward-roger", "--ml")]
    [InlineData("is for linear models", "--df", "satterthwaite", "--family", "poisson")]
    [InlineData("belongs to --df kenward-roger", "--df", "wald", "--information", "observed")]
    public void What_cannot_be_tested_so_is_refused_before_the_fit(string message, params string[] options)
    {
        Glmm.Outcome outcome = Glmm.Run(["test", Glmm.Reference("sleepstudy"), Sleepstudy, .. options]);

        Assert.Equal((2, ""), (outcome.Code, outcome.Output));
        Assert.Contains(message, outcome.Error, StringComparison.Ordinal);
    }

    private static string Output(params string[] arguments)
    {
        Glmm.Outcome outcome = Glmm.Run(arguments);
        Assert.Equal((0, ""), (outcome.Code, outcome.Error));
        return outcome.Output;
    }

    private static JsonElement Json(params string[] arguments) => JsonDocument.Parse(Output(arguments)).RootElement.Clone();
}
