namespace GlmmDsl.Design;

/// <summary>Writes names or levels for people, a few only.</summary>
internal static class LevelList
{
    private const int Shown = 5;

    /// <summary>The first few in quotation marks, and how many more there are.</summary>
    public static string Of(IReadOnlyCollection<string> levels)
    {
        string list = string.Join(", ", levels.Take(Shown).Select(level => "'" + Shorten.Value(level) + "'"));
        return levels.Count <= Shown ? list : FormattableString.Invariant($"{list} and {levels.Count - Shown} more");
    }
}
