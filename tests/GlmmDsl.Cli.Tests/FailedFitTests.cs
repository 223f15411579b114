namespace GlmmDsl.Cli.Tests;

/// <summary>A fit that finds no estimates in data without a mistake has an exit code of its own, apart from that of bad input.</summary>
public sealed class FailedFitTests
{
    /// <summary>Rows "response, x" of eight groups in turn, whose information under a cauchit link is negative where the search goes.</summary>
    private const string Rows =
        "1,-2.6 1,-0.9 1,-0.6 1,-2.1 1,0.1 0,1.0 0,-2.9 0,-1.9 0,1.3 1,1.0 1,-0.8 1,0.4 1,-0.7 1,3.6 1,0.5 0,-0.5 0,2.1 1,0.3 1,-0.8 1,-0.6 "
        + "1,0.1 1,0.2 1,0.8 0,0.1 0,-1.8 1,1.0 1,-1.1 0,-0.6 1,2.4 1,0.8 0,-0.7 1,6.5 0,-1.4 0,-4.7 1,1.8 1,0.5 1,0.1 0,-0.8 0,-1.9 0,-1.1";

    private static string Csv => "y,x,g\n" + string.Concat(Rows.Split(' ').Select((row, i) => $"{row},g{i % 8}\n"));

    [Fact]
    public void A_fit_without_a_solution_gives_exit_code_3_and_one_line_that_says_what_to_do()
    {
        using var file = new CsvFile(Csv);

        Glmm.Outcome outcome = Glmm.Run(
            "fit", file.FilePath, "y ~ x + (x | g)", "--family", "binomial", "--link", "cauchit", "--information", "observed");

        Assert.Equal(3, outcome.Code);
        Assert.Equal("", outcome.Output);
        string line = Assert.Single(outcome.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("row 29", line, StringComparison.Ordinal);
        Assert.Contains("--information expected", line, StringComparison.Ordinal);
    }

    [Fact]
    public void The_remedy_it_names_works()
    {
        using var file = new CsvFile(Csv);

        Glmm.Outcome outcome = Glmm.Run(
            "fit", file.FilePath, "y ~ x + (x | g)", "--family", "binomial", "--link", "cauchit", "--information", "expected");

        Assert.Equal(0, outcome.Code);
    }
}
