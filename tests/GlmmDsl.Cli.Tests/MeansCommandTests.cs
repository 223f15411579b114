using System.Text.Json;

namespace GlmmDsl.Cli.Tests;

/// <summary><c>glmm means</c>, with expected values of R's emmeans 1.8.4.</summary>
public sealed class MeansCommandTests
{
    private const string Model = "angle ~ recipe + temperature + (1 | recipe:replicate)";

    private static readonly string Cake = Glmm.Reference("cake");

    /// <summary><c>emmeans(lmer(angle ~ recipe + temperature + (1|recipe:replicate), cake), pairwise ~ recipe)</c>.</summary>
    [Fact]
    public void Means_and_pairs_are_those_of_emmeans()
    {
        Glmm.Outcome outcome = Glmm.Run("means", Cake, Model, "--factor", "temperature", "--of", "recipe", "--adjust", "tukey,none", "--json");

        Assert.Equal((0, ""), (outcome.Code, outcome.Error));
        JsonElement root = JsonDocument.Parse(outcome.Output).RootElement;
        Assert.Equal("A", root.GetProperty("means")[0].GetProperty("levels").GetProperty("recipe").GetString());
        Assert.Equal(33.1222222222, root.GetProperty("means")[0].GetProperty("estimate").GetDouble(), 1e-6);
        JsonElement pair = root.GetProperty("pairs").GetProperty("tukey")[0];
        Assert.Equal(("A", "B"), (pair.GetProperty("first").GetString(), pair.GetProperty("second").GetString()));
        Assert.Equal(1.4777777778, pair.GetProperty("estimate").GetDouble(), 1e-6);
        Assert.True(pair.GetProperty("p").GetDouble() > root.GetProperty("pairs").GetProperty("none")[0].GetProperty("p").GetDouble());
    }

    [Fact]
    public void Without_json_the_table_is_laid_out_as_emmeans_lays_it_out()
    {
        Glmm.Outcome outcome = Glmm.Run("means", Cake, Model, "--factor", "temperature", "--of", "recipe");

        Assert.StartsWith(" recipe emmean   SE df lower.CL upper.CL\n A        33.1 1.74 42     29.6     36.6\n", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("Degrees-of-freedom method: kenward-roger", outcome.Output, StringComparison.Ordinal);
        Assert.Contains(" contrast estimate   SE df t.ratio p.value\n A - B", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("P value adjustment: tukey method for comparing a family of 3 estimates", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Slopes_are_compared_between_the_levels_of_a_factor()
    {
        Glmm.Outcome outcome = Glmm.Run("means", Cake, "angle ~ recipe * temp + (1 | recipe:replicate)", "--slopes", "temp", "--of", "recipe", "--json");

        JsonElement first = JsonDocument.Parse(outcome.Output).RootElement.GetProperty("slopes")[0];
        Assert.Equal(0.1537142857, first.GetProperty("estimate").GetDouble(), 1e-6);
    }

    /// <summary><c>contrast(emmeans(m, ~ recipe), list("A - rest" = c(1, -.5, -.5)))</c>.</summary>
    [Fact]
    public void Contrasts_of_ones_own_have_names_and_weights()
    {
        Glmm.Outcome outcome = Glmm.Run("means", Cake, Model, "--factor", "temperature", "--of", "recipe", "--contrast", "A - rest=1,-0.5,-0.5", "--contrast", "x=y=0,1,-1", "--json");

        JsonElement own = JsonDocument.Parse(outcome.Output).RootElement.GetProperty("pairs").GetProperty("none");
        Assert.Equal("A - rest", own[0].GetProperty("contrast").GetString());
        Assert.Equal("x=y", own[1].GetProperty("contrast").GetString());
        Assert.Equal(1.5, own[0].GetProperty("estimate").GetDouble(), 1e-8);
        Assert.Equal(2.12717779606, own[0].GetProperty("se").GetDouble(), 1e-6);
        Assert.Equal(42, own[0].GetProperty("df").GetDouble(), 1e-6);
    }

    [Theory]
    [InlineData("a weight for each mean", "--of", "recipe", "--contrast", "1,-1,0")]
    [InlineData("'b' is no number", "--of", "recipe", "--contrast", "d=1,b,0")]
    [InlineData("has 2 weights, and there are 3 estimates", "--of", "recipe", "--contrast", "d=1,-1")]
    [InlineData("--compare and --contrast exclude each other", "--of", "recipe", "--contrast", "d=1,-1,0", "--compare", "pairs")]
    [InlineData("Say what the means are of")]
    [InlineData("did you mean 'recipe'", "--of", "recpie")]
    [InlineData("--adjust knows tukey", "--of", "recipe", "--adjust", "tuckey")]
    [InlineData("--compare is pairs", "--of", "recipe", "--compare", "all")]
    [InlineData("--level takes a number between 0 and 1", "--of", "recipe", "--level", "95")]
    [InlineData("--weighting is equal, proportional, outer or cells", "--of", "recipe", "--weighting", "flat")]
    [InlineData("--scale is link or response", "--of", "recipe", "--scale", "log")]
    public void What_does_not_exist_is_refused(string message, params string[] options)
    {
        Glmm.Outcome outcome = Glmm.Run(["means", Cake, "angle ~ recipe + (1 | recipe:replicate)", .. options]);

        Assert.Equal((2, ""), (outcome.Code, outcome.Output));
        Assert.Contains(message, outcome.Error, StringComparison.Ordinal);
    }
}
