namespace GlmmDsl.Data;

/// <summary>Finds the name that a misspelt one was meant to be.</summary>
internal static class NearestName
{
    private const int LongestName = 100;

    /// <summary>
    /// The name with the fewest single-character edits (letter case counts for nothing); null when even that differs in more than a third
    /// of the longer name's characters, and at least in two.
    /// </summary>
    public static string? Of(string name, IEnumerable<string> names)
    {
        string? nearest = null;
        int best = int.MaxValue;
        foreach (string candidate in names)
        {
            int longer = Math.Max(name.Length, candidate.Length);
            if (longer > LongestName)
            {
                continue;
            }

            int distance = Distance(name.ToUpperInvariant(), candidate.ToUpperInvariant());
            if (distance < best && distance <= Math.Max(2, longer / 3) && distance < longer)
            {
                best = distance;
                nearest = candidate;
            }
        }

        return nearest;
    }

    // Levenshtein's distance by rows: only the previous row of the table is needed.
    private static int Distance(string a, string b)
    {
        int[] previous = [.. Enumerable.Range(0, b.Length + 1)];
        int[] current = new int[b.Length + 1];
        for (int i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int replaced = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                current[j] = Math.Min(replaced, Math.Min(previous[j], current[j - 1]) + 1);
            }

            (previous, current) = (current, previous);
        }

        return previous[b.Length];
    }
}
