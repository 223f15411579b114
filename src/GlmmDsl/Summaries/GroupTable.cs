using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using GlmmDsl.Printing;

namespace GlmmDsl.Summaries;

/// <summary>Prints the values of the levels of a grouping factor, conditional modes or coefficients, as a table of levels by columns.</summary>
internal static class GroupTable
{
    /// <summary>The most levels that are printed, about a screen; the table says how many are left out.</summary>
    private const int MostLevels = 20;

    /// <summary>The conditional modes.</summary>
    public static string Of(GroupRandomEffects effects) => Of(effects.Group, effects.Levels, effects.Columns, (level, column) => effects[level, column].Value);

    /// <summary>The coefficients.</summary>
    public static string Of(GroupCoefficients coefficients) => Of(coefficients.Group, coefficients.Levels, coefficients.Columns, (level, column) => coefficients[level, column]);

    private static string Of(string group, ImmutableArray<string> names, ImmutableArray<string> columns, Func<int, int, double> value)
    {
        int levels = Math.Min(names.Length, MostLevels);
        int?[] decimals = [.. columns.Select((_, k) => NumberColumn.Decimals(Enumerable.Range(0, levels).Select(i => value(i, k))))];
        var table = new TextTable([true, .. Enumerable.Repeat(false, columns.Length)], [group, .. columns]);
        for (int i = 0; i < levels; i++)
        {
            table.Add([names[i], .. columns.Select((_, k) => NumberColumn.Format(value(i, k), decimals[k]))]);
        }

        var text = new StringBuilder();
        table.WriteTo(text, "");
        if (names.Length > levels)
        {
            text.Append(CultureInfo.InvariantCulture, $"... and {names.Length - levels} more levels\n");
        }

        return text.ToString();
    }
}
