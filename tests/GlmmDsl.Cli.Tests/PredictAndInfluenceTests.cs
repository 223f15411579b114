using System.Text.Json;

namespace GlmmDsl.Cli.Tests;

public sealed class PredictAndInfluenceTests
{
    private const string Rows = "y,x,g\n1.2,0,a\n2.1,1,a\n3.7,2,a\n0.4,0,b\n2.5,1,b\n2.2,2,b\n1.9,0,T\n3.2,1,T\n5.1,2,T\n2.8,1,T\n";
    private const string Model = "y ~ x + (1 | g)";

    /// <summary>A single T among the new rows is the level T, not the truth value.</summary>
    [Fact]
    public void New_rows_are_predicted_with_standard_errors_and_limits()
    {
        using var data = new CsvFile(Rows);
        using var rows = new CsvFile("g,x\nT,1\n");

        JsonElement known = Run("predict", data.FilePath, Model, "--new", rows.FilePath)[0];
        JsonElement observation = Run("predict", data.FilePath, Model, "--new", rows.FilePath, "--interval", "observation", "--level", "0.5")[0];

        Assert.Equal(known.GetProperty("value").GetDouble(), observation.GetProperty("value").GetDouble());
        Assert.True(observation.GetProperty("se").GetDouble() > known.GetProperty("se").GetDouble());
        Assert.Equal(
            known.GetProperty("value").GetDouble() + (1.959963984540054 * known.GetProperty("se").GetDouble()), known.GetProperty("upper").GetDouble(), 1e-9);
    }

    [Fact]
    public void A_new_level_is_an_error_unless_the_population_is_asked_for()
    {
        using var data = new CsvFile(Rows);
        using var rows = new CsvFile("g,x\nz,1\n");

        Glmm.Outcome refused = Glmm.Run("predict", data.FilePath, Model, "--new", rows.FilePath);
        JsonElement population = Run("predict", data.FilePath, Model, "--new", rows.FilePath, "--new-levels", "population")[0];

        Assert.Equal(ExitCode.BadInput, refused.Code);
        Assert.Contains("'z'", refused.Error, StringComparison.Ordinal);
        Assert.True(population.GetProperty("se").GetDouble() > 0);
    }

    [Theory]
    [InlineData("--interval", "median", "mean, conditional or observation")]
    [InlineData("--level", "95", "between 0 and 1")]
    [InlineData("--scale", "log", "response, link, conditional, zprob, zlink or disp")]
    public void An_unknown_choice_is_refused_with_those_there_are(string option, string value, string expected)
    {
        using var data = new CsvFile(Rows);
        Glmm.Outcome run = Glmm.Run("predict", data.FilePath, Model, "--new", data.FilePath, option, value);

        Assert.Equal(ExitCode.BadInput, run.Code);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Influence_has_a_number_for_each_row_and_a_list_for_each_group()
    {
        using var data = new CsvFile(Rows);
        Glmm.Outcome run = Glmm.Run("influence", data.FilePath, Model, "--json");

        using JsonDocument json = JsonDocument.Parse(run.Output);
        Assert.Equal(10, json.RootElement.GetProperty("hat").GetArrayLength());
        Assert.Equal(10, json.RootElement.GetProperty("cooks").GetArrayLength());
        Assert.Equal(["T", "a", "b"], json.RootElement.GetProperty("groups").GetProperty("g").EnumerateArray().Select(l => l.GetProperty("level").GetString()!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_fit_in_json_has_the_shares_of_variance()
    {
        using var data = new CsvFile(Rows);
        Glmm.Outcome run = Glmm.Run("fit", data.FilePath, Model, "--json");

        using JsonDocument json = JsonDocument.Parse(run.Output);
        double adjusted = json.RootElement.GetProperty("icc").GetProperty("adjusted").GetDouble();
        double conditional = json.RootElement.GetProperty("icc").GetProperty("conditional").GetDouble();
        Assert.InRange(adjusted, conditional, 1);
        Assert.Equal(
            json.RootElement.GetProperty("r2").GetProperty("marginal").GetDouble() + conditional, json.RootElement.GetProperty("r2").GetProperty("conditional").GetDouble(), 1e-12);
    }

    [Fact]
    public void A_text_among_new_numbers_is_named_with_its_row()
    {
        using var data = new CsvFile(Rows);
        using var rows = new CsvFile("g,x\nT,NA\na,2\n");
        Glmm.Outcome run = Glmm.Run("predict", data.FilePath, Model, "--new", rows.FilePath);
        Glmm.Outcome missing = Glmm.Run("predict", data.FilePath, Model, "--new", rows.FilePath, "--na-strings", "NA");

        Assert.Equal(ExitCode.BadInput, run.Code);
        Assert.Contains("Column 'x': 'NA' in row 1 (line 2) is not a number; if it marks a missing value, give --na-strings 'NA'", run.Error, StringComparison.Ordinal);
        Assert.True(missing.Code == ExitCode.Success, missing.Error);
    }

    [Fact]
    public void A_saved_fit_predicts_as_the_fit_does()
    {
        using var data = new CsvFile(Rows);
        using var rows = new CsvFile("g,x\nT,1\nq,2\n");
        using var saved = new CsvFile("");
        Glmm.Outcome run = Glmm.Run("fit", data.FilePath, Model, "--save", saved.FilePath);
        Assert.Equal(ExitCode.Success, run.Code);

        JsonElement expected = Run("predict", data.FilePath, Model, "--new", rows.FilePath, "--new-levels", "population");
        JsonElement found = Run("predict", saved.FilePath, rows.FilePath, "--new-levels", "population");

        for (int i = 0; i < 2; i++)
        {
            Assert.Equal(expected[i].GetProperty("value").GetDouble(), found[i].GetProperty("value").GetDouble());
            Assert.Equal(expected[i].GetProperty("se").GetDouble(), found[i].GetProperty("se").GetDouble(), 1e-9);
        }
    }

    [Theory]
    [InlineData("Owls", "SiblingNegotiation ~ FoodTreatment + (1 | Nest)", "--scale link --interval mean", "FoodTreatment,SexParent\nSatiated,Male\nDeprived,Female\n", "--family", "nbinom2", "--zi", "~ SexParent")]
    [InlineData("Owls", "SiblingNegotiation ~ FoodTreatment + (1 | Nest)", "--interval mean", "FoodTreatment,SexParent\nSatiated,Male\nDeprived,Female\n", "--family", "nbinom2", "--zi", "~ SexParent")]
    [InlineData("Owls", "SiblingNegotiation ~ FoodTreatment + (1 | Nest)", "--scale response", "FoodTreatment,SexParent,Nest\nSatiated,Male,Forel\nDeprived,Female,Trey\n", "--family", "nbinom2", "--zi", "~ SexParent")]
    [InlineData("Owls", "SiblingNegotiation ~ FoodTreatment + (1 | Nest)", "--scale zprob --interval mean", "FoodTreatment,SexParent\nSatiated,Male\nDeprived,Female\n", "--family", "nbinom2", "--zi", "~ SexParent")]
    [InlineData("Owls", "SiblingNegotiation ~ FoodTreatment + (1 | Nest)", "--scale response", "FoodTreatment,Nest\nSatiated,Forel\nDeprived,Trey\n", "--family", "nbinom2")]
    [InlineData("wine", "rating ~ temp + contact + (1 | judge)", "--scale response", "temp,contact,judge\nwarm,no,1\ncold,yes,3\n", "--family", "cumulative", "--ordered", "rating=1,2,3,4,5")]
    public void A_saved_fit_with_a_dispersion_zero_inflation_or_thresholds_predicts_as_the_fit_does(string data, string formula, string what, string newRows, params string[] options)
    {
        using var rows = new CsvFile(newRows);
        using var saved = new CsvFile("");
        Glmm.Outcome run = Glmm.Run(["fit", Glmm.Reference(data), formula, .. options, "--save", saved.FilePath]);
        Assert.Equal((ExitCode.Success, ""), (run.Code, run.Error));

        Glmm.Outcome expected = Glmm.Run(["predict", Glmm.Reference(data), formula, .. options, "--new", rows.FilePath, .. what.Split(' ')]);
        Glmm.Outcome found = Glmm.Run(["predict", saved.FilePath, rows.FilePath, .. what.Split(' ')]);

        Assert.Equal((ExitCode.Success, ""), (found.Code, found.Error));
        Assert.Equal(expected.Output, found.Output);
        Assert.Contains("2 ", found.Output, StringComparison.Ordinal);
    }

    /// <summary>The errors of crossed random effects of several linear predictors take the rows, which a saved fit does not have.</summary>
    [Fact]
    public void Means_with_zero_inflation_have_errors_which_a_saved_fit_with_crossed_groups_leaves_out()
    {
        using var rows = new CsvFile("FoodTreatment,Nest,BroodSize\nSatiated,Forel,5\nDeprived,Trey,4\n");
        using var saved = new CsvFile("");
        string[] model = [Glmm.Reference("Owls"), "SiblingNegotiation ~ FoodTreatment + (1 | Nest) + (1 | BroodSize)", "--family", "poisson", "--zi", "~ 1"];
        Assert.Equal(ExitCode.Success, Glmm.Run(["fit", .. model, "--save", saved.FilePath]).Code);

        JsonElement whole = JsonDocument.Parse(Glmm.Run(["predict", .. model, "--new", rows.FilePath, "--json"]).Output).RootElement.GetProperty("predictions");
        JsonElement found = JsonDocument.Parse(Glmm.Run("predict", saved.FilePath, rows.FilePath, "--json").Output).RootElement.GetProperty("predictions");

        Assert.All(Enumerable.Range(0, 2), i => Assert.Equal(whole[i].GetProperty("value").GetDouble(), found[i].GetProperty("value").GetDouble()));
        Assert.All(whole.EnumerateArray(), p => Assert.True(p.GetProperty("lower").GetDouble() < p.GetProperty("value").GetDouble()));
        Assert.Equal(JsonValueKind.Null, found[0].GetProperty("se").ValueKind);
        Assert.Contains("without rows", Glmm.Run("predict", saved.FilePath, rows.FilePath, "--level", "0.9").Error, StringComparison.Ordinal);
    }

    /// <summary>The numbers of glmmTMB's predict are those of the library's tests: here each type is asked for by its name.</summary>
    [Theory]
    [InlineData("conditional")]
    [InlineData("zprob")]
    [InlineData("zlink")]
    [InlineData("disp")]
    public void A_part_of_a_model_is_predicted_by_the_name_of_its_type_in_glmmTMB(string type)
    {
        using var rows = new CsvFile("FoodTreatment,SexParent,Nest\nSatiated,Male,Forel\nDeprived,Female,Trey\n");
        string[] model = [Glmm.Reference("Owls"), "SiblingNegotiation ~ FoodTreatment + (1 | Nest)", "--family", "nbinom2", "--zi", "~ SexParent"];

        JsonElement found = JsonDocument.Parse(Glmm.Run(["predict", .. model, "--new", rows.FilePath, "--json", "--scale", type]).Output).RootElement.GetProperty("predictions");
        JsonElement response = JsonDocument.Parse(Glmm.Run(["predict", .. model, "--new", rows.FilePath, "--json"]).Output).RootElement.GetProperty("predictions");

        Assert.All(Enumerable.Range(0, 2), i => Assert.True(found[i].GetProperty("se").GetDouble() > 0));
        Assert.NotEqual(response[0].GetProperty("value").GetDouble(), found[0].GetProperty("value").GetDouble());
    }

    [Fact]
    public void A_file_that_is_no_fit_is_bad_input()
    {
        using var data = new CsvFile(Rows);
        Glmm.Outcome run = Glmm.Run("predict", data.FilePath, data.FilePath);

        Assert.Equal(ExitCode.BadInput, run.Code);
        Assert.Contains("cannot be read", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Cross_validation_scores_each_fold_and_all_rows()
    {
        using var data = new CsvFile(Rows);
        Glmm.Outcome run = Glmm.Run("cv", data.FilePath, Model, "--by", "g", "--folds", "all", "--json");
        Glmm.Outcome unknown = Glmm.Run("cv", data.FilePath, Model, "--by", "h", "--folds", "all");

        using JsonDocument json = JsonDocument.Parse(run.Output);
        Assert.Equal(3, json.RootElement.GetProperty("folds").GetArrayLength());
        Assert.Equal(10, json.RootElement.GetProperty("pooled").GetProperty("rows").GetInt32());
        Assert.True(json.RootElement.GetProperty("pooled").GetProperty("crps").GetDouble() > 0);
        Assert.Equal(ExitCode.BadInput, unknown.Code);
    }

    [Theory]
    [InlineData("--ml")]
    [InlineData("--family", "poisson")]
    [InlineData("--weights", "w")]
    [InlineData("--levels", "g=a,b,T")]
    [InlineData("--na", "fail")]
    public void Options_of_fitting_are_refused_beside_a_saved_fit(params string[] options)
    {
        using var data = new CsvFile(Rows);
        using var saved = new CsvFile("");
        Glmm.Run("fit", data.FilePath, Model, "--save", saved.FilePath);

        Glmm.Outcome run = Glmm.Run(["predict", saved.FilePath, data.FilePath, .. options]);

        Assert.Equal((2, ""), (run.Code, run.Output));
        Assert.StartsWith($"{options[0]} says how a model is fitted, and '{saved.FilePath}' is a fit already", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_saved_fit_takes_the_options_of_reading()
    {
        using var data = new CsvFile(Rows);
        using var rows = new CsvFile("g;x\nT;1,5\n");
        using var saved = new CsvFile("");
        Glmm.Run("fit", data.FilePath, Model, "--save", saved.FilePath);

        Assert.Equal(1, Run("predict", saved.FilePath, rows.FilePath, "--sep", ";", "--decimal", ",").GetArrayLength());
    }

    [Fact]
    public void Data_in_place_of_a_saved_fit_are_refused_with_both_ways_to_predict()
    {
        using var data = new CsvFile(CsvFile.Good);

        Glmm.Outcome run = Glmm.Run("predict", data.FilePath, data.FilePath);

        Assert.Equal((2, ""), (run.Code, run.Output));
        Assert.Contains("--new FILE.csv", run.Error, StringComparison.Ordinal);
        Assert.Contains("glmm fit --save", run.Error, StringComparison.Ordinal);
    }

    private static JsonElement Run(params string[] arguments)
    {
        Glmm.Outcome run = Glmm.Run([.. arguments, "--json"]);
        Assert.All(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.StartsWith("GLMM505: The group 'g' has 3 levels", line, StringComparison.Ordinal));
        return JsonDocument.Parse(run.Output).RootElement.GetProperty("predictions");
    }
}
