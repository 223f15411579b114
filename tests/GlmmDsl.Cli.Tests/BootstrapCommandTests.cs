using System.Text.Json;

namespace GlmmDsl.Cli.Tests;

public sealed class BootstrapCommandTests
{
    private const string Sleepstudy = "Reaction ~ Days + (1 | Subject)";

    [Fact]
    public void Json_holds_intervals_and_counts_and_the_draws_file_lets_another_run_go_on()
    {
        string file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            Run("20", file);
            JsonElement resumed = Run("60", file);
            JsonElement whole = Run("60", null);

            Assert.Equal(whole.ToString(), resumed.ToString());
            Assert.Equal((60, 0), (whole.GetProperty("replicates").GetInt32(), whole.GetProperty("failed").GetInt32()));
            Assert.Equal("sd_(Intercept)|Subject", whole.GetProperty("intervals")[0].GetProperty("name").GetString());
        }
        finally
        {
            File.Delete(file);
        }

        static JsonElement Run(string replicates, string? draws)
        {
            string[] more = draws is null ? [] : ["--draws", draws];
            Glmm.Outcome outcome = Glmm.Run(["bootstrap", Glmm.Reference("sleepstudy"), Sleepstudy, "--replicates", replicates, "--seed", "4", "--json", .. more]);
            Assert.Equal((0, ""), (outcome.Code, outcome.Error));
            return JsonDocument.Parse(outcome.Output).RootElement;
        }
    }

    [Theory]
    [InlineData("--kind", "wild", "--kind is parametric, residual, cluster")]
    [InlineData("--interval", "bca", "--interval is percentile, basic, normal")]
    public void What_does_not_exist_is_refused(string option, string value, string message)
    {
        Glmm.Outcome outcome = Glmm.Run("bootstrap", Glmm.Reference("sleepstudy"), Sleepstudy, "--replicates", "5", "--seed", "1", option, value);

        Assert.Equal((2, ""), (outcome.Code, outcome.Output));
        Assert.Contains(message, outcome.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bootstrap", "lrt")]
    [InlineData("kenward-roger", "scaling")]
    [InlineData("satterthwaite", "denDf")]
    public void Two_models_are_compared_by_a_method(string method, string property)
    {
        Glmm.Outcome outcome = Glmm.Run("compare", Glmm.Reference("sleepstudy"), "Reaction ~ 1 + (1 | Subject)", Sleepstudy, "--method", method, "--replicates", "20", "--seed", "1", "--json");

        Assert.Equal((0, ""), (outcome.Code, outcome.Error));
        Assert.True(JsonDocument.Parse(outcome.Output).RootElement.GetProperty("test").GetProperty(property).GetDouble() > 0);
    }
}
