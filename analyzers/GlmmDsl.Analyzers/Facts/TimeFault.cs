using GlmmDsl.Formulas;
using GlmmDsl.Generators.Symbols;

namespace GlmmDsl.Analyzers.Facts;

/// <summary>What is wrong with a column as a time.</summary>
internal static class TimeFault
{
    /// <summary>What is wrong with a declared time, and what to do; null where nothing is.</summary>
    public static string? Of(RowModel row, RowColumn column) =>
        column.Kind == ColumnKind.Unusable ? null // GLMM103 says why where a formula names it
        : OrderOf(column) is { } fault ? fault
        : column.Facts.FirstOrDefault(f => f.Kind == FactKind.Time && row.OtherOf(f) is { } unit && IsConstantWithin(row, column, unit)) is { } fact
            ? $"[ConstantWithin] gives each '{row.OtherOf(fact)!.Name}' one value of it, and with it one row: remove one of the two"
        : null;

    /// <summary>Why the values of a column have no order in time, and what to do; null where they have one.</summary>
    public static string? OrderOf(RowColumn column) =>
        column.Value switch
        {
            ValueKind.Boolean => "it is a bool, which has no order in time: make it a number, a date or an enum",
            ValueKind.Guid => "it is a Guid, which has no order in time: make it a number, a date or an enum",
            ValueKind.Text or ValueKind.Character when !column.AreLevelsKnown => "it is text, whose levels are in alphabetical order: make it a number, a date or an enum, or give the order of its levels, [Factor(\"first\", \"second\")]",
            _ => null,
        };

    private static bool IsConstantWithin(RowModel row, RowColumn column, RowColumn unit) => column.Facts.Any(f => f.Kind == FactKind.ConstantWithin && row.OtherOf(f) == unit);
}
