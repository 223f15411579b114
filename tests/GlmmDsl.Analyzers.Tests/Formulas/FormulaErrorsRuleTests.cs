using GlmmDsl.Analyzers.Tests.Harness;

namespace GlmmDsl.Analyzers.Tests.Formulas;

public class FormulaErrorsRuleTests
{
    [Theory]
    [InlineData("GLMM101", "Score ~ Week [|@|] Arm + (1 | Patient)")]
    [InlineData("GLMM101", "[|~|] Week + (1 | Patient)")]
    [InlineData("GLMM101", "Score[||]")]
    [InlineData("GLMM102", "Score ~ [|Wek|] * Arm + (1 | Patient)")]
    [InlineData("GLMM102", "[|Scor|] ~ Week + (1 | Patient)")]
    [InlineData("GLMM102", "Score ~ Week + (1 | [|Patent|])")]
    [InlineData("GLMM102", "Score ~ log([|Wek|]) + ([|Weeek|] | Patient)")]
    [InlineData("GLMM103", "Score ~ [|Tags|] + (1 | Patient)")]
    [InlineData("GLMM103", "Score ~ [|Inner|] + (1 | Patient)")]
    [InlineData("GLMM103", "Score ~ [|Flags|] + (1 | Patient)")]
    [InlineData("GLMM103", "Score ~ [|Start|] + (1 | Patient)")]
    [InlineData("GLMM103", "[|Stage|] ~ Week + (1 | Patient)")]
    [InlineData("GLMM104", "Score ~ [|lgo|](Week) + (1 | Patient)")]
    [InlineData("GLMM105", "Score ~ Week + [|Score|] + (1 | Patient)")]
    public Task An_error_is_marked_where_it_stands(string rule, string formula) => RuleTest.VerifyAsync(rule, Model(formula));

    [Theory]
    [InlineData("Score ~ Week * Arm + (Week | Patient)")]
    [InlineData("log(Score) ~ poly(Week, 2) + Arm + (1 | Patient) + (1 | Start)")]
    [InlineData("Score ~ `Odd name` + Half(Week) + (1 | Patient)")]
    [InlineData("Score ~ I(Arm == 'Drug') + (1 | Patient)")]
    public Task A_formula_of_the_rows_columns_is_fine(string formula) => RuleTest.SilentAsync(Model(formula));

    [Fact]
    public Task An_unknown_row_type_is_the_compilers_to_report() => RuleTest.VerifyAsync("GLMM102", """
        [LinearMixedModel<{|CS0246:Nowhere|}>("Score ~ Wek + (1 | Patient)")]
        public sealed partial class Trial;
        """);

    [Theory]
    [InlineData("Score ~ Wek + (1 | Patient)", "Score ~ Week + (1 | Patient)")]
    [InlineData("Score ~ lgo(Week) + (1 | Patient)", "Score ~ log(Week) + (1 | Patient)")]
    public async Task The_fix_writes_the_nearest_name(string formula, string expected)
    {
        string rule = formula.Contains("lgo", StringComparison.Ordinal) ? "GLMM104" : "GLMM102";
        await FixTest.VerifyAsync(rule, Model(formula), Model(expected));
    }

    [Fact]
    public async Task A_message_names_the_column_and_the_remedy()
    {
        var found = await RuleTest.VerifyAsync("GLMM102", Model("Score ~ [|Wek|] + (1 | Patient)"));
        Assert.Equal("There is no column 'Wek'; did you mean 'Week'?", Assert.Single(found).GetMessage(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public Task Weights_and_offset_are_checked_too() => RuleTest.VerifyAsync("GLMM102", Model("Score ~ Week + (1 | Patient)", ", Weights = \"[|Weigt|]\", Offset = \"log([|Wek|])\""));

    [Fact]
    public Task Weights_must_be_numbers() => RuleTest.VerifyAsync("GLMM103", Model("Score ~ Week + (1 | Patient)", ", Weights = \"[|Patient|]\""));

    [Theory]
    [InlineData("GLMM102", "[|Amr|]=sum")]
    [InlineData("GLMM102", "Arm=sum, [|Nowhere|] = poly")]
    [InlineData("GLMM104", "Arm = [|sun|] ")]
    [InlineData("GLMM104", "Arm=[||]")]
    [InlineData("GLMM101", "[|Arm|]")]
    [InlineData("GLMM101", "Arm=sum,[||]")]
    [InlineData("GLMM103", "[|Week|]=sum")]
    public Task Contrasts_are_checked_item_by_item(string rule, string contrasts) =>
        RuleTest.VerifyAsync(rule, Model("Score ~ Week + Arm + (1 | Patient)", $", Contrasts = \"{contrasts}\""));

    [Theory]
    [InlineData("Score ~ Week + Arm + (1 | Patient)", "Arm=sum")]
    [InlineData("Score ~ factor(Week) * Arm + (1 | Patient)", " Arm = helmert , Week=poly")]
    [InlineData("Score ~ 1 + (1 | Patient)", "Arm=treatment,Patient=sum")]
    public Task Codings_of_factors_are_fine(string formula, string contrasts) => RuleTest.SilentAsync(Model(formula, $", Contrasts = \"{contrasts}\""));

    [Fact]
    public Task The_fix_writes_the_nearest_coding() => FixTest.VerifyAsync(
        "GLMM104", Model("Score ~ Arm + (1 | Patient)", ", Contrasts = \"Arm=sun\""), Model("Score ~ Arm + (1 | Patient)", ", Contrasts = \"Arm=sum\""));

    [Theory]
    [InlineData("Formula.Parse(\"y ~ x +[||]\");")]
    [InlineData("const string f = \"y ~ x +[||]\"; Formula.Parse(f);")]
    [InlineData("MixedModel.Fit(\"y [|=|] x + (1 | g)\", table);")]
    [InlineData("MixedModel.Fit(table: table, formula: @\"y [|=|] x + (1 | g)\");")]
    public Task Constants_given_to_the_run_time_path_are_parsed_when_compiled(string statement) => RuleTest.VerifyAsync("GLMM101", Program(statement));

    [Fact]
    public Task The_response_on_the_right_is_found_there_too() => RuleTest.VerifyAsync("GLMM105", Program("Formula.Parse(\"y ~ x + [|y|] + (1 | g)\");"));

    [Theory]
    [InlineData("Formula.Parse(\"y ~ whatever + (1 | g)\");")]
    [InlineData("Formula.Parse(Console.ReadLine()!);")]
    [InlineData("Console.WriteLine(\"y ~ x +\");")]
    public Task Other_texts_are_left_alone(string statement) => RuleTest.SilentAsync(Program(statement));

    [Theory]
    [InlineData("[LinearMixedModel<Visit>] public sealed partial class Trial;")]
    [InlineData("[LinearMixedModel<Visit>(] public sealed partial class Trial;")]
    [InlineData("[LinearMixedModel<Visit>(\"Score ~ \"")]
    [InlineData("[LinearMixedModel<>(\"Score ~ Week\")] class")]
    [InlineData("[LinearMixedModel<Visit>(null)] public sealed partial class Trial;")]
    [InlineData("[LinearMixedModel<Visit>(\"\")] public sealed partial class Trial;")]
    [InlineData("[LinearMixedModel<Visit>(\"Score ~ \" + nameof(] public sealed partial class Trial;")]
    [InlineData("[LinearMixedModel<Visit>($\"{nameof(Visit.Score)} ~ {\")] public sealed partial class Trial;")]
    [InlineData("[LinearMixedModel<Visit>(\"\"\"\n  Score ~ Week\n \"\"\")] public sealed partial class Trial;")]
    [InlineData("[LinearMixedModel<Visit>(\"\\ud83d ~ \\\")] public sealed partial class Trial;")]
    public async Task Incomplete_code_makes_no_rule_fail(string declaration)
    {
        var found = await TestCompilation.DiagnoseAsync(TestCompilation.Create(Rows + declaration));
        Assert.DoesNotContain(found, d => d.Id == "AD0001");
    }

    private const string Rows = """
        public enum Arm { Placebo, Drug }
        public enum Stage { First, Second, Third }
        [Flags] public enum Flags { None = 0, A = 1, B = 2 }
        public class Inner { public double X { get; set; } }
        public record Visit(double Score, double Week, Arm Arm, Stage Stage, string Patient, List<string> Tags, Inner Inner, Flags Flags, DateTime Start, [Column("Odd name")] double Odd);

        """;

    private static string Model(string formula, string arguments = "") => Rows + $$"""
        [LinearMixedModel<Visit>("{{formula}}"{{arguments}})]
        public sealed partial class Trial
        {
            private static double Half(double x) => x / 2;
        }
        """;

    private static string Program(string statement) => $$"""
        public static class Program
        {
            public static void Run(Table table)
            {
                {{statement}}
            }
        }
        """;
}
