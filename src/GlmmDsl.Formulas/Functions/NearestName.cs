namespace GlmmDsl.Formulas;

/// <summary>Finds the name that was probably meant.</summary>
public static class NearestName
{
    private const int LongestName = 100;

    /// <summary>
    /// The candidate nearest to a name by the number of letters inserted, left out, changed or swapped, case counting little; null when none
    /// is near enough to be meant (a third of the name's letters, at least one).
    /// </summary>
    /// <param name="name">What was written.</param>
    /// <param name="candidates">The names there are.</param>
    public static string? Find(string name, IEnumerable<string> candidates)
    {
        string? nearest = null;
        int limit = Math.Max(1, Math.Min(name.Length, LongestName) / 3);
        int least = (2 * limit) + 1;
        foreach (string candidate in candidates)
        {
            // Twice the distance without case, and one for a difference in case: only then can Days win over Date for days.
            int distance = candidate.Length > LongestName || name.Length > LongestName
                ? int.MaxValue
                : (2 * Distance(name.ToUpperInvariant(), candidate.ToUpperInvariant(), limit)) + (candidate.StartsWith(name.Substring(0, Math.Min(1, name.Length)), StringComparison.Ordinal) ? 0 : 1);
            if (distance < least || (distance == least && string.CompareOrdinal(candidate, nearest) < 0))
            {
                least = distance;
                nearest = candidate;
            }
        }

        return nearest;
    }

    /// <summary>Restricted Damerau–Levenshtein distance; anything past the limit is limit + 1.</summary>
    private static int Distance(string a, string b, int limit)
    {
        if (Math.Abs(a.Length - b.Length) > limit)
        {
            return limit + 1;
        }

        int[] beforeLast = new int[b.Length + 1];
        int[] last = Enumerable.Range(0, b.Length + 1).ToArray();
        int[] current = new int[b.Length + 1];
        for (int i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int change = a[i - 1] == b[j - 1] ? 0 : 1;
                int least = Math.Min(last[j - 1] + change, Math.Min(last[j], current[j - 1]) + 1);
                bool isSwap = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
                current[j] = isSwap ? Math.Min(least, beforeLast[j - 2] + 1) : least;
            }

            (beforeLast, last, current) = (last, current, beforeLast);
        }

        return Math.Min(last[b.Length], limit + 1);
    }
}
