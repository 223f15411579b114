using System.Text.Json;

namespace GlmmDsl.Cli.Tests;

public sealed class PowerCommandTests
{
    private static readonly string[] Basic = ["power", Glmm.Reference("sleepstudy"), "Reaction ~ Days + (1 | Subject)", "--test", "Days", "--replicates", "20", "--seed", "1"];

    [Fact]
    public void Every_number_of_groups_and_effect_is_a_study()
    {
        Glmm.Outcome outcome = Glmm.Run([.. Basic, "--groups", "10,20", "--effect", "Days=1,12", "--json"]);

        Assert.Equal((0, ""), (outcome.Code, outcome.Error));
        JsonElement power = JsonDocument.Parse(outcome.Output).RootElement.GetProperty("power");
        Assert.Equal([10, 20, 10, 20], power.EnumerateArray().Select(p => p.GetProperty("groups").GetInt32()));
        Assert.Equal(1, power[3].GetProperty("power").GetDouble());
    }

    [Theory]
    [InlineData("--by", "guess", "--by is wald")]
    [InlineData("--effect", "Day=1", "did you mean 'Days'?")]
    [InlineData("--groups", "many", "--groups takes numbers")]
    public void What_does_not_exist_is_refused(string option, string value, string message)
    {
        Glmm.Outcome outcome = Glmm.Run([.. Basic, option, value]);

        Assert.Equal((2, ""), (outcome.Code, outcome.Output));
        Assert.Contains(message, outcome.Error, StringComparison.Ordinal);
    }
}
