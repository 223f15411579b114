using GlmmDsl.Data;
using GlmmDsl.Formulas;

namespace GlmmDsl.Design;

/// <summary>Reads and checks a column of weights.</summary>
internal static class WeightColumn
{
    /// <summary>The weights of a linear model, one a row, NaN where missing.</summary>
    /// <exception cref="ModelDataException">No such column, not numbers, a negative or infinite weight, or a kind that linear models do not have.</exception>
    public static FrameVariable Read(string name, WeightKind kind, Table table)
    {
        if (kind != WeightKind.Precision)
        {
            throw new ModelDataException(
                $"Weights of kind {kind} cannot be used in a linear model: '{name}' must hold precision weights (residual variance σ²/w). "
                + (kind == WeightKind.Trials ? "Trials belong to binomial models." : "For frequencies, give each row as often as it occurred."),
                name);
        }

        Column column = table.Find(name) ?? throw NoSuchColumn(name, table);
        if (column.Type.Kind != ColumnKind.Numeric)
        {
            throw new ModelDataException($"Column '{name}' is not numeric, so it cannot hold weights.", name);
        }

        double[] weights = column.AsNumeric(table.RowLabel).Array;
        int row = Array.FindIndex(weights, w => w < 0 || double.IsInfinity(w));
        return row < 0
            ? new FrameVariable(name, null, [weights])
            : throw new ModelDataException(
                FormattableString.Invariant($"The weight '{name}' is {weights[row]:R} in {table.RowLabel(row)}. Weights are finite numbers from 0."),
                name,
                row + 1);
    }

    private static ModelDataException NoSuchColumn(string name, Table table)
    {
        IEnumerable<string> names = table.Columns.Select(c => c.Name);
        string remedy = NearestName.Find(name, names) is string nearest
            ? $"did you mean {ValueText.Quote(nearest)}?"
            : $"there are {ValueText.QuoteFew([.. names])}.";
        return new ModelDataException($"There is no column {ValueText.Quote(name)} to take weights from; {remedy}", name);
    }
}
