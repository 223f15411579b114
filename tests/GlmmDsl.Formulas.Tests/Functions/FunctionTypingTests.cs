using GlmmDsl.Formulas.Tests.Design;

namespace GlmmDsl.Formulas.Tests.Functions;

public class FunctionTypingTests
{
    [Theory]
    [InlineData("log(week)", ColumnKind.Numeric)]
    [InlineData("log(week, 2)", ColumnKind.Numeric)]
    [InlineData("log(week, base = 2)", ColumnKind.Numeric)]
    [InlineData("log(base = 2, x = week)", ColumnKind.Numeric)]
    [InlineData("log(smoker + 1)", ColumnKind.Numeric)]
    [InlineData("I(week^2)", ColumnKind.Numeric)]
    [InlineData("I((week - mean(week))/sd(week))", ColumnKind.Numeric)]
    [InlineData("sin(2 * pi * week)", ColumnKind.Numeric)]
    [InlineData("poly(week, degree = 3)", ColumnKind.Numeric)]
    [InlineData("center(week)", ColumnKind.Numeric)]
    [InlineData("scale(log(week))", ColumnKind.Numeric)]
    [InlineData("as.numeric(grade)", ColumnKind.Numeric)]
    [InlineData("as.numeric(smoker)", ColumnKind.Numeric)]
    [InlineData("dose(week, age)", ColumnKind.Numeric)]
    [InlineData("I(-smoker)", ColumnKind.Numeric)]
    [InlineData("I(week > 2)", ColumnKind.Logical)]
    [InlineData("I(week > 2 & !smoker | age == 3)", ColumnKind.Logical)]
    [InlineData("I(arm == \"drug\")", ColumnKind.Logical)]
    [InlineData("I(\"drug\" != arm)", ColumnKind.Logical)]
    [InlineData("I(grade >= \"mid\")", ColumnKind.Logical)]
    [InlineData("I(site == \"anything\")", ColumnKind.Logical)]
    [InlineData("week > 2", ColumnKind.Logical)]
    [InlineData("I(smoker)", ColumnKind.Logical)]
    [InlineData("factor(week)", ColumnKind.Factor)]
    [InlineData("as.factor(week > 2)", ColumnKind.Factor)]
    [InlineData("factor(seen)", ColumnKind.Factor)]
    [InlineData("I(arm)", ColumnKind.Factor)]
    public void An_expression_has_a_kind(string expression, ColumnKind kind) =>
        Assert.Equal(kind, Assert.Single(Planning.Plan("y ~ " + expression).Variables).Kind);

    [Theory]
    [InlineData("lgo(week)", "lgo", "log")]
    [InlineData("Log(week)", "Log", "log")]
    [InlineData("dosee(week, age)", "dosee", "dose")]
    [InlineData("interpolate(week)", "interpolate", null)]
    [InlineData("log()", "log()", null)]
    [InlineData("log(week, 2, 3)", "log(week, 2, 3)", null)]
    [InlineData("log(week, bas = 2)", "bas", "base")]
    [InlineData("exp(week, 2)", "exp(week, 2)", null)]
    [InlineData("poly(week)", "poly(week)", null)]
    [InlineData("poly(week, 0)", "0", null)]
    [InlineData("poly(week, 2.5)", "2.5", null)]
    [InlineData("poly(week, age)", "age", null)]
    [InlineData("poly(week, 1000000000)", "1000000000", null)]
    [InlineData("poly(week, 2, raw = TRUE)", "raw", null)]
    [InlineData("poly(arm, 2)", "arm", null)]
    [InlineData("log(poly(week, 2))", "poly(week, 2)", null)]
    [InlineData("I(poly(week, 2))", "poly(week, 2)", null)]
    [InlineData("log(arm)", "arm", null)]
    [InlineData("I(arm + 1)", "arm", null)]
    [InlineData("mean(arm)", "arm", null)]
    [InlineData("I(arm > \"drug\")", "arm", null)]
    [InlineData("I(week == \"2\")", "week == \"2\"", null)]
    [InlineData("I(arm == \"drog\")", "\"drog\"", "\"drug\"")]
    [InlineData("log(\"week\")", "\"week\"", null)]
    [InlineData("I(week:age)", ":", null)]
    [InlineData("I(week %in% age)", "%in%", null)]
    [InlineData("I(smoker || smoker)", "||", null)]
    [InlineData("factor(2)", "2", null)]
    [InlineData("dose(week)", "dose(week)", null)]
    [InlineData("dose(week, arm)", "arm", null)]
    [InlineData("dose(a = week, age)", "a", null)]
    public void A_call_that_does_not_fit_is_an_error_at_its_place(string expression, string place, string? suggestion)
    {
        FormulaDiagnostic error = Planning.Result("y ~ " + expression).Diagnostics[0];

        Assert.Equal(FormulaErrorKind.Function, error.Kind);
        Assert.Equal(place, ("y ~ " + expression).Substring(error.Span.Start, error.Span.Length));
        Assert.Equal(suggestion, error.Suggestion);
    }

    [Theory]
    [InlineData("y ~ log(offset(week))", "offset(week)")]
    [InlineData("y ~ cbind(week, age)", "cbind(week, age)")]
    public void Offset_and_cbind_stand_in_their_places_only(string formula, string place)
    {
        (FormulaDiagnostic error, string text) = Planning.Error(formula);

        Assert.Equal(FormulaErrorKind.Structure, error.Kind);
        Assert.Equal(place, text);
    }

    [Theory]
    [InlineData("cbind(y) ~ week", "cbind(y)")]
    [InlineData("cbind(y, arm) ~ week", "arm")]
    [InlineData("y ~ week + offset(n, age)", "offset(n, age)")]
    public void Arguments_of_cbind_and_offset_are_checked(string formula, string place)
    {
        FormulaDiagnostic error = Terms.Expanding.Expand(formula) is { Terms: { } terms }
            ? DesignPlan.Create(terms, TestColumns.OfEveryKind).Diagnostics[0]
            : Terms.Expanding.Expand(formula).Diagnostics[0];

        Assert.Equal(FormulaErrorKind.Function, error.Kind);
        Assert.Equal(place, formula.Substring(error.Span.Start, error.Span.Length));
    }
}
