using GlmmDsl.Completion.Tests.Harness;
using Microsoft.CodeAnalysis.Completion;

namespace GlmmDsl.Completion.Tests;

public sealed class FormulaCompletionTests
{
    private const string Rows = """
        public enum Arm { Placebo, Active }

        /// <summary>A visit.</summary>
        /// <param name="Score">The symptom score,
        /// from 0 to 100.</param>
        /// <param name="Week">Weeks since randomisation.</param>
        public sealed record Visit(double Score, double Week, Arm Arm, string Patient, int Site, bool IsLate, DateTime At, [property: Column("Reaction time")] double ReactionTime, double[] Raw)
        {
            /// <summary>Body weight in <c>kg</c>.</summary>
            public double Weight => 1;
            public static double Hill(double dose, double half) => dose / (dose + half);
        }

        """;

    [Fact]
    public async Task Terms_are_the_columns_but_the_response_then_functions_and_structures()
    {
        string[] names = await NamesAsync("Score ~ $$");
        Assert.Equal(["Week", "Arm", "Patient", "Site", "IsLate", "`Reaction time`", "Weight"], names.Take(7));
        Assert.Contains("poly", names);
        Assert.Contains("diag", names);
        Assert.Contains("ar1", names);
        Assert.Contains("homtoep", names);
        Assert.Contains("Hill", names);
        Assert.DoesNotContain("Score", names);
        Assert.DoesNotContain("At", names);
        Assert.DoesNotContain("Raw", names);
        Assert.DoesNotContain("cbind", names);
    }

    [Fact]
    public async Task Right_of_a_bar_stand_grouping_factors()
    {
        string[] expected = ["Arm", "Patient", "Site", "IsLate", "At", "factor", "as.factor"];
        Assert.Equal(expected, await NamesAsync("Score ~ Week + (1 | $$"));
        Assert.Equal(expected, await NamesAsync("Score ~ Week + (Week || $$) + Arm"));
        Assert.Equal(expected, await NamesAsync("Score ~ ar1(0 + Week | $$)"));
        Assert.Equal(expected, await NamesAsync("Score ~ (1 | Site/$$)"));
    }

    [Theory]
    [InlineData("us", "(0 + x | g)", "Unstructured: a variance for each random effect and a correlation for each pair.")]
    [InlineData("homcs", "(0 + x | g)", "Compound symmetry: one correlation for all pairs, and one variance.")]
    [InlineData("ar1", "(0 + time | g)", "First-order autoregression: one variance, and a correlation that is a power of the distance in order.")]
    [InlineData("homtoep", "(0 + time | g)", "Toeplitz: one correlation for each distance in order, and one variance.")]
    public async Task Every_structure_is_offered_with_its_term_and_a_line(string name, string term, string line)
    {
        Assert.Equal(GlmmDsl.Formulas.StructureNames.All, (await NamesAsync("Score ~ $$")).Where(n => GlmmDsl.Formulas.StructureNames.TryFind(n, out _)));
        Assert.Equal(name + term + "\n" + line, await EditorDocument.DescribeAsync(Attribute("Score ~ $$"), name));
    }

    [Fact]
    public async Task A_structure_takes_its_variances_after_the_term()
    {
        Assert.Equal(["hom = TRUE", "hom = FALSE"], await NamesAsync("Score ~ cs(0 + Arm | Patient, $$)"));
        Assert.Equal(["hom = TRUE", "hom = FALSE"], await NamesAsync("Score ~ Week + ar1(0 + Arm | factor(Site):Patient, ho$$"));
        Assert.Equal(["TRUE", "FALSE"], await NamesAsync("Score ~ toep(0 + Arm | Patient, hom = $$)"));
        Assert.Equal(Attribute("Score ~ cs(0 + Arm | Patient, hom = TRUE)"), await CommitAsync("Score ~ cs(0 + Arm | Patient, ho$$)", "hom = TRUE"));
        Assert.Contains("Patient", await NamesAsync("Score ~ us(0 + Arm | $$)"));
        Assert.DoesNotContain("hom = TRUE", await NamesAsync("Score ~ us(0 + Arm | Patient, $$)"));
        Assert.Contains("Week", await NamesAsync("Score ~ cs(0 + Arm | Patient, hom = TRUE) + $$"));
    }

    [Theory]
    [InlineData("$$", "Score")]
    [InlineData("lo$$ ~ Week", "cbind")]
    [InlineData("log($$) ~ Week", "Score")]
    public async Task Left_of_the_tilde_stands_a_response(string formula, string name) => Assert.Contains(name, await NamesAsync(formula));

    [Theory]
    [InlineData("Score $$")]
    [InlineData("Score ~ Week $$")]
    [InlineData("Score ~ 1$$")]
    [InlineData("Score ~ (Week | Patient)$$")]
    [InlineData("Score ~ poly(Week, $$)")]
    [InlineData("Score ~ I(Week > 'a$$')")]
    public async Task Where_no_name_can_stand_none_is_offered(string formula) => Assert.Empty(await NamesAsync(formula));

    [Fact]
    public async Task A_function_of_numbers_takes_numbers_and_I_takes_all()
    {
        Assert.DoesNotContain("Arm", await NamesAsync("Score ~ log($$"));
        Assert.Contains("Week", await NamesAsync("Score ~ log($$"));
        Assert.Contains("Arm", await NamesAsync("Score ~ I($$"));
        Assert.Contains("At", await NamesAsync("Score ~ factor($$"));
        Assert.Contains("Week", await NamesAsync("Score ~ Hill(Week, $$"));
    }

    [Fact]
    public async Task Levels_are_offered_where_a_factor_is_compared()
    {
        Assert.Equal(["'Placebo'", "'Active'"], await NamesAsync("Score ~ I(Arm == $$)"));
        Assert.Equal(Attribute("Score ~ I(Arm == 'Active')"), await CommitAsync("Score ~ I(Arm == $$)", "'Active'"));
        Assert.Equal(Attribute("Score ~ I(Arm != 'Active')"), await CommitAsync("Score ~ I(Arm != 'Pl$$acebo')", "Active"));
        Assert.Equal(Attribute("""Score ~ I(Arm == \"Active\")"""), await CommitAsync("""Score ~ I(Arm == \"$$\")""", "Active"));
        Assert.Equal(["FALSE", "TRUE"], await NamesAsync("Score ~ I(IsLate == $$)"));
    }

    [Fact]
    public async Task A_choice_replaces_the_word_at_the_caret()
    {
        Assert.Equal(Attribute("Score ~ Week + (1 | Site)"), await CommitAsync("Score ~ We$$ek + (1 | Site)", "Week"));
        Assert.Equal(Attribute("Score ~ Week + (1 | Patient)"), await CommitAsync("Score ~ Week + (1 | Pa$$)", "Patient"));
        Assert.Equal(Attribute("Score ~ `Reaction time`"), await CommitAsync("Score ~ Rea$$", "`Reaction time`"));
        Assert.Equal(Attribute("Score ~ `Reaction time`"), await CommitAsync("Score ~ `Re$$`", "Reaction time"));
    }

    [Fact]
    public async Task A_column_shows_its_type_and_the_first_line_of_its_documentation()
    {
        IReadOnlyList<CompletionItem> items = await EditorDocument.CompleteAsync(Attribute("$$ ~ Week"));
        Assert.Equal("double", items.First(item => item.DisplayText == "Score").InlineDescription);
        Assert.Equal("double Score\nThe symptom score,", await EditorDocument.DescribeAsync(Attribute("$$ ~ Week"), "Score"));
        Assert.Equal("double Weight\nBody weight in kg.", await EditorDocument.DescribeAsync(Attribute("Score ~ $$"), "Weight"));
        Assert.Equal("Arm Arm (levels Placebo, Active)", await EditorDocument.DescribeAsync(Attribute("Score ~ $$"), "Arm"));
    }

    [Fact]
    public async Task A_function_shows_its_signature_and_what_it_computes()
    {
        IReadOnlyList<CompletionItem> items = await EditorDocument.CompleteAsync(Attribute("Score ~ $$"));
        Assert.Equal("(x, degree)", items.First(item => item.DisplayText == "poly").DisplayTextSuffix);
        Assert.Equal("(dose, half)", items.First(item => item.DisplayText == "Hill").DisplayTextSuffix);
        Assert.Equal("log(x, base)\nNatural logarithm, or to the base given.", await EditorDocument.DescribeAsync(Attribute("Score ~ $$"), "log"));
    }

    [Theory]
    [InlineData("@\"Score ~ $$\"")]
    [InlineData("\"\"\"Score ~ $$\"\"\"")]
    [InlineData("\"\"\"\n    Score ~\n      $$\n    \"\"\"")]
    [InlineData("$\"{nameof(Visit.Score)} ~ $$\"")]
    [InlineData("$\"{nameof(Visit.)} ~ $$\"")]
    [InlineData("\"Score ~ Week\" + \" + $$\"")]
    [InlineData("Response + \" ~ $$\"")]
    public async Task Every_notation_of_a_string_is_completed(string literal)
    {
        string source = Rows + "[LinearMixedModel<Visit>(" + literal + ")] public sealed partial class Trial { private const string Response = \"Score\"; }";
        Assert.Contains("Arm", (await EditorDocument.CompleteAsync(source)).Select(item => item.DisplayText));
    }

    [Theory]
    [InlineData("[LinearMixedModel<Visit>(\"Score ~ $$")]
    [InlineData("[LinearMixedModel<Visit>(\"Score ~ $$\")]")]
    [InlineData("[GeneralizedLinearMixedModel<Visit>(\"IsLate ~ $$\")] public sealed partial class Trial;")]
    public async Task An_attribute_that_is_being_written_is_completed(string attribute) =>
        Assert.Contains("Week", (await EditorDocument.CompleteAsync(Rows + attribute)).Select(item => item.DisplayText));

    [Theory]
    [InlineData("Weights = \"$$\"", "Week", "Arm")]
    [InlineData("Offset = \"log($$)\"", "Week", "Arm")]
    [InlineData("Contrasts = \"$$\"", "Arm", "Week")]
    [InlineData("Contrasts = \"Arm=sum, $$\"", "Arm", "sum")]
    [InlineData("Contrasts = \"Arm=$$\"", "helmert", "Arm")]
    public async Task Settings_of_the_attribute_are_completed(string setting, string offered, string absent)
    {
        string source = Rows + "[LinearMixedModel<Visit>(\"Score ~ Week + Arm + (1 | Patient)\", " + setting + ")] public sealed partial class Trial;";
        string[] names = [.. (await EditorDocument.CompleteAsync(source)).Select(item => item.DisplayText)];
        Assert.Contains(offered, names);
        Assert.DoesNotContain(absent, names);
    }

    [Fact]
    public async Task A_formula_for_a_table_is_completed_with_what_the_file_tells_of_its_columns()
    {
        string[] names = [.. (await EditorDocument.CompleteAsync("""
            static class Run
            {
                static void Fit(Table other)
                {
                    var table = new Table([new NumericColumn("Reaction", [1, 2]), FactorColumn.FromText("Subject", ["a", "b"])]);
                    MixedModel.Fit("Yield ~ Batch", other);
                    MixedModel.Fit("Reaction ~ $$", table);
                }
            }
            """)).Select(item => item.DisplayText)];
        Assert.Equal(["Subject", "Yield", "Batch"], names.Take(3));
        Assert.Contains("log", names);
    }

    [Theory]
    [InlineData("Formula.Parse(\"y ~ $$\");")]
    [InlineData("MixedModel.Fit(\"y ~ $$\");")]
    [InlineData("MixedModel.Fit(formula: \"y ~ $$\", table: null!);")]
    [InlineData("MixedModel.Matrices(\"y ~ $$\", null!);")]
    [InlineData("Own(\"y ~ $$\");")]
    [InlineData("MixedModel.Fit(\"y ~ x\", null!, new FitOptions { Dispersion = \"~ $$\" });")]
    public async Task Every_parameter_marked_as_a_formula_is_completed(string call) =>
        Assert.Contains("poly", (await EditorDocument.CompleteAsync("static class Run { static void Own([FormulaText] string text) { } static void Fit() { " + call + " } }")).Select(item => item.DisplayText));

    [Theory]
    [InlineData("[LinearMixedModel<Visit>(Formulas.Score)] public sealed partial class Trial; static class Formulas { public const string Score = \"Score ~ Week + (1 | $$)\"; }")]
    [InlineData("[LinearMixedModel<Visit>(Formula)] public sealed partial class Trial { private const string Formula = \"Score ~ Week\" + \" + (1 | $$)\"; }")]
    [InlineData("[LinearMixedModel<Visit>($\"Score ~ Week + {Random}\")] public sealed partial class Trial { private const string Random = \"(1 | $$)\"; }")]
    public async Task A_constant_that_an_attribute_names_is_completed_for_its_rows(string code) =>
        Assert.Equal(["Arm", "Patient", "Site", "IsLate", "At", "factor", "as.factor"], (await EditorDocument.CompleteAsync(Rows + code)).Select(item => item.DisplayText));

    [Theory]
    [InlineData("const string text = \"y ~ $$\"; Formula.Parse(text);")]
    [InlineData("var text = \"y ~ $$\"; MixedModel.Fit(text, null!);")]
    [InlineData("MixedModel.Fit(DateTime.Now.Year > 3 ? \"y ~ $$\" : \"y ~ 1\", null!);")]
    [InlineData("MixedModel.Fit((DateTime.Now.Year switch { 3 => \"y ~ 1\", _ => (\"y ~ $$\") }), null!);")]
    public async Task A_text_that_reaches_a_formula_within_the_file_is_completed(string code) =>
        Assert.Contains("poly", (await EditorDocument.CompleteAsync("static class Run { static void Fit() { " + code + " } }")).Select(item => item.DisplayText));

    [Theory]
    [InlineData("Console.WriteLine(\"y ~ $$\");")]
    [InlineData("var a = \"y ~ $$\"; var b = a; a = b; Console.WriteLine(a + b);")]
    [InlineData("var a = \"y ~ $$\" + a;")]
    [InlineData("_ = DateTime.Now.ToString(\"$$\") == \"y\" ? Formula.Parse(\"y ~ x\") : null;")]
    [InlineData("var y = \"y ~ $$\";")]
    [InlineData("Formula.Parse($$\"y ~ x\");")]
    [InlineData("Formula.Parse(\"y ~ x\"$$);")]
    public async Task Other_texts_are_left_alone(string call) =>
        Assert.Empty(await EditorDocument.CompleteAsync("static class Run { static void Fit() { " + call + " } }"));

    private static string Attribute(string formula) => Rows + "[LinearMixedModel<Visit>(\"" + formula + "\")] public sealed partial class Trial;";

    private static async Task<string[]> NamesAsync(string formula) => [.. (await EditorDocument.CompleteAsync(Attribute(formula))).Select(item => item.DisplayText)];

    private static Task<string> CommitAsync(string formula, string name) => EditorDocument.CommitAsync(Attribute(formula), name);
}
