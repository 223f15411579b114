using GlmmDsl.Data;
using GlmmDsl.Design.Expressions;
using GlmmDsl.Design.Products;

namespace GlmmDsl.Design.Frame;

/// <summary>Chooses the rows a model uses: weight 0 leaves a row out, and so does a missing value under <see cref="MissingValues.Omit"/>.</summary>
internal static class RowFilter
{
    /// <summary>Chooses the rows and notes what was left out.</summary>
    /// <exception cref="ModelDataException">A missing value under <see cref="MissingValues.Fail"/>, or no row is left.</exception>
    public static RowSelection Choose(ModelFrame frame, Table table, MissingValues policy, List<Notice> notices)
    {
        (RowSelection rows, RowTally tally) = Choose(frame, table, policy);
        tally.AddNotices(notices);
        return rows.Count > 0 ? rows : throw NoRowLeft(tally);
    }

    /// <summary>Chooses the rows, perhaps none, and counts what was left out.</summary>
    /// <exception cref="ModelDataException">A missing value under <see cref="MissingValues.Fail"/>.</exception>
    public static (RowSelection Rows, RowTally Tally) Choose(ModelFrame frame, Table table, MissingValues policy)
    {
        bool[] isWeightless = Weightless(frame, table.RowCount);
        var isMissing = new bool[table.RowCount];
        foreach (FrameVariable variable in frame.All)
        {
            variable.MarkMissing(isMissing);
        }

        if (!isMissing.AsSpan().Contains(true) && !isWeightless.AsSpan().Contains(true))
        {
            return (RowSelection.All(table.RowCount), new RowTally(table.RowCount, 0, 0, 0, [], (frame.Weights ?? frame.Response)?.Name));
        }

        var rows = new int[table.RowCount];
        int kept = 0;
        int weightless = 0;
        int omitted = 0;
        int computed = 0;
        for (int row = 0; row < rows.Length; row++)
        {
            if (isWeightless[row])
            {
                weightless++;
            }
            else if (!isMissing[row])
            {
                rows[kept++] = row;
            }
            else if (policy == MissingValues.Fail)
            {
                throw MissingValue(frame, table, row);
            }
            else
            {
                omitted++;
                computed += frame.All.Any(v => v.IsMissing(row) && MissingColumn(frame, v, row) is null) ? 1 : 0;
            }
        }

        var tally = new RowTally(
            rows.Length,
            omitted,
            computed,
            weightless,
            omitted == 0 && kept > 0 ? [] : [.. frame.All.Where(v => HasMissing(v, table.RowCount)).Select(v => v.Name).Distinct()],
            (frame.Weights ?? frame.Response)?.Name);
        return (new RowSelection(kept == rows.Length ? rows : rows[..kept], rows.Length), tally);
    }

    /// <summary>The error when none of the rows can be used.</summary>
    public static ModelDataException NoRowLeft(RowTally tally)
    {
        if (tally.Omitted == 0)
        {
            return new ModelDataException(FormattableString.Invariant(
                $"No row is left: {tally.Weights ?? "the weight"} is 0 in each of the {tally.Total} rows, and a row of weight 0 is left out. Check the weights."), tally.Weights);
        }

        string weightless = tally.Weightless == 0 ? "" : FormattableString.Invariant($" or has weight 0 ({tally.Weightless} rows)");
        return new ModelDataException(FormattableString.Invariant(
            $"No row is left: each of the {tally.Total} rows lacks a value that the formula needs{weightless}. Check the formula's columns ({ValueText.QuoteFew(tally.Missing)})."));
    }

    private static bool[] Weightless(ModelFrame frame, int count)
    {
        var isWeightless = new bool[count];
        if (frame.Weights is FrameVariable weights)
        {
            MarkZeros(weights.Numbers[0], isWeightless);
        }

        // cbind(0, 0) is a row without trials: it has weight 0.
        if (frame.Response is { Numbers: [_, double[] trials] })
        {
            MarkZeros(trials, isWeightless);
        }

        return isWeightless;
    }

    private static void MarkZeros(double[] values, bool[] isZero)
    {
        for (int row = 0; row < values.Length; row++)
        {
            isZero[row] |= values[row] == 0;
        }
    }

    private static bool HasMissing(FrameVariable variable, int count)
    {
        for (int row = 0; row < count; row++)
        {
            if (variable.IsMissing(row))
            {
                return true;
            }
        }

        return false;
    }

    // The first column without a value that the variable is computed from; null when all are present.
    private static string? MissingColumn(ModelFrame frame, FrameVariable variable, int row) => variable.Expression is null
        ? variable.Name
        : ReferencedNames.In(variable.Expression).FirstOrDefault(name => frame.Columns.IsMissing(name, row));

    private static ModelDataException MissingValue(ModelFrame frame, Table table, int row)
    {
        FrameVariable variable = frame.All.First(v => v.IsMissing(row));
        string message = MissingColumn(frame, variable, row) is string column
            ? $"Column '{column}' has no value in {table.RowLabel(row)}. Fill it in, or leave such rows out: MissingValues.Omit (--na omit)."
            : $"{variable.Name} is not a number in {table.RowLabel(row)}{frame.ValuesAt(variable, row)}. Correct the row, or leave such rows out: MissingValues.Omit (--na omit).";
        return new ModelDataException(message, MissingColumn(frame, variable, row) ?? variable.Name, row + 1);
    }
}
