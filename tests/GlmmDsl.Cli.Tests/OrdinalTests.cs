using System.Text.Json;

namespace GlmmDsl.Cli.Tests;

/// <summary>Ordinal models on the command line.</summary>
public sealed class OrdinalTests
{
    private static readonly string[] Model = [Glmm.Reference("wine"), "rating ~ temp + contact + (1 | judge)", "--family", "cumulative", "--ordered", "rating=1,2,3,4,5"];

    [Fact]
    public void The_object_has_thresholds_beside_coefficients_without_an_intercept()
    {
        JsonElement root = Json("fit", [.. Model, "--json"]);
        Assert.Equal(["tempwarm", "contactyes"], root.GetProperty("xColumns").EnumerateArray().Select(x => x.GetString()!));
        Assert.Equal(2, root.GetProperty("vcov").GetArrayLength());
        Assert.Equal(0, root.GetProperty("droppedColumns").GetArrayLength());
        Assert.Equal(7, root.GetProperty("npar").GetInt32());
        JsonElement first = root.GetProperty("thresholds")[0];
        Assert.Equal("1|2", first.GetProperty("name").GetString());
        Assert.Equal(-1.6237, first.GetProperty("estimate").GetDouble(), 1e-3);
        Assert.Equal(0.6824, first.GetProperty("se").GetDouble(), 1e-3);
    }

    [Fact]
    public void The_summary_has_a_table_of_thresholds()
    {
        Glmm.Outcome outcome = Glmm.Run("fit", Model[0], Model[1], Model[2], Model[3], Model[4], Model[5]);
        Assert.Contains(
            "Threshold coefficients:\n    Estimate Std. Error z value\n1|2  -1.6237     0.6824  -2.379\n2|3   1.5134     0.6037   2.507\n3|4   4.2285     0.8090   5.227\n4|5   6.0888     0.9725   6.261\n",
            outcome.Output,
            StringComparison.Ordinal);
        Assert.DoesNotContain("(Intercept)  ", outcome.Output[outcome.Output.IndexOf("Fixed effects", StringComparison.Ordinal)..], StringComparison.Ordinal);
    }

    [Fact]
    public void Prediction_gives_the_probability_of_each_category()
    {
        using var rows = new CsvFile("temp,contact,judge\nwarm,no,1\ncold,yes,3\n");
        JsonElement root = Json("predict", [.. Model, "--new", rows.FilePath, "--json"]);
        Assert.Equal(["1", "2", "3", "4", "5"], root.GetProperty("categories").EnumerateArray().Select(x => x.GetString()!));
        JsonElement first = root.GetProperty("predictions")[0];
        Assert.Equal(1, first.GetProperty("probabilities").EnumerateArray().Sum(p => p.GetDouble()), 1e-12);
        Assert.Equal(0.42041, first.GetProperty("probabilities")[3].GetDouble(), 1e-4);
        Assert.Equal(1, first.GetProperty("cumulative")[4].GetDouble());
        Assert.Equal("4", first.GetProperty("mostProbable").GetString());
        Assert.Equal(5, first.GetProperty("se").GetArrayLength());
        Assert.True(first.GetProperty("lower")[3].GetDouble() < 0.42041 && first.GetProperty("upper")[3].GetDouble() > 0.42041);
        Assert.True(first.GetProperty("meanClassSe").GetDouble() > 0);

        Glmm.Outcome table = Glmm.Run(["predict", .. Model, "--new", rows.FilePath, "--interval", "mean"]);
        Assert.StartsWith("Probabilities of the categories:\nRow      1      2      3      4      5 mean.class\n", table.Output, StringComparison.Ordinal);
        Assert.Contains("\nStandard errors:\nRow      1      2      3      4      5 mean.class\n  1 0.0079 0.0847 0.0848 0.0894 0.0317     0.2092\n", table.Output, StringComparison.Ordinal);
        Assert.Contains("\n95 % upper limits:\n", table.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Probabilities_are_predicted_over_the_population_and_at_other_levels()
    {
        using var rows = new CsvFile("temp,contact\nwarm,no\n");
        JsonElement first = Json("predict", [.. Model, "--new", rows.FilePath, "--random-effects", "integrated", "--level", "0.9", "--json"]).GetProperty("predictions")[0];
        Assert.Equal(0.016542352, first.GetProperty("probabilities")[0].GetDouble(), 1e-6);
        Assert.Equal(0.013307, first.GetProperty("se")[0].GetDouble(), 1e-4);
        Assert.Equal(2, Glmm.Run(["predict", .. Model, "--new", rows.FilePath, "--random-effects", "zero", "--interval", "mean"]).Code);
        Assert.Contains("--random-effects", Glmm.Run(["predict", .. Model, "--new", rows.FilePath, "--random-effects", "zero", "--scale", "link"]).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--disp", "~ temp", "has no dispersion")]
    [InlineData("--zi", "~ 1", "has no zero inflation")]
    [InlineData("--information", "expected", "not available for this model of the family cumulative")]
    [InlineData("--link", "log", "has no link 'log'")]
    public void Options_that_an_ordinal_model_does_not_have_are_refused(string option, string value, string words)
    {
        Glmm.Outcome outcome = Glmm.Run(["fit", .. Model, option, value]);
        Assert.Equal(2, outcome.Code);
        Assert.Contains(words, outcome.Error, StringComparison.Ordinal);
        Assert.Empty(outcome.Output);
    }

    [Fact]
    public void A_response_without_a_declared_order_is_refused_with_the_option_to_give()
    {
        Glmm.Outcome outcome = Glmm.Run("fit", Model[0], "temp ~ contact + (1 | judge)", "--family", "cumulative");
        Assert.Equal(2, outcome.Code);
        Assert.Contains("--ordered temp=cold,warm", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_are_ordered_by_value_where_no_levels_are_given()
    {
        using var data = new CsvFile("y,g\n" + string.Concat(Enumerable.Range(0, 40).Select(i => FormattableString.Invariant($"{(i * 7 % 3) switch { 0 => 10, 1 => 2, _ => 1 }},g{i % 5}\n"))));
        JsonElement root = Json("fit", [data.FilePath, "y ~ 1 + (1 | g)", "--family", "cumulative", "--ordered", "y", "--json"]);
        Assert.Equal(["1|2", "2|10"], root.GetProperty("thresholds").EnumerateArray().Select(t => t.GetProperty("name").GetString()!));
    }

    [Fact]
    public void Text_without_levels_is_refused_with_the_option_to_give()
    {
        Glmm.Outcome outcome = Glmm.Run("fit", Model[0], "temp ~ contact + (1 | judge)", "--family", "cumulative", "--ordered", "temp");
        Assert.Equal(2, outcome.Code);
        Assert.Contains("--ordered temp=cold,warm", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("order is not known", outcome.Error, StringComparison.Ordinal);
        Assert.Equal(2, Glmm.Run("fit", Model[0], Model[1], "--family", "cumulative", "--ordered", "nothing").Code);
        Assert.Equal(2, Glmm.Run("fit", Model[0], Model[1], "--family", "cumulative", "--ordered", "rating=").Code);
    }

    [Fact]
    public void Averages_are_given_for_each_category()
    {
        JsonElement averages = Json("average", [.. Model, "--compare", "temp", "--json"]).GetProperty("averages");
        Assert.Equal(["1", "2", "3", "4", "5"], averages.EnumerateArray().Select(a => a.GetProperty("by").GetProperty("rating").GetString()!));
        Assert.Equal(-0.4237, averages[1].GetProperty("estimate").GetDouble(), 1e-3);
        Assert.Equal(0.0861, averages[1].GetProperty("se").GetDouble(), 1e-3);
    }

    [Fact]
    public void Cross_validation_has_the_ranked_probability_score_and_influence_goes_by_groups()
    {
        JsonElement pooled = Json("cv", [.. Model, "--by", "judge", "--folds", "all", "--json"]).GetProperty("pooled");
        Assert.InRange(pooled.GetProperty("rps").GetDouble(), 0.2, 1);
        Assert.InRange(pooled.GetProperty("logScore").GetDouble(), 1, 2);
        Assert.Equal(JsonValueKind.Null, pooled.GetProperty("brier").ValueKind);
        Assert.Equal(9, Json("influence", [.. Model, "--json"]).GetProperty("groups").GetProperty("judge").GetArrayLength());
    }

    private static JsonElement Json(string command, string[] arguments)
    {
        Glmm.Outcome outcome = Glmm.Run([command, .. arguments]);
        Assert.Equal((0, ""), (outcome.Code, outcome.Error));
        return JsonDocument.Parse(outcome.Output).RootElement;
    }
}
