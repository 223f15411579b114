using GlmmDsl.Formulas;

namespace GlmmDsl.Generators.Symbols;

/// <summary>Shows a row type's columns to the formula language.</summary>
internal sealed class RowColumnTypes(RowModel row) : IColumnTypes
{
    public IEnumerable<string> Names => row.Columns.Items.Select(c => c.Name);

    public IEnumerable<string> FunctionNames => row.Functions.Items.Select(f => f.Name).Distinct(StringComparer.Ordinal);

    public ColumnType? Find(string name) => row.Find(name)?.ToColumnType();

    public bool HasFunction(string name, int arguments) =>
        row.Functions.Items.Any(f => f.Name == name && f.Arguments == arguments);
}
