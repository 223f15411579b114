using System.Globalization;
using System.Text;

namespace GlmmDsl.Summaries;

/// <summary>The conditional modes of a grouping factor as a table, levels by columns.</summary>
internal static class ConditionalModesTable
{
    /// <summary>More levels than this fill a screen; how many are left out is said.</summary>
    private const int MostLevels = 20;

    /// <summary>The table.</summary>
    public static string Of(GroupRandomEffects effects)
    {
        int levels = Math.Min(effects.Levels.Length, MostLevels);
        int columns = effects.Columns.Length;
        int?[] decimals = [.. Enumerable.Range(0, columns).Select(k => NumberColumn.Decimals(Enumerable.Range(0, levels).Select(i => effects[i, k].Value)))];
        var table = new TextTable([true, .. Enumerable.Repeat(false, columns)], [effects.Group, .. effects.Columns]);
        for (int i = 0; i < levels; i++)
        {
            table.Add([effects.Levels[i], .. Enumerable.Range(0, columns).Select(k => NumberColumn.Format(effects[i, k].Value, decimals[k]))]);
        }

        var text = new StringBuilder();
        table.WriteTo(text, "");
        if (effects.Levels.Length > levels)
        {
            text.Append(CultureInfo.InvariantCulture, $"... and {effects.Levels.Length - levels} more levels\n");
        }

        return text.ToString();
    }
}
