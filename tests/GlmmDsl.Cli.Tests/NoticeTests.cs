namespace GlmmDsl.Cli.Tests;

/// <summary>What fits notice is told by the commands that show only what follows from them, and whether all converged is the exit code.</summary>
public sealed class NoticeTests
{
    private const string Model = "Reaction ~ Days + (1 | Subject)";

    public static TheoryData<string, string[]> Commands => new()
    {
        { "test", [] },
        { "test", ["--drop"] },
        { "test", ["--random"] },
        { "means", ["--of", "Days"] },
        { "influence", [] },
        { "cv", ["--folds", "2"] },
        { "profile", ["--parameters", "sigma"] },
        { "bootstrap", ["--replicates", "2", "--seed", "1"] },
        { "power", ["--test", "Days", "--replicates", "2", "--seed", "1"] },
        { "compare", ["Reaction ~ Days + (Days | Subject)"] },
        { "compare", ["Reaction ~ 1 + (1 | Subject)", "--method", "kenward-roger"] },
    };

    [Theory]
    [MemberData(nameof(Commands))]
    public void Rows_left_out_are_told_once_on_standard_error(string command, string[] options)
    {
        string[] lines = File.ReadAllLines(Glmm.Reference("sleepstudy"));
        lines[4] = lines[4][lines[4].IndexOf(',', StringComparison.Ordinal)..];
        using var file = new CsvFile(string.Join('\n', lines) + "\n");

        Glmm.Outcome outcome = Glmm.Run([command, file.FilePath, Model, .. options]);

        Assert.Equal(0, outcome.Code);
        Assert.NotEqual("", outcome.Output);
        Assert.StartsWith("GLMM506: 1 of 180 rows was left out", Assert.Single(outcome.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public void Predictions_tell_what_their_fit_noticed()
    {
        string[] lines = File.ReadAllLines(Glmm.Reference("sleepstudy"));
        lines[4] = lines[4][lines[4].IndexOf(',', StringComparison.Ordinal)..];
        using var file = new CsvFile(string.Join('\n', lines) + "\n");
        using var rows = new CsvFile("Days,Subject\n3,308\n");

        Glmm.Outcome outcome = Glmm.Run("predict", file.FilePath, Model, "--new", rows.FilePath);

        Assert.StartsWith("GLMM506", outcome.Error, StringComparison.Ordinal);
    }

    /// <summary>Of several models the formula says whose notice it is.</summary>
    [Fact]
    public void A_notice_that_not_all_models_have_names_its_model()
    {
        Glmm.Outcome outcome = Glmm.Run("compare", Glmm.Reference("Dyestuff2"), "Yield ~ 1", "Yield ~ 1 + (1 | Batch)");

        Assert.Equal(0, outcome.Code);
        Assert.StartsWith("Yield ~ 1 + (1 | Batch): GLMM50", outcome.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("test")]
    [InlineData("means", "--of", "f")]
    [InlineData("compare", "y ~ 1")]
    [InlineData("influence")]
    public void A_fit_without_a_maximum_is_exit_code_3_and_its_results_are_written(string command, params string[] options)
    {
        using var file = new CsvFile("y,f\n0,a\n1,a\n0,a\n1,b\n1,b\n1,b\n");

        Glmm.Outcome outcome = Glmm.Run([command, file.FilePath, "y ~ f", .. options, "--family", "binomial"]);

        Assert.Equal(command == "influence" ? 2 : 3, outcome.Code);
        Assert.Equal(command == "influence", outcome.Output.Length == 0);
        Assert.Contains("separate", outcome.Error, StringComparison.Ordinal);
    }

    /// <summary>One clear line for bad input, without the notices of the fit before it.</summary>
    [Fact]
    public void What_a_fit_refuses_is_one_line()
    {
        string[] lines = File.ReadAllLines(Glmm.Reference("sleepstudy"));
        lines[4] = lines[4][lines[4].IndexOf(',', StringComparison.Ordinal)..];
        using var file = new CsvFile(string.Join('\n', lines) + "\n");

        Glmm.Outcome outcome = Glmm.Run("means", file.FilePath, Model, "--of", "Dya");

        Assert.Equal((2, ""), (outcome.Code, outcome.Output));
        Assert.DoesNotContain("Parameter '", Assert.Single(outcome.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }
}
