namespace GlmmDsl.Formulas.Tests.Terms;

public class ExpansionErrorTests
{
    [Theory]
    [InlineData("y ~ x | g", "x | g", "in parentheses")]
    [InlineData("y ~ 1 + x || g", "1 + x || g", "in parentheses")]
    [InlineData("y ~ x:(1 | g)", "(1 | g)", "joined by +")]
    [InlineData("y ~ x - (1 | g)", "(1 | g)", "joined by +")]
    [InlineData("y ~ x * us(1 | g)", "us(1 | g)", "joined by +")]
    [InlineData("y ~ ((1 | g) | h)", "(1 | g) | h", "one bar")]
    [InlineData("y ~ (x + (1 | g) | h)", "(1 | g)", "inside another")]
    [InlineData("y ~ (1 | g | h)", "1 | g | h", "one bar")]
    [InlineData("y ~ log(1 | g)", "1 | g", "inside 'log'")]
    [InlineData("y ~ exchangeable(1 | g)", "1 | g", "us, diag")]
    [InlineData("y ~ x + (0 | g)", "(0 | g)", "no columns")]
    [InlineData("y ~ x + (0 || g)", "(0 || g)", "no columns")]
    [InlineData("y ~ x + (1 | a + b)", "a + b", "(1 | a) + (1 | b)")]
    [InlineData("y ~ x + (z | a * b)", "a * b", "(z | a) + (z | b) + (z | a:b)")]
    [InlineData("y ~ x + (1 | a/(b + c))", "b + c", "(1 | b) + (1 | c)")]
    [InlineData("y ~ x + (1 | 1)", "1", "grouping factor")]
    [InlineData("y ~ x + (1 | a > 2)", "a > 2", "grouping factor")]
    [InlineData("y ~ x + ar1(t)", "ar1(t)", "ar1(terms | group)")]
    [InlineData("y ~ x + cs(z || g)", "||", "inside cs")]
    [InlineData("y ~ x + cs(hom = TRUE)", "cs(hom = TRUE)", "cs(terms | group)")]
    [InlineData("y ~ x + cs(z | g, 0 + z | h)", "cs(z | g, 0 + z | h)", "cs(terms | group)")]
    [InlineData("y ~ x + us(z | g, hom = TRUE)", "hom = TRUE", "a variance for each column; leave it out")]
    [InlineData("y ~ x + us(z | g, TRUE)", "TRUE", "one random-effects term")]
    [InlineData("y ~ x + cs(z | g, het = TRUE)", "het", "hom = TRUE")]
    [InlineData("y ~ x + cs(z | g, TRUE)", "TRUE", "write hom = TRUE")]
    [InlineData("y ~ x + cs(z | g, z)", "z", "one random-effects term")]
    [InlineData("y ~ x + ar1(0 + z | g, hom = 1)", "1", "neither")]
    [InlineData("y ~ x + ar1(0 + z | g, hom = T)", "T", "neither")]
    [InlineData("y ~ x + ar1(0 + z | g, hom = z > 1)", "z > 1", "neither")]
    [InlineData("y ~ x + ar1(0 + z | g, hom = TRUE, hom = TRUE)", "hom = TRUE", "twice")]
    [InlineData("y ~ x + homcs(z | g, hom = FALSE)", "FALSE", "write cs(..)")]
    [InlineData("y ~ x + hetar1(0 + z | g, hom = TRUE)", "TRUE", "write ar1(..)")]
    [InlineData("y ~ (offset(x) | g)", "offset(x)", "separate term")]
    [InlineData("y ~ z - offset(x)", "offset(x)", "separate term")]
    [InlineData("y ~ z:offset(x)", "offset(x)", "separate term")]
    [InlineData("y ~ x + 2", "2", "not a term")]
    [InlineData("y ~ 2 * x", "2", "not a term")]
    [InlineData("y ~ x:1", "1", "no columns")]
    [InlineData("y ~ (1 - 1)/x", "(1 - 1)", "no columns")]
    [InlineData("y ~ x^2.5", "2.5", "whole number")]
    [InlineData("y ~ x^z", "z", "whole number")]
    [InlineData("y ~ \"x\"", "\"x\"", "quotation marks")]
    [InlineData("y ~ .", ".", "name the columns")]
    [InlineData("y ~ 0", "0", "nothing to estimate")]
    [InlineData("y ~ 0 + offset(x)", "0 + offset(x)", "nothing to estimate")]
    [InlineData("y ~ x - x - 1", "x - x - 1", "nothing to estimate")]
    public void A_formula_that_is_no_model_is_an_error_at_its_place(string formula, string place, string message)
    {
        (FormulaDiagnostic error, string text) = Expanding.Error(formula);

        Assert.Equal(FormulaErrorKind.Structure, error.Kind);
        Assert.Equal(place, text);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("y ~ y", "y")]
    [InlineData("y ~ x + y:x", "y")]
    [InlineData("log(y) ~ y", "y")]
    [InlineData("y ~ log(y)", "log(y)")]
    [InlineData("y ~ x + (y | g)", "y")]
    [InlineData("y ~ x + (1 | y)", "y")]
    [InlineData("y ~ x + offset(y)", "y")]
    [InlineData("y ~ x + offset(log(y + 1))", "log(y + 1)")]
    [InlineData("cbind(a, b) ~ b", "b")]
    [InlineData("I(after - before) ~ I(after/before)", "I(after/before)")]
    public void The_response_on_the_right_is_an_error(string formula, string place)
    {
        (FormulaDiagnostic error, string text) = Expanding.Error(formula);

        Assert.Equal(FormulaErrorKind.ResponseOnRight, error.Kind);
        Assert.Equal(place, text);
    }

    [Theory]
    [InlineData("cbind(cases, size - cases) ~ size + offset(log(size))")]
    [InlineData("I(after - before) ~ before")]
    [InlineData("y ~ y2 + sin(2 * pi * t)")]
    [InlineData("I(2 * pi * r) ~ sin(2 * pi * t)")]
    public void A_part_of_a_composed_response_may_be_a_predictor(string formula) => Assert.NotEmpty(Expanding.Terms(formula).Fixed);

    [Theory]
    [InlineData("~ 0")]
    [InlineData("~ x + (1 | g)")]
    [InlineData("y ~ 0 + (1 | g)")]
    [InlineData("y ~ I(a | b) + factor(a | b)")]
    public void These_are_models(string formula) => Assert.NotNull(Expanding.Terms(formula));

    [Fact]
    public void Several_errors_are_reported_in_order_of_places()
    {
        TermExpansion expansion = Expanding.Expand("y ~ 2 + (0 | g) + (1 | a + b) + x | h");

        Assert.Equal([4], expansion.Diagnostics.Select(error => error.Span.Start));
        Assert.Equal([4, 8, 23], Expanding.Expand("y ~ 2 + (0 | g) + (1 | a + b)").Diagnostics.Select(error => error.Span.Start));
    }
}
