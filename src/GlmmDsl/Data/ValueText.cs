namespace GlmmDsl.Data;

/// <summary>Names and values as errors show them: quoted, on one line, cut so that no message holds more of the data than it needs.</summary>
internal static class ValueText
{
    private const int LongestValue = 40;
    private const int MostValues = 5;
    private const int LongestPath = 240;

    /// <summary>One value or name in quotes, cut at 40 characters.</summary>
    public static string Quote(string value)
    {
        int kept = value.Length;
        if (kept > LongestValue)
        {
            kept = char.IsHighSurrogate(value[LongestValue - 1]) ? LongestValue - 1 : LongestValue;
        }

        string shown = OnOneLine(value[..kept]);
        return kept < value.Length ? $"'{shown}…'" : $"'{shown}'";
    }

    /// <summary>A path in quotes; the middle of a long one is left out, since its end says most.</summary>
    public static string QuotePath(string path)
    {
        string shown = path.Length <= LongestPath ? path : string.Concat(path.AsSpan(0, LongestPath / 4), "…", path.AsSpan(path.Length - (LongestPath / 2)));
        return "'" + OnOneLine(shown) + "'";
    }

    /// <summary>The first few of many values, each in quotes.</summary>
    public static string QuoteFew(IReadOnlyCollection<string> values)
    {
        string few = string.Join(", ", values.Take(MostValues).Select(Quote));
        return values.Count > MostValues ? few + ", …" : few;
    }

    private static string OnOneLine(string value) => VisibleText.Of(value.ReplaceLineEndings(" ").Replace('\t', ' '));
}
