using System.Globalization;

namespace GlmmDsl.Data;

/// <summary>Columns of dates in a text file mean what a <see cref="DateOnly"/> property means.</summary>
internal static class CsvDates
{
    private static readonly int DayOfEpoch = new DateOnly(1970, 1, 1).DayNumber;

    /// <summary>
    /// A column whose every text is a date as <c>2024-03-31</c>: days since 1970-01-01 where a number is needed, the dates themselves as levels.
    /// Null where a text is not a date, or where there is no text.
    /// </summary>
    /// <param name="name">The column's name.</param>
    /// <param name="texts">The distinct texts.</param>
    /// <param name="codes">For each row the index of its text, -1 where missing.</param>
    public static Column? TryBuild(string name, IReadOnlyList<string> texts, int[] codes)
    {
        var days = new double[texts.Count];
        for (int i = 0; i < days.Length; i++)
        {
            if (!DateOnly.TryParseExact(texts[i], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date))
            {
                return null;
            }

            days[i] = date.DayNumber - DayOfEpoch;
        }

        if (days.Length == 0)
        {
            return null;
        }

        FactorColumn factor = TextEncoder.Sorted(name, texts, codes);
        var dayOf = Enumerable.Range(0, days.Length).ToDictionary(i => texts[i], i => days[i], StringComparer.Ordinal);
        return new NumericFactorColumn(factor, [.. factor.Levels.Select(l => dayOf[l])]);
    }
}
