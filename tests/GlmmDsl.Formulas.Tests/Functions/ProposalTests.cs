using GlmmDsl.Formulas.Tests.Design;

namespace GlmmDsl.Formulas.Tests.Functions;

/// <summary>Proposals for a wrong name: never one that silently means something else.</summary>
public sealed class ProposalTests
{
    [Theory]
    [InlineData("s(week)", null, "splines")]
    [InlineData("tanh(week)", null, "compute it")]
    [InlineData("sign(week)", null, "compute it")]
    [InlineData("sqr(week)", null, "I(x^2) is the square")]
    [InlineData("median(week)", null, "before the fit")]
    [InlineData("log3(week)", null, "the functions are")]
    [InlineData("sqt(week, 2)", null, "the functions are")]
    [InlineData("Math.Pow(week, 2)", null, "I(x^2)")]
    [InlineData("np.log(week)", "log", "did you mean 'log'?")]
    [InlineData("Math.Log10(week)", "log10", "did you mean 'log10'?")]
    [InlineData("ln(week)", "log", "did you mean 'log'?")]
    [InlineData("logg(week)", "log", "did you mean 'log'?")]
    [InlineData("sqt(week)", "sqrt", "did you mean 'sqrt'?")]
    public void A_function_is_proposed_only_where_it_must_be_meant(string call, string? suggestion, string part)
    {
        (FormulaDiagnostic error, string place) = Planning.Error("y ~ " + call);

        Assert.Equal(suggestion, error.Suggestion);
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
        Assert.Equal(call[..call.IndexOf('(', StringComparison.Ordinal)], place);
    }

    [Theory]
    [InlineData("Da", "Days", "did you mean 'Days'?")]
    [InlineData("odd nam", "`odd name`", "did you mean '`odd name`'?")]
    [InlineData("Days1", null, "did you mean 'Days'?")]
    [InlineData("Score3", null, "did you mean 'Score1' or 'Score2'?")]
    [InlineData("D", null, "the columns are y, Days, Score1, Score2, `odd name`, Arm.")]
    [InlineData("Drug", null, "it is a level of 'Arm': write Arm for a coefficient of each level, or I(Arm == \"Drug\") for this one alone.")]
    public void An_unknown_column_is_told_what_there_is(string name, string? suggestion, string end)
    {
        var columns = new TestColumns(
            new ColumnType("y", ColumnKind.Numeric),
            new ColumnType("Days", ColumnKind.Numeric),
            new ColumnType("Score1", ColumnKind.Numeric),
            new ColumnType("Score2", ColumnKind.Numeric),
            new ColumnType("odd name", ColumnKind.Numeric),
            new ColumnType("Arm", ColumnKind.Factor, ["Placebo", "Drug"]));
        FormulaDiagnostic error = DesignPlan.Create(Terms.Expanding.Terms($"y ~ `{name}`"), columns).Diagnostics[0];

        Assert.Equal(suggestion, error.Suggestion);
        Assert.Equal(FormulaErrorKind.UnknownColumn, error.Kind);
        Assert.EndsWith(end, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_forgotten_plus_before_a_random_effects_term_is_written()
    {
        (FormulaDiagnostic error, string place) = Terms.Expanding.Error("y ~ week (1 + week | site)");

        Assert.Equal("week (1 + week | site)", place);
        Assert.Equal("column 5: a '+' is missing between 'week' and '(1 + week | site)'.", error.Message);
        Assert.Equal("week + (1 + week | site)", error.Suggestion);
    }
}
