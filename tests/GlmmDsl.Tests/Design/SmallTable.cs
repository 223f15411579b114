using GlmmDsl.Data;
using GlmmDsl.Design;

namespace GlmmDsl.Tests.Design;

/// <summary>Twelve rows of every kind of column; model-matrices.R holds the same.</summary>
internal static class SmallTable
{
    private static readonly string[] F = ["b", "a", "c", "a", "b", "c", "c", "b", "a", "a", "b", "c"];

    public static double[] X { get; } = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11.5, 13];

    public static double[] Z { get; } = [0.2, 1.7, 0.9, 2.4, 3.3, 0.4, 1.1, 2.8, 0.6, 1.9, 2.2, 3.7];

    /// <summary>The table, whole.</summary>
    public static Table Table { get; } = new(
    [
        new NumericColumn("y", [3.1, 4.7, 2.2, 6.8, 5.5, 7.9, 1.4, 8.3, 6.1, 2.9, 4.4, 5.0]),
        new NumericColumn("x", X),
        new NumericColumn("z", Z),
        new NumericColumn("k", [10, 2, 5, 10, 2, 5, 10, 2, 5, 10, 2, 5]),
        Factor("f", null),
        Factor("f_sum", Coding.Sum),
        Factor("f_helmert", Coding.Helmert),
        Factor("f_poly", Coding.Polynomial),
        new FactorColumn("g", ["u", "v"], [0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1]),
        new FactorColumn("o", ["low", "mid", "high", "top"], [0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3], isOrdered: true),
        new FactorColumn("b", ["FALSE", "TRUE"], [1, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0, 1], isLogical: true),
    ]);

    /// <summary>The table with a column put in or replaced.</summary>
    public static Table With(params Column[] columns) =>
        new(Table.Columns.Where(c => columns.All(added => added.Name != c.Name)).Concat(columns));

    /// <summary>The table with one number of a column changed.</summary>
    public static Table With(string column, int row, double value)
    {
        double[] values = [.. ((NumericColumn)Table.Find(column)!).Values];
        values[row] = value;
        return With(new NumericColumn(column, values));
    }

    /// <summary>Some rows of the table, in the order given.</summary>
    public static Table Rows(params int[] rows) => Take(Table, rows);

    /// <summary>Some rows of a table, in the order given.</summary>
    public static Table Take(Table table, params int[] rows) => new(table.Columns.Select<Column, Column>(column => column switch
    {
        NumericColumn numbers => new NumericColumn(column.Name, [.. rows.Select(row => numbers.Array[row])]),
        FactorColumn factor => new FactorColumn(
            column.Name, factor.Levels, [.. rows.Select(row => factor.Array[row])], factor.IsOrdered, factor.Coding, factor.IsLogical),
        _ => throw new ArgumentException(column.Name),
    }));

    /// <summary>The design of a formula on the table, or on another.</summary>
    public static DesignResult Build(string formula, Table? table = null, DesignOptions? options = null) =>
        ModelMatricesBuilder.Build(Formula.Parse(formula).Terms, table ?? Table, options ?? new DesignOptions(), CancellationToken.None);

    private static FactorColumn Factor(string name, Coding? coding) =>
        new(name, ["b", "a", "c"], [.. F.Select(level => Array.IndexOf(["b", "a", "c"], level))], coding: coding);
}
