namespace GlmmDsl.Data;

/// <summary>Names and values as errors show them: quoted, on one line, cut so that no message holds more of the data than it needs.</summary>
internal static class ValueText
{
    private const int LongestValue = 40;
    private const int MostValues = 5;

    /// <summary>One value or name in quotes, cut at 40 characters.</summary>
    public static string Quote(string value)
    {
        int kept = value.Length;
        if (kept > LongestValue)
        {
            kept = char.IsHighSurrogate(value[LongestValue - 1]) ? LongestValue - 1 : LongestValue;
        }

        string shown = string.Create(kept, value, static (characters, source) =>
        {
            for (int i = 0; i < characters.Length; i++)
            {
                characters[i] = char.IsControl(source[i]) ? ' ' : source[i];
            }
        });
        return kept < value.Length ? $"'{shown}…'" : $"'{shown}'";
    }

    /// <summary>The first few of many values, each in quotes.</summary>
    public static string QuoteFew(IReadOnlyCollection<string> values)
    {
        string few = string.Join(", ", values.Take(MostValues).Select(Quote));
        return values.Count > MostValues ? few + ", …" : few;
    }
}
