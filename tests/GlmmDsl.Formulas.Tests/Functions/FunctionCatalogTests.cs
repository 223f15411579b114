namespace GlmmDsl.Formulas.Tests.Functions;

public class FunctionCatalogTests
{
    [Fact]
    public void Every_function_of_the_language_is_listed_once_with_a_description()
    {
        string[] names = "log log2 log10 log1p exp expm1 sqrt abs sin cos tan mean sd min max poly scale center factor as.factor as.numeric I offset cbind".Split(' ');

        Assert.Equal(names.Order(StringComparer.Ordinal), FunctionCatalog.All.Select(function => function.Name).Order(StringComparer.Ordinal));
        Assert.All(FunctionCatalog.All, function => Assert.EndsWith(".", function.Description, StringComparison.Ordinal));
        Assert.All(FunctionCatalog.All, function => Assert.Same(function, FunctionCatalog.Find(function.Name)));
        Assert.Null(FunctionCatalog.Find("Log"));
    }

    [Fact]
    public void Those_that_need_a_pass_over_the_rows_are_known() =>
        Assert.Equal(
            ["center", "max", "mean", "min", "poly", "scale", "sd"],
            FunctionCatalog.All.Where(function => function.IsDataDependent).Select(function => function.Name).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("log(x)", "x _")]
    [InlineData("log(x, 2)", "x 2")]
    [InlineData("log(base = 2, x)", "x 2")]
    [InlineData("log(x, base = 2)", "x 2")]
    public void Arguments_are_matched_as_in_R(string call, string expected)
    {
        var syntax = Assert.IsType<CallSyntax>(FormulaParser.Parse("~ " + call).Syntax!.Right);

        Assert.Equal(expected, string.Join(" ", FunctionCatalog.Find("log")!.Bind(syntax).Select(argument => argument?.ToString() ?? "_")));
    }

    [Theory]
    [InlineData("log()")]
    [InlineData("log(x, 2, 3)")]
    [InlineData("log(x, x = 2)")]
    [InlineData("log(x = 1, x = 2)")]
    [InlineData("log(base = 2)")]
    [InlineData("log(y = 2)")]
    public void Arguments_that_do_not_fit_are_refused(string call)
    {
        FormulaFunction log = FunctionCatalog.Find("log")!;
        var syntax = Assert.IsType<CallSyntax>(FormulaParser.Parse("~ " + call).Syntax!.Right);

        Assert.Equal(call == "log(x, x = 2)", !log.Bind(syntax).IsDefault);
        Assert.Equal("log(x, base)", log.Signature);
    }

    [Theory]
    [InlineData("Dasy", "Days")]
    [InlineData("days", "Days")]
    [InlineData("Reaktion", "Reaction")]
    [InlineData("Subjectt", "Subject")]
    [InlineData("q", null)]
    [InlineData("Banana", null)]
    [InlineData("", null)]
    public void The_nearest_name_is_found_only_when_near(string name, string? nearest) =>
        Assert.Equal(nearest, NearestName.Find(name, ["Days", "Reaction", "Subject", "Date"]));
}
