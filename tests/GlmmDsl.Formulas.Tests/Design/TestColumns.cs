using System.Collections.Immutable;

namespace GlmmDsl.Formulas.Tests.Design;

/// <summary>Columns made up for a test, and a user's function <c>dose(a, b)</c>.</summary>
internal sealed class TestColumns(params ColumnType[] columns) : IColumnTypes
{
    public IEnumerable<string> Names => columns.Select(column => column.Name);

    public IEnumerable<string> FunctionNames => ["dose"];

    /// <summary>One column of every kind.</summary>
    public static TestColumns OfEveryKind { get; } = new(
        new ColumnType("y", ColumnKind.Numeric),
        new ColumnType("n", ColumnKind.Numeric),
        new ColumnType("week", ColumnKind.Numeric),
        new ColumnType("age", ColumnKind.Numeric),
        new ColumnType("smoker", ColumnKind.Logical),
        new ColumnType("arm", ColumnKind.Factor, ImmutableArray.Create("placebo", "drug")),
        new ColumnType("grade", ColumnKind.Factor, ImmutableArray.Create("low", "mid", "high"), IsOrdered: true),
        new ColumnType("patient", ColumnKind.Factor),
        new ColumnType("site", ColumnKind.Factor),
        new ColumnType("seen", ColumnKind.GroupOnly, Remark: "give a number of days."),
        new ColumnType("notes", ColumnKind.Unusable, Remark: "a list is no column."));

    public ColumnType? Find(string name) => columns.FirstOrDefault(column => column.Name == name);

    public bool HasFunction(string name, int arguments) => name == "dose" && arguments == 2;
}

/// <summary>Formulas brought to plans.</summary>
internal static class Planning
{
    public static DesignPlanResult Result(string formula, IColumnTypes? columns = null) =>
        DesignPlan.Create(Terms.Expanding.Terms(formula), columns ?? TestColumns.OfEveryKind);

    public static DesignPlan Plan(string formula, IColumnTypes? columns = null)
    {
        DesignPlanResult result = Result(formula, columns);
        Assert.Empty(result.Diagnostics);
        Assert.NotNull(result.Plan);
        return result.Plan;
    }

    /// <summary>The one error of a formula, and the text at its place.</summary>
    public static (FormulaDiagnostic Error, string Text) Error(string formula)
    {
        DesignPlanResult result = Result(formula);
        Assert.Null(result.Plan);
        FormulaDiagnostic error = Assert.Single(result.Diagnostics);
        return (error, formula.Substring(error.Span.Start, error.Span.Length));
    }
}
