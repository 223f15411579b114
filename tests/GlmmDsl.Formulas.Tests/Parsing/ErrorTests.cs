namespace GlmmDsl.Formulas.Tests.Parsing;

/// <summary>Errors are placed at their columns, say what was found and what was expected, and still give a tree.</summary>
public sealed class ErrorTests
{
    [Theory]
    [InlineData("y ~ a + b +", "column 12: expected a term after '+', found the end of the formula.")]
    [InlineData("", "column 1: expected a formula such as 'y ~ x + (1 | g)', found nothing.")]
    [InlineData("y", "column 2: expected '~' and terms after the response, found the end of the formula.")]
    [InlineData("y ~", "column 4: expected a term after '~', found the end of the formula.")]
    [InlineData("y ~ * x", "column 5: expected a term after '~', found '*'.")]
    [InlineData("y ~ a b", "column 7: expected an operator such as '+' between 'a' and 'b'.")]
    [InlineData("y ~ 2x", "column 6: expected an operator such as '+' between '2' and 'x'.")]
    [InlineData("y ~ (1|g)(1|h)", "column 10: expected an operator such as '+' between ')' and '('.")]
    [InlineData("y ~ (Days | Subject", "column 20: expected ')' to close the '(' at column 5, found the end of the formula.")]
    [InlineData("y ~ f(x", "column 8: expected ')' to close the '(' at column 6, found the end of the formula.")]
    [InlineData("y ~ a) + b", "column 6: ')' closes nothing: no '(' is open.")]
    [InlineData("y ~ (a, b)", "column 7: ',' is allowed only between the arguments of a function.")]
    [InlineData("y ~ f(x, , z)", "column 10: expected an argument after ',', found ','.")]
    [InlineData("y ~ f(1 = 2)", "column 9: expected the name of an argument before '=' ('==' compares).")]
    [InlineData("y = x", "column 3: expected '~' between the response and the terms, found '='.")]
    [InlineData("y ~ x ~ z", "column 7: a formula has one '~', outside parentheses.")]
    [InlineData("y ~ df$x", "column 7: formulas have no operator '$': write only the column's name: 'x', not 'data$x'.")]
    [InlineData("y ~ a && b", "column 7: formulas have no operator '&&': write '&', which works row by row.")]
    [InlineData("y ~ a %% b", "column 7: formulas have no operator '%%': the only operator between percent signs is '%in%'.")]
    [InlineData("y ~ a < b < c", "column 11: comparisons cannot follow each other: write 'a < b & b < c'.")]
    [InlineData("y ~ 'abc", "column 5: the text that begins here has no closing '.")]
    [InlineData("y ~ f('a\\q')", "column 9: unknown escape '\\q' ('\\\\' is a backslash).")]
    [InlineData("y ~ ``", "column 5: a name in back-quotes cannot be empty.")]
    [InlineData("y ~ _x", "column 5: a name that begins with '_' is written in back-quotes, `_x`.")]
    [InlineData("y ~ next", "column 5: 'next' is a reserved word: a column of that name is written in back-quotes, `next`.")]
    [InlineData("y ~ 1e999", "column 5: the number '1e999' is too large.")]
    [InlineData("y ~ “x”", "column 5: unexpected character '“'.")]
    public void The_first_error_says_what_is_wrong_at_its_column(string formula, string message)
    {
        FormulaDiagnostic error = FormulaParser.Parse(formula).Diagnostics[0];

        Assert.Equal(message, error.Message);
        Assert.Equal(FormulaErrorKind.Syntax, error.Kind);
        Assert.StartsWith($"column {error.Span.Start + 1}:", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_errors_are_reported_at_once_in_order()
    {
        FormulaParseResult result = FormulaParser.Parse("y ~ a + + (b | ) + c$d + (e");

        Assert.Equal([15, 20, 27], result.Diagnostics.Select(d => d.Span.Start));
    }

    [Theory]
    [InlineData("y ~ (x | ) + z", "(~ y (+ [(| x ?)] z))")]
    [InlineData("y ~ x[1, 2] + z", "(~ y (+ x z))")]
    [InlineData("y ~ (a + (b", "(~ y [(+ a [b])])")]
    [InlineData("y ~ a b * c", "(~ y (+ a (* b c)))")]
    [InlineData("y", "(~ y ?)")]
    public void What_is_right_is_still_read(string formula, string shape)
    {
        FormulaParseResult result = FormulaParser.Parse(formula);

        Assert.NotEmpty(result.Diagnostics);
        Assert.Equal(shape, Shapes.Of(result.Syntax!));
    }

    [Fact]
    public void A_long_word_is_cut_in_the_message()
    {
        FormulaDiagnostic error = Assert.Single(FormulaParser.Parse("y ~ a " + new string('b', 500)).Diagnostics);

        Assert.Contains("'" + new string('b', 40) + "...'", error.Message, StringComparison.Ordinal);
    }
}
