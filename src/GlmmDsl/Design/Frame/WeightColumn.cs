using GlmmDsl.Data;
using GlmmDsl.Formulas;

namespace GlmmDsl.Design.Frame;

/// <summary>Reads and checks a column of weights.</summary>
internal static class WeightColumn
{
    /// <summary>The weights, one per row, NaN where missing.</summary>
    /// <exception cref="ModelDataException">No such column, not numbers, a negative or infinite weight, or a kind that the model does not have.</exception>
    public static FrameVariable Read(string name, DesignOptions options, Table table)
    {
        RefuseKind(name, options);
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
                FormattableString.Invariant($"The weight '{name}' is {weights[row]:R} in {table.RowLabel(row)}. Weights must be finite numbers from 0 up."),
                name,
                row + 1);
    }

    private static void RefuseKind(string name, DesignOptions options)
    {
        WeightKind kind = options.WeightKind;
        string? reason = (options.Response, kind) switch
        {
            (ResponseForm.Number, not WeightKind.Precision) when options.FamilyWords != FamilyFacts.InWords(FamilyFacts.Gaussian) =>
                $"A {options.FamilyWords} model has no weights of kind {kind}: '{name}' must weight the rows' log-likelihoods (kind Precision).",
            (ResponseForm.Successes, WeightKind.Frequency) when !options.CountsRows =>
                $"A {options.FamilyWords} model has no weights of kind Frequency: '{name}' must hold the trials of a proportion (kind Trials). Repeat each row as often as it occurred.",
            (ResponseForm.Number, WeightKind.Trials) =>
                $"Weights of kind {kind} cannot be used in a linear model: '{name}' must hold precision weights (residual variance σ²/w). Trials belong to binomial models.",
            (ResponseForm.Number, WeightKind.Frequency) =>
                $"Weights of kind {kind} cannot be used in a linear model: '{name}' must hold precision weights (residual variance σ²/w). For frequencies, repeat each row as often as it occurred.",
            (ResponseForm.Successes, WeightKind.Precision) =>
                $"A {options.FamilyWords} model has no precision weights: '{name}' must hold the trials of a proportion (kind Trials) or count identical rows (kind Frequency).",
            (ResponseForm.Count, WeightKind.Trials) =>
                $"A {options.FamilyWords} model has no trials: '{name}' must count identical rows (kind Frequency) or weight their log-likelihoods (kind Precision). Exposure belongs in the formula, as offset(log({name})).",
            (ResponseForm.Category, WeightKind.Trials) =>
                $"A {options.FamilyWords} model has no trials: '{name}' must count identical rows (kind Frequency) or weight their log-likelihoods (kind Precision).",
            _ => null,
        };
        if (reason is not null)
        {
            throw new ModelDataException(reason, name);
        }
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
