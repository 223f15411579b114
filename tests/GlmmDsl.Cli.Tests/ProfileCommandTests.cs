using System.Text.Json;

namespace GlmmDsl.Cli.Tests;

public sealed class ProfileCommandTests
{
    private const string Sleepstudy = "Reaction ~ Days + (1 | Subject)";

    [Fact]
    public void Json_holds_an_interval_for_every_parameter_and_level()
    {
        Glmm.Outcome outcome = Glmm.Run("profile", Glmm.Reference("sleepstudy"), Sleepstudy, "--level", "0.95,0.99", "--json");

        Assert.Equal((0, ""), (outcome.Code, outcome.Error));
        JsonElement intervals = JsonDocument.Parse(outcome.Output).RootElement.GetProperty("intervals");
        Assert.Equal(8, intervals.GetArrayLength());
        Assert.Equal("sd_(Intercept)|Subject", intervals[0].GetProperty("name").GetString());
        Assert.Equal(26.007120447907614, intervals[0].GetProperty("lower").GetDouble(), 1e-2);
        Assert.Equal(0.99, intervals[7].GetProperty("level").GetDouble());
    }

    [Fact]
    public void Without_json_a_table_says_what_was_fitted_again()
    {
        string output = Glmm.Run("profile", Glmm.Reference("sleepstudy"), Sleepstudy, "--parameters", "Days,sigma").Output;

        Assert.Equal(
            """
            Profile-likelihood intervals (model fitted again: Linear mixed model fit by maximum likelihood)
                    2.5 %  97.5 %
            sigma 27.8139 34.5911
            Days   8.8866 12.0480

            """.ReplaceLineEndings("\n"),
            output);
    }

    [Theory]
    [InlineData("--level", "95", "--level takes numbers between 0 and 1")]
    [InlineData("--parameters", "sigm", "did you mean 'sigma'?")]
    public void What_does_not_exist_is_refused(string option, string value, string message)
    {
        Glmm.Outcome outcome = Glmm.Run("profile", Glmm.Reference("sleepstudy"), Sleepstudy, option, value);

        Assert.Equal((2, ""), (outcome.Code, outcome.Output));
        Assert.Contains(message, outcome.Error, StringComparison.Ordinal);
    }
}
