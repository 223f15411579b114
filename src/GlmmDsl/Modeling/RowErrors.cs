using System.Globalization;

namespace GlmmDsl.Modeling;

/// <summary>The errors for rows that no column can hold. Rows are counted from 0 here and from 1 in the messages.</summary>
internal static class RowErrors
{
    private const int LongestValue = 40;

    public static ModelDataException NullRow(int row) =>
        new(string.Create(CultureInfo.InvariantCulture, $"Row {row + 1L} is null. Leave it out."), null, row + 1L);

    public static ModelDataException OutsideLevels(string column, int row, string value, IReadOnlyList<string> levels) =>
        new(
            string.Create(
                CultureInfo.InvariantCulture,
                $"Column '{column}': '{Cut(value)}' in row {row + 1L} is not one of its levels, {Listed(levels)}. Correct the value, or declare the level."),
            column,
            row + 1L);

    public static ModelDataException Infinite(string column, int row) =>
        new(
            string.Create(CultureInfo.InvariantCulture, $"Column '{column}': the value in row {row + 1L} is infinite, and no model can use it. Correct it, or make it NaN if it is missing."),
            column,
            row + 1L);

    private static string Listed(IReadOnlyList<string> levels) =>
        levels.Count <= 6 ? string.Join(", ", levels.Select(Cut)) : string.Join(", ", levels.Take(6).Select(Cut)) + ", ...";

    private static string Cut(string value) => value.Length <= LongestValue ? value : value[..LongestValue] + "...";
}
