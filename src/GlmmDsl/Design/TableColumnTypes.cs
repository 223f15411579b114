using System.Collections.Immutable;
using GlmmDsl.Data;
using GlmmDsl.Formulas;

namespace GlmmDsl.Design;

/// <summary>The columns and functions a formula can name when it meets a table.</summary>
internal sealed class TableColumnTypes(Table table, ImmutableDictionary<(string Name, int Arity), Func<double[], double>> functions) : IColumnTypes
{
    /// <inheritdoc/>
    public IEnumerable<string> Names => table.Columns.Select(c => c.Name);

    /// <inheritdoc/>
    public IEnumerable<string> FunctionNames => functions.Keys.Select(k => k.Name).Distinct(StringComparer.Ordinal);

    /// <inheritdoc/>
    public ColumnType? Find(string name) => table.Find(name)?.Type;

    /// <inheritdoc/>
    public bool HasFunction(string name, int arguments) => functions.ContainsKey((name, arguments));
}
