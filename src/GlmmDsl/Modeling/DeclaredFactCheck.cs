using System.Globalization;
using GlmmDsl.Data;

namespace GlmmDsl.Modeling;

/// <summary>Checks that tables keep to the facts that their row type declares. Rows without a value in one of the columns say nothing.</summary>
/// <param name="facts">The facts.</param>
internal sealed class DeclaredFactCheck(IReadOnlyList<DeclaredFact> facts)
{
    private readonly Dictionary<(DeclaredFact Fact, bool IsReversed), Dictionary<string, (string Value, long Row)>> seen = [];
    private long rowsBefore;

    /// <summary>Checks a table together with those before it.</summary>
    /// <exception cref="ModelDataException">Rows that contradict a fact: the message names both, and the values.</exception>
    public Table Checked(Table table, CancellationToken cancellationToken)
    {
        foreach (DeclaredFact fact in facts)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Labels.Of(table, fact.Column) is not { } column || (fact.Other is { } name ? Labels.Of(table, name) : null) is var other && fact.Other is not null && other is null)
            {
                continue;
            }

            switch (fact.Kind)
            {
                case DeclaredFactKind.RowKey:
                    CheckOnce(fact, column);
                    break;
                case DeclaredFactKind.Time:
                    CheckOneRow(fact, column, other!);
                    break;
                case DeclaredFactKind.ConstantWithin:
                    CheckOneValue(fact, other!, column, isReversed: true);
                    break;
                case DeclaredFactKind.Aliases:
                    CheckOneValue(fact, column, other!, isReversed: false);
                    CheckOneValue(fact, other!, column, isReversed: true);
                    break;
                default:
                    CheckOneValue(fact, column, other!, isReversed: false);
                    break;
            }
        }

        rowsBefore += table.RowCount;
        return table;
    }

    /// <summary>Checks that no value occurs twice.</summary>
    private void CheckOnce(DeclaredFact fact, Labels column)
    {
        Dictionary<string, (string Value, long Row)> earlier = Earlier(fact, false);
        for (int row = 0; row < column.Count; row++)
        {
            if (column.At(row) is { } value && !earlier.TryAdd(value, ("", rowsBefore + row)))
            {
                throw new ModelDataException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"Column {Quote(fact.Column)} is declared [RowKey], another value in each row, but rows {earlier[value].Row + 1} and {rowsBefore + row + 1} both have {Quote(value)}. Correct the data, or remove the attribute."),
                    fact.Column,
                    rowsBefore + row + 1);
            }
        }
    }

    /// <summary>Checks that no unit has two rows of one time.</summary>
    private void CheckOneRow(DeclaredFact fact, Labels times, Labels units)
    {
        Dictionary<string, (string Value, long Row)> earlier = Earlier(fact, false);
        for (int row = 0; row < times.Count; row++)
        {
            if (times.At(row) is { } time && units.At(row) is { } unit && !earlier.TryAdd($"{time.Length} {time}{unit}", ("", rowsBefore + row)))
            {
                throw new ModelDataException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"Column {Quote(fact.Column)} is declared [Time], at which each {Quote(fact.Other!)} has one row, but rows {earlier[$"{time.Length} {time}{unit}"].Row + 1} and {rowsBefore + row + 1} are both of {Quote(unit)} at {Quote(time)}. Correct the data, or remove Within from the attribute."),
                    fact.Column,
                    rowsBefore + row + 1);
            }
        }
    }

    /// <summary>Checks that all rows of one key have one value.</summary>
    private void CheckOneValue(DeclaredFact fact, Labels keys, Labels values, bool isReversed)
    {
        // Codes are compared within the table, texts only once for each key across tables.
        int[] first = new int[keys.LevelCount];
        Array.Fill(first, -1);
        for (int row = 0; row < keys.Count; row++)
        {
            int key = keys.Codes[row];
            int value = values.Codes[row];
            if (key < 0 || value < 0)
            {
                continue;
            }

            if (first[key] < 0)
            {
                first[key] = row;
            }
            else if (values.Codes[first[key]] != value)
            {
                throw Contradiction(fact, keys.At(row)!, values.At(first[key])!, rowsBefore + first[key], values.At(row)!, rowsBefore + row);
            }
        }

        Dictionary<string, (string Value, long Row)> earlier = Earlier(fact, isReversed);
        foreach (int row in first)
        {
            if (row >= 0 && !earlier.TryAdd(keys.At(row)!, (values.At(row)!, rowsBefore + row)) && earlier[keys.At(row)!] is var known && known.Value != values.At(row))
            {
                throw Contradiction(fact, keys.At(row)!, known.Value, known.Row, values.At(row)!, rowsBefore + row);
            }
        }
    }

    private static ModelDataException Contradiction(DeclaredFact fact, string key, string firstValue, long firstRow, string value, long row)
    {
        string rows = string.Create(CultureInfo.InvariantCulture, $"{Quote(firstValue)} in row {firstRow + 1} and {Quote(value)} in row {row + 1}");
        string message = fact.Kind switch
        {
            DeclaredFactKind.NestedIn =>
                $"Column {Quote(fact.Column)} is declared [NestedIn] {Quote(fact.Other!)}, but its level {Quote(key)} is in {rows}. Correct the data, set LabelsRepeat = true if labels are given anew in each level of {Quote(fact.Other!)}, or remove the attribute.",
            DeclaredFactKind.ConstantWithin =>
                $"Column {Quote(fact.Column)} is declared [ConstantWithin] {Quote(fact.Other!)}, but for {Quote(key)} it is {rows}. Correct the data, or remove the attribute.",
            _ => $"Columns {Quote(fact.Column)} and {Quote(fact.Other!)} are declared [Aliases] of each other, but {Quote(key)} goes with {rows}. Correct the data, or remove the attribute.",
        };
        return new ModelDataException(message, fact.Column, row + 1);
    }

    private static string Quote(string text) => ValueText.Quote(text);

    private Dictionary<string, (string Value, long Row)> Earlier(DeclaredFact fact, bool isReversed)
    {
        if (!seen.TryGetValue((fact, isReversed), out Dictionary<string, (string Value, long Row)>? earlier))
        {
            seen[(fact, isReversed)] = earlier = new(StringComparer.Ordinal);
        }

        return earlier;
    }

    /// <summary>A column as codes of its distinct values; a number's are exact, not rounded to those that print alike.</summary>
    private sealed class Labels
    {
        private readonly Func<int, string> text;

        private Labels(int[] codes, int levels, Func<int, string> text)
        {
            Codes = codes;
            LevelCount = levels;
            this.text = text;
        }

        /// <summary>For each row the code of its value, -1 where missing.</summary>
        public int[] Codes { get; }

        /// <summary>The number of distinct values.</summary>
        public int LevelCount { get; }

        /// <summary>The number of rows.</summary>
        public int Count => Codes.Length;

        /// <summary>The value in a row; null where missing.</summary>
        public string? At(int row) => Codes[row] < 0 ? null : text(Codes[row]);

        /// <summary>The column of that name; null when the table has none.</summary>
        public static Labels? Of(Table table, string name)
        {
            switch (table.Find(name))
            {
                case null:
                    return null;
                case NumericColumn numbers:
                    var levels = new Dictionary<double, int>();
                    var distinct = new List<double>();
                    int[] codes = new int[numbers.Count];
                    for (int row = 0; row < codes.Length; row++)
                    {
                        double value = numbers.Values[row];
                        if (double.IsNaN(value))
                        {
                            codes[row] = -1;
                        }
                        else if (!levels.TryGetValue(value, out codes[row]))
                        {
                            levels.Add(value, codes[row] = distinct.Count);
                            distinct.Add(value);
                        }
                    }

                    return new Labels(codes, distinct.Count, code => NumberLabel.Of(distinct[code]));
                case var column:
                    FactorColumn factor = column.AsFactor(table.RowLabel);
                    return new Labels(factor.Array, factor.Levels.Length, code => factor.Levels[code]);
            }
        }
    }
}
