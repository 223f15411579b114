using System.Globalization;
using System.Text;
using GlmmDsl.Cli.Models;

namespace GlmmDsl.Cli.Tests;

/// <summary>Standard input, and output that cannot be written or contains characters that must not be shown.</summary>
public sealed class StreamTests
{
    private const string Formula = "y ~ x + (1 | g)";

    [Fact]
    public void A_minus_is_standard_input()
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        using var error = new StringWriter(CultureInfo.InvariantCulture);
        using var file = new CsvFile(CsvFile.Good);

        int code = GlmmProgram.Run(["fit", "-", Formula], output, error, false, CancellationToken.None, () => new MemoryStream(Encoding.UTF8.GetBytes(CsvFile.Good)));

        Assert.Equal((0, ""), (code, error.ToString()));
        Assert.Equal(Glmm.Run("fit", file.FilePath, Formula).Output, output.ToString());
    }

    [Fact]
    public void Bad_standard_input_is_named()
    {
        Glmm.Outcome outcome = Glmm.Run("fit", "-", Formula);

        Assert.Equal((2, ""), (outcome.Code, outcome.Output));
        Assert.StartsWith("Standard input is empty", outcome.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("fit", "FILE", Formula)]
    public void Output_that_cannot_be_written_has_its_own_exit_code(params string[] arguments)
    {
        using var file = new CsvFile(CsvFile.Good);
        using var error = new StringWriter(CultureInfo.InvariantCulture);

        int code = GlmmProgram.Run([.. arguments.Select(a => a == "FILE" ? file.FilePath : a)], new FullWriter(), error, false, CancellationToken.None);

        Assert.Equal(74, code);
        Assert.Equal("The result could not be written to standard output: No space left on device\n", error.ToString().ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Errors_that_cannot_be_written_still_give_their_exit_code() =>
        Assert.Equal(2, GlmmProgram.Run(["fit", "nowhere.csv", Formula], TextWriter.Null, new FullWriter(), false, CancellationToken.None));

    [Theory]
    [InlineData('\u001b')]
    [InlineData('\u202e')]
    [InlineData('\u0007')]
    [InlineData('\u0085')]
    public void What_would_act_on_a_terminal_is_escaped(char mark)
    {
        using var levels = new CsvFile(CsvFile.Good.Replace("lo", $"l{mark}[31mo", StringComparison.Ordinal).Replace("f,w", $"f{mark}2,w", StringComparison.Ordinal));
        string escape = "\\u" + ((int)mark).ToString("X4", CultureInfo.InvariantCulture);

        Glmm.Outcome summary = Glmm.Run("fit", levels.FilePath, $"y ~ `f{mark}2` + (1 | g)");
        Glmm.Outcome json = Glmm.Run("fit", levels.FilePath, $"y ~ `f{mark}2` + (1 | g)", "--json");
        Glmm.Outcome header = Glmm.Run("fit", levels.FilePath, "y ~ f2 + (1 | g)");
        Glmm.Outcome formula = Glmm.Run("fit", levels.FilePath, $"y ~ {mark}x");
        Glmm.Outcome path = Glmm.Run("fit", $"a{mark}b.csv", Formula);

        Assert.Equal(0, summary.Code);
        Assert.Contains(escape, summary.Output, StringComparison.Ordinal);
        foreach (string shown in new[] { summary.Output, json.Output, header.Error, formula.Error, path.Error })
        {
            Assert.DoesNotContain(mark, shown);
        }
    }

    [Fact]
    public void The_family_that_a_link_alone_means_is_said()
    {
        string[] fit = ["fit", Glmm.Reference("cbpp"), "cbind(incidence, size - incidence) ~ 1 + (1 | herd)"];

        Assert.Equal("--link probit without --family means the family binomial; use --family to choose another.", Glmm.Run([.. fit, "--link", "probit"]).Error.Trim());
        Assert.Equal("", Glmm.Run([.. fit, "--link", "probit", "--family", "binomial"]).Error);
        Assert.Contains("Without --family the link implies the family", Glmm.Run("fit", "--help").Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(7, "building the design (0:07)")]
    [InlineData(3725, "building the design (1:02:05)")]
    public void Progress_shows_the_time_since_the_start(int seconds, string text) =>
        Assert.Equal(text, ProgressDisplay.Text(new FitProgress { Stage = FitStage.Design }, TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void Progress_says_what_is_done_and_how_far_it_has_come()
    {
        Assert.Equal("reading rows (0:02)", ProgressDisplay.Text(null, TimeSpan.FromSeconds(2)));
        Assert.Equal("optimising: 3 evaluations, criterion 12.500 (0:02)", ProgressDisplay.Text(new FitProgress { Stage = FitStage.Optimization, Evaluations = 3, Criterion = 12.5 }, TimeSpan.FromSeconds(2)));
    }

    /// <summary>A device without space.</summary>
    private sealed class FullWriter : TextWriter
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => throw new IOException("No space left on device");
    }
}
