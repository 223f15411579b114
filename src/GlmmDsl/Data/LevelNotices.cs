using System.Collections.Immutable;
using System.Globalization;

namespace GlmmDsl.Data;

/// <summary>Notices about levels that were found in the data, not declared.</summary>
internal static class LevelNotices
{
    private const int MostShown = 3;

    // What R, pandas, databases and spreadsheets write for a missing value. None, N and - are left out: they are names of levels often enough.
    private static readonly string[] Markers = ["NA", "N/A", "#N/A", "NaN", "nan", "NULL", "null"];

    /// <summary>A level that is what other programs write for a missing value.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="levels">Its levels.</param>
    /// <param name="codes">For each row the index of its level, -1 where missing.</param>
    public static ImmutableArray<Notice> OfMissingMarkers(string name, ImmutableArray<string> levels, int[] codes)
    {
        ImmutableArray<Notice> notices = [];
        foreach (string marker in Markers)
        {
            int level = levels.IndexOf(marker, StringComparer.Ordinal);
            if (level >= 0)
            {
                int rows = codes.AsSpan().Count(level);
                string alone = levels.Length > 1 && levels.All(l => l == marker || NumberFormat.Point.TryParse(l, out _)) ? " All its other values are numbers." : "";
                notices = notices.Add(new Notice(
                    NoticeId.MissingMarkerAsLevel,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"The column {ValueText.Quote(name)} holds the text '{marker}' in {rows} {(rows == 1 ? "row" : "rows")}, and it is taken as a level like any other.{alone} If it marks a missing value, have it read as one (--na-strings {marker}, CsvOptions.NaStrings; null in rows of your own type). If it is a level, declare the levels (--levels, Table.WithLevels, [Factor]), and this notice goes away."),
                    [name, marker],
                    rows));
            }
        }

        return notices;
    }

    /// <summary>Whole numbers written with leading zeros and without, as <c>001</c> and <c>1</c>, which became one level.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="texts">The distinct texts.</param>
    /// <param name="numbers">For each text its number and the name of its level.</param>
    public static ImmutableArray<Notice> OfMergedIdentifiers(string name, IReadOnlyList<string> texts, (double Value, string? Label)[] numbers)
    {
        var merged = Enumerable.Range(0, texts.Count)
            .Where(i => texts[i].AsSpan().TrimStart("+-").IndexOfAnyExceptInRange('0', '9') < 0)
            .GroupBy(i => numbers[i].Label!, i => texts[i], StringComparer.Ordinal)
            .Where(g => g.Skip(1).Any())
            .Select(g => (Level: g.Key, Texts: g.Order(StringComparer.Ordinal).ToArray()))
            .ToList();
        if (merged.Count == 0)
        {
            return [];
        }

        string shown = string.Join("; ", merged.Take(MostShown).Select(m => string.Join(" and ", m.Texts.Take(MostShown).Select(ValueText.Quote))));
        string more = merged.Count > MostShown ? string.Create(CultureInfo.InvariantCulture, $"; and {merged.Count - MostShown} more") : "";
        return
        [
            new Notice(
                NoticeId.IdentifiersMerged,
                $"The column {ValueText.Quote(name)} writes numbers in two ways, and each became one level: {shown}{more}. Numbers are compared by value, as R compares them. If they name different groups, declare the levels (--levels, CsvOptions.Levels), which are compared as text; if not, write them alike.",
                [name, .. merged.Select(m => m.Level)],
                merged.Count),
        ];
    }
}
