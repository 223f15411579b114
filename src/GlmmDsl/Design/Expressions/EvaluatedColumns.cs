using GlmmDsl.Data;
using GlmmDsl.Formulas;

namespace GlmmDsl.Design.Expressions;

/// <summary>The columns of a table that expressions have read, each converted and checked once.</summary>
internal sealed class EvaluatedColumns(Table table)
{
    private readonly Dictionary<string, ExpressionValue> values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FactorColumn> factors = new(StringComparer.Ordinal);

    /// <summary>A column as what its type says; null when there is none of that name.</summary>
    /// <exception cref="ModelDataException">A number that cannot be read or is infinite.</exception>
    public ExpressionValue? Find(string name)
    {
        if (values.TryGetValue(name, out ExpressionValue? known))
        {
            return known;
        }

        if (table.Find(name) is not Column column)
        {
            return null;
        }

        ExpressionValue value = column.Type.Kind == ColumnKind.Numeric
            ? new NumberValue(column.AsNumeric(table.RowLabel).Array)
            : new FactorValue(column.AsFactor(table.RowLabel));
        values.Add(name, value);
        return value;
    }

    /// <summary>A column in the role of a factor, whatever it looks like; null when there is none of that name.</summary>
    public FactorColumn? FindFactor(string name)
    {
        if (factors.TryGetValue(name, out FactorColumn? known))
        {
            return known;
        }

        FactorColumn? factor = table.Find(name)?.AsFactor(table.RowLabel);
        if (factor is not null)
        {
            factors.Add(name, factor);
        }

        return factor;
    }

    /// <summary>Whether a column that was read as numbers or as a factor has no value in a row.</summary>
    public bool IsMissing(string name, int row) =>
        (values.TryGetValue(name, out ExpressionValue? value) && value switch
        {
            NumberValue numbers => double.IsNaN(numbers.Values[row]),
            FactorValue factor => factor.Factor.Array[row] < 0,
            _ => false,
        })
        || (factors.TryGetValue(name, out FactorColumn? column) && column.Array[row] < 0);
}
