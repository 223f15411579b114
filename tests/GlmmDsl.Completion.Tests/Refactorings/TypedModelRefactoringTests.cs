using GlmmDsl.Completion.Tests.Harness;

namespace GlmmDsl.Completion.Tests.Refactorings;

public sealed class TypedModelRefactoringTests
{
    private const string Title = "Make it a typed model";

    [Fact]
    public async Task A_formula_fitted_to_a_table_becomes_a_typed_model() =>
        Assert.Equal(
            """
            static class Run
            {
                static double Show(Table table)
                {
                    var fit = ReactionModel.FitReml(ReactionRow.FromTable(table));
                    return fit.Coefficients["Days"].Estimate;
                }
            }

            /// <summary>A row of the data of <see cref="ReactionModel"/>.</summary>
            public sealed record ReactionRow(double Reaction, double Days, string Subject)
            {
                /// <summary>The rows of a table.</summary>
                public static IEnumerable<ReactionRow> FromTable(Table table)
                {
                    var reactionColumn = table.Numbers("Reaction");
                    var daysColumn = table.Numbers("Days");
                    var subjectColumn = table.Texts("Subject");
                    for (int i = 0; i < table.RowCount; i++)
                    {
                        yield return new ReactionRow(reactionColumn[i], daysColumn[i], subjectColumn[i]!);
                    }
                }
            }

            [LinearMixedModel<ReactionRow>("Reaction ~ Days + (Days | Subject)")]
            public sealed partial class ReactionModel;

            """,
            await RefactoringTest.ApplyAsync(
                """
                static class Run
                {
                    static double Show(Table table)
                    {
                        var fit = MixedModel.Fit("Reaction ~ D$$ays + (Days | Subject)", table);
                        return fit.Coefficients["Days"].Estimate;
                    }
                }

                """,
                Title));

    [Theory]
    [InlineData("MixedModel.Fit(\"y ~ x$$\", table, new FitOptions { Method = FitMethod.Ml, Missing = MissingValues.Omit });", "YModel.FitMl(YRow.FromTable(table));", "(\"y ~ x\", Missing = MissingValues.Omit)")]
    [InlineData("MixedModelFit fit = MixedModel.Fit(Formula.Parse(\"y ~ x$$\"), table);", "MixedModelFit fit = YModel.FitReml(YRow.FromTable(table)).Result;", "(\"y ~ x\")")]
    [InlineData("MixedModel.Fit(formula: \"y ~ x$$\", table: table, cancellationToken: default);", "YModel.FitReml(YRow.FromTable(table), cancellationToken: default);", "(\"y ~ x\")")]
    [InlineData("MixedModel.Fit(\"y ~ x$$\", table, new FitOptions { Family = Family.Poisson });", "YModel.FitLaplace(YRow.FromTable(table));", "(\"y ~ x\", Family.Poisson)")]
    [InlineData("MixedModel.Fit(\"y ~ x$$\", table, new() { Link = Link.Log });", "YModel.FitLaplace(YRow.FromTable(table));", "(\"y ~ x\", Family.Gaussian, Link = Link.Log)")]
    [InlineData("MixedModel.Fit(\"cbind(s, n - s) ~ x$$ + (1 | g)\", table, new FitOptions { Family = Family.Binomial });", "FittedModel.FitLaplace(FittedRow.FromTable(table));", "(\"cbind(s, n - s) ~ x + (1 | g)\", Family.Binomial)")]
    public async Task Options_become_settings_of_the_attribute_and_the_method(string statement, string call, string attribute)
    {
        string changed = await RefactoringTest.ApplyAsync("static class Run { static void Show(Table table) { " + statement + " } }\n", Title);
        Assert.Contains("{ " + call + " }", changed, StringComparison.Ordinal);
        Assert.Contains(attribute + "]", changed, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"y ~ factor(d) + I(arm == 'a') + log(x) + (1 | g/h)\"", "double Y, string D, string Arm, double X, string G, string H")]
    [InlineData("\"y ~ 1 + ar1(0 + visit | g) + hetar1(0 + factor(week) | h) + cs(0 + item | k, hom = TRUE)\"", "double Y, string Visit, string G, int Week, string H, string Item, string K")]
    [InlineData("\"y ~ x + cs(x | g)\"", "double Y, double X, string G")]
    [InlineData("\"y ~ `my x` + class + (1 | g)\"", "double y, [property: Column(\"my x\")] double my_x, double @class, string g")]
    public async Task Types_are_inferred_from_what_the_formula_does_with_a_column(string formula, string parameters)
    {
        string changed = await RefactoringTest.ApplyAsync("static class Run { static void Show(Table table) { MixedModel.Fit(" + formula.Insert(3, "$$") + ", table); } }\n", Title);
        Assert.Contains(parameters, changed, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_structure_stays_as_it_is_written() =>
        Assert.Contains(
            "(\"y ~ x + cs(x | g, hom = TRUE)\")",
            await RefactoringTest.ApplyAsync("static class Run { static void Show(Table table) { MixedModel.Fit(\"y ~ $$x + cs(x | g, hom = TRUE)\", table); } }\n", Title),
            StringComparison.Ordinal);

    [Fact]
    public async Task Columns_of_a_table_made_in_sight_have_its_types() =>
        Assert.Contains(
            "record YRow(double y, string x, double g)",
            await RefactoringTest.ApplyAsync("static class Run { static void Show() { var table = new Table([new NumericColumn(\"y\", [1]), FactorColumn.FromText(\"x\", [\"a\"]), new NumericColumn(\"g\", [1])]); MixedModel.Fit(\"y ~ $$x + (1 | g)\", table); } }\n", Title),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("MixedModel.Fit(\"y ~ x$$\", table, options);")]
    [InlineData("MixedModel.Fit(\"y ~ x$$\", table, new FitOptions { Approximation = Approximation.Quadrature });")]
    [InlineData("MixedModel.Matrices(\"y ~ x$$\", table);")]
    [InlineData("Formula.Parse(\"y ~ x$$\");")]
    public async Task What_a_typed_model_cannot_say_is_left_alone(string statement) =>
        Assert.DoesNotContain(Title, await RefactoringTest.TitlesAsync("static class Run { static void Show(Table table, FitOptions options) { " + statement + " } }"));

    [Fact]
    public async Task Types_follow_the_statements_of_a_program() =>
        Assert.Matches(
            "^using GlmmDsl.Data;\nvar fit = YModel.FitReml[^\n]*\nConsole.WriteLine\\(fit\\);\n\n/// <summary>(.|\n)*class YModel;\n$",
            await RefactoringTest.ApplyAsync("using GlmmDsl.Data;\nvar fit = MixedModel.Fit(\"y ~ x$$\", Table.ReadCsv(\"a.csv\"));\nConsole.WriteLine(fit);\n", Title));
}
