namespace GlmmDsl.Formulas.Tests.Parsing;

/// <summary>Formulas pasted from R sessions, papers and web pages: one mistake gives one error, and the intended formula is still parsed.</summary>
public sealed class PastedTextTests
{
    [Theory]
    [InlineData("lmer(y ~ x + (1 | g), data = d)", "y ~ x + (1 | g)")]
    [InlineData("lmer(y ~ x + (1 | g), d)", "y ~ x + (1 | g)")]
    [InlineData("fit <- lme4::lmer(formula = log(y) ~ x, data = d)", "log(y) ~ x")]
    [InlineData("lmer(y ~ f(x, 2) + (1 | g), data = d, REML = FALSE)", null)]
    [InlineData("glmer(cbind(a, b) ~ x + (1 | g), family = binomial)", null)]
    public void A_call_round_the_formula_is_one_error_and_is_taken_away_only_where_nothing_is_lost(string text, string? formula)
    {
        FormulaParseResult result = FormulaParser.Parse(text);

        FormulaDiagnostic error = Assert.Single(result.Diagnostics);
        Assert.Equal(new TextSpan(0, text.Length), error.Span);
        Assert.Equal(formula, error.Suggestion);
        Assert.Contains("write the formula alone", error.Message, StringComparison.Ordinal);
        Assert.NotNull(result.Syntax!.Response);
    }

    [Theory]
    [InlineData("y ~ x + (1 | g), data = visits", ", data = visits")]
    [InlineData("y ~ x, REML = FALSE, weights = w ", ", REML = FALSE, weights = w")]
    public void Arguments_behind_the_formula_are_one_error(string text, string place)
    {
        FormulaDiagnostic error = Assert.Single(FormulaParser.Parse(text).Diagnostics);

        Assert.Equal(place, text.Substring(error.Span.Start, error.Span.Length));
        Assert.Contains("has no arguments", error.Message, StringComparison.Ordinal);
        Assert.Null(error.Suggestion);
    }

    [Theory]
    [InlineData("y ∼ x", "~", "y ~ x")]
    [InlineData("y ~ x – 1", "-", "y ~ x - 1")]
    [InlineData("y ~ x × z", "*", "y ~ x * z")]
    [InlineData("y ~ x + (1 ∣ g)", "|", "y ~ x + (1 | g)")]
    [InlineData("y ~ I(x ≤ 2)", "<=", "y ~ I(x <= 2)")]
    public void A_character_that_looks_like_an_operator_is_read_as_it_and_replaced(string text, string meant, string printed)
    {
        FormulaParseResult result = FormulaParser.Parse(text);

        FormulaDiagnostic error = Assert.Single(result.Diagnostics);
        Assert.Equal(meant, error.Suggestion);
        Assert.Equal(1, error.Span.Length);
        Assert.Equal(printed, result.Syntax!.ToString());
    }

    [Fact]
    public void Texts_and_quoted_names_keep_their_characters() =>
        Assert.Empty(FormulaParser.Parse("y ~ `a–b` + I(arm == \"5 × 2\")").Diagnostics);

    [Theory]
    [InlineData("y ~ x +\n  z @ w", "line 2, column 5: ")]
    [InlineData("y ~ x +\n  (1 | g", "to close the '(' at line 2, column 3")]
    public void The_place_in_a_formula_of_several_lines_has_a_line(string text, string part) =>
        Assert.Contains(part, Assert.Single(FormulaParser.Parse(text).Diagnostics).Message, StringComparison.Ordinal);

    [Fact]
    public void A_character_that_cannot_be_seen_is_named_by_its_code() =>
        Assert.Contains("U+200B", FormulaParser.Parse("y ~ x\u200B").Diagnostics[0].Message, StringComparison.Ordinal);
}
