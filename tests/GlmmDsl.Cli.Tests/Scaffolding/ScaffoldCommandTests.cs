using System.Globalization;
using System.Text;

namespace GlmmDsl.Cli.Tests.Scaffolding;

public sealed class ScaffoldCommandTests
{
    [Fact]
    public void The_program_has_the_record_the_enums_and_the_model()
    {
        using var file = new CsvFile("score,arm,week,site\n1.5,high dose,1,a\n2,none,2,b\n,low dose,3,a\n2.5,none,4,b\n1,high dose,5,a\n3,low dose,6,b\n2,none,1,a\n4,low dose,2,b\n");
        Glmm.Outcome outcome = Glmm.Run("scaffold", file.FilePath, "--model", "score ~ arm * week + (1 | site)", "--name", "TrialModel", "--ml");

        Assert.Equal((0, ""), (outcome.Code, outcome.Error));
        Assert.Equal(
            $$"""
            #:package GlmmDsl@0.1.0

            using GlmmDsl;
            using GlmmDsl.Data;

            string file = args.Length > 0 ? args[0] : "{{file.FilePath.Replace("\\", "\\\\", StringComparison.Ordinal)}}";
            var fit = TrialModel.FitMl(Read(file));
            Console.Write(fit);

            static TrialRow[] Read(string file)
            {
                Table table = Table.ReadCsv(file);
                double[] score = table.Numbers("score");
                string?[] arm = table.Texts("arm");
                double[] week = table.Numbers("week");
                string?[] site = table.Texts("site");
                return [.. Enumerable.Range(0, table.RowCount).Select(row => new TrialRow(
                    double.IsNaN(score[row]) ? null : score[row],
                    ArmOf(arm[row]!),
                    (int)week[row],
                    site[row]!))];

                static Arm ArmOf(string label) => label switch
                {
                    "high dose" => Arm.HighDose,
                    "low dose" => Arm.LowDose,
                    "none" => Arm.None,
                    _ => throw new InvalidDataException("The column arm has no level '" + label + "'."),
                };
            }

            [LinearMixedModel<TrialRow>("score ~ arm * week + (1 | site)", Missing = MissingValues.Omit)]
            public sealed partial class TrialModel;

            public sealed record TrialRow(
                double? score,
                Arm arm,
                int week,
                string site);

            public enum Arm
            {
                [Level("high dose")] HighDose,
                [Level("low dose")] LowDose,
                [Level("none")] None,
            }

            """.ReplaceLineEndings("\n"),
            outcome.Output);
    }

    [Fact]
    public void Names_that_are_no_identifiers_keep_their_name_in_the_file()
    {
        using var file = new CsvFile("y,x,my x,class,Equals\n1,2,0.5,a,1\n2,1,1.5,b,2\n4,3,2.5,a,3\n5,2,2,b,4\n");
        string program = Glmm.Run("scaffold", file.FilePath, "--model", "y ~ `my x`").Output;

        Assert.Contains("    [Column(\"my x\")] double my_x,", program, StringComparison.Ordinal);
        Assert.Contains("    string @class,", program, StringComparison.Ordinal);
        Assert.Contains("    [Column(\"Equals\")] int Equals_);", program, StringComparison.Ordinal);
    }

    [Fact]
    public void Identifiers_of_more_digits_than_a_double_has_are_read_from_their_text()
    {
        using var file = new CsvFile("y,long,vast,mixed,float\n1,9007199254740992,100000000000000000001,1e18,1e17\n2,9007199254740993,,1000000000000000001,2\n4,9007199254740992,100000000000000000002,1000000000000000002,3\n5,9007199254740993,100000000000000000001,1e18,4\n7,9007199254740993,100000000000000000002,1e18,4\n");
        string program = Glmm.Run("scaffold", file.FilePath, "--model", "y ~ float + (1 | long) + (1 | mixed)").Output;

        Assert.Contains("using System.Numerics;", program, StringComparison.Ordinal);
        Assert.Contains("        long.Parse(@long[row]!, CultureInfo.InvariantCulture),", program, StringComparison.Ordinal);
        Assert.Contains("        vast[row] is null ? null : BigInteger.Parse(vast[row]!, CultureInfo.InvariantCulture),", program, StringComparison.Ordinal);
        Assert.Contains("    long @long,\n    BigInteger? vast,\n    string mixed,\n    double @float);", program, StringComparison.Ordinal);

        Glmm.Outcome refused = Glmm.Run("scaffold", file.FilePath, "--model", "y ~ mixed + (1 | mixed)");
        Assert.Equal(2, refused.Code);
        Assert.Contains("'mixed' is a number and a grouping factor", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_of_the_command_become_settings_of_the_model()
    {
        string program = Glmm.Run(
            "scaffold", Glmm.Reference("cbpp"), "--model", "cbind(incidence, size - incidence) ~ period + (1 | herd)", "--family", "binomial", "--link", "probit", "--factor", "period", "--contrasts", "period=sum", "--agq", "7").Output;

        Assert.Contains("CbppModel.FitQuadrature(Read(file), new QuadratureFitOptions { Nodes = 7 })", program, StringComparison.Ordinal);
        Assert.Contains("Family.Binomial, Link = Link.Probit, Contrasts = \"period=sum\")]", program, StringComparison.Ordinal);
        Assert.Contains("[Factor] int period", program, StringComparison.Ordinal);
    }

    [Fact]
    public void Declared_levels_are_an_enum_in_their_order()
    {
        using var file = new CsvFile("y,grade,g\n1,mid,a\n2,low,b\n3,high,a\n4,mid,b\n5,low,a\n6,high,b\n");
        string program = Glmm.Run("scaffold", file.FilePath, "--model", "y ~ grade + (1 | g)", "--ordered", "grade=low,mid,high").Output;

        Assert.Contains("    [Ordered] Grade grade,", program, StringComparison.Ordinal);
        Assert.Contains("    [Level(\"low\")] Low,\n    [Level(\"mid\")] Mid,\n    [Level(\"high\")] High,\n", program, StringComparison.Ordinal);
    }

    [Fact]
    public void A_formula_that_does_not_fit_the_file_is_refused_and_nothing_is_written()
    {
        Glmm.Outcome outcome = Glmm.Run("scaffold", Glmm.Reference("sleepstudy"), "--model", "Reaction ~ Dyas + (1 | Subject)");

        Assert.Equal((2, ""), (outcome.Code, outcome.Output));
        Assert.Contains("did you mean 'Days'?", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_means_something_else_in_the_program_is_refused()
    {
        Glmm.Outcome outcome = Glmm.Run("scaffold", Glmm.Reference("sleepstudy"), "--model", "Reaction ~ Days + (1 | Subject)", "--name", "Table");

        Assert.Equal((2, ""), (outcome.Code, outcome.Output));
        Assert.Contains("such as TableModel", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_for_standard_input_reads_standard_input()
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        int code = GlmmProgram.Run(
            ["scaffold", "-", "--model", "y ~ x + (1 | g)"], output, TextWriter.Null, false, CancellationToken.None, () => new MemoryStream(Encoding.UTF8.GetBytes(CsvFile.Good)));

        Assert.Equal(0, code);
        Assert.Contains("string file = args.Length > 0 ? args[0] : \"-\";", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("Table table = file == \"-\" ? Table.ReadCsv(Console.In) : Table.ReadCsv(file);", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_exists_is_not_overwritten()
    {
        using var file = new CsvFile("kept");
        Glmm.Outcome outcome = Glmm.Run("scaffold", Glmm.Reference("sleepstudy"), "--model", "Reaction ~ Days + (1 | Subject)", "--output", file.FilePath);

        Assert.Equal(2, outcome.Code);
        Assert.Equal("kept", File.ReadAllText(file.FilePath));
    }
}
