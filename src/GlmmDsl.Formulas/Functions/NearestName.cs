namespace GlmmDsl.Formulas;

/// <summary>Finds the name that was probably meant.</summary>
public static class NearestName
{
    private const int LongestName = 100;

    /// <summary>From this many letters on a name can be recognised with a misspelt letter; one letter alone is not enough to recognise a name by.</summary>
    private const int ShortestMisspelt = 2;

    /// <summary>From this many letters on the beginning of a name is enough to recognise it.</summary>
    private const int ShortestBeginning = 2;

    /// <summary>
    /// The candidate nearest to a name by the number of letters inserted, left out, changed or swapped, with a small cost for case; where
    /// none is near enough (within a third of the name's letters, at least one of two), the only candidate that begins with the name. Null when
    /// there is neither.
    /// </summary>
    /// <param name="name">What was written.</param>
    /// <param name="candidates">The candidates.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static string? Find(string name, IEnumerable<string> candidates)
    {
        IReadOnlyList<string> nearest = All(name, candidates);
        return nearest.Count == 0 ? null : nearest[0];
    }

    /// <summary>
    /// The nearest candidate where no other is as near, so that it can be written without asking: neither <c>log</c> nor <c>log2</c> is the one
    /// meant by <c>log3</c>. Null otherwise.
    /// </summary>
    /// <param name="name">What was written.</param>
    /// <param name="candidates">The candidates.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static string? FindOnly(string name, IEnumerable<string> candidates) => All(name, candidates) is { Count: 1 } only ? only[0] : null;

    /// <summary>The candidates that are nearest and equally near, in ordinal order; empty when none is near enough.</summary>
    internal static IReadOnlyList<string> All(string name, IEnumerable<string> candidates)
    {
        Guard.NotNull(name, nameof(name));
        var names = Guard.NotNull(candidates, nameof(candidates)).Distinct(StringComparer.Ordinal).ToList();
        int limit = name.Length < ShortestMisspelt ? 0 : Math.Max(1, Math.Min(name.Length, LongestName) / 3);
        int least = limit == 0 ? 2 : (2 * limit) + 1;
        var nearest = new List<string>();
        foreach (string candidate in names)
        {
            // Twice the distance without case, plus one for a difference in case: this lets Days win over Date for days.
            int distance = candidate.Length > LongestName || name.Length > LongestName
                ? int.MaxValue
                : (2 * Distance(name.ToUpperInvariant(), candidate.ToUpperInvariant(), limit)) + (candidate.StartsWith(name.Substring(0, Math.Min(1, name.Length)), StringComparison.Ordinal) ? 0 : 1);
            if (distance < least)
            {
                nearest.Clear();
                least = distance;
                nearest.Add(candidate);
            }
            else if (distance == least && nearest.Count > 0)
            {
                nearest.Add(candidate);
            }
        }

        nearest.Sort(StringComparer.Ordinal);
        return nearest.Count > 0 || name.Length < ShortestBeginning ? nearest : Beginning(name, names);
    }

    /// <summary>Whether two names have the same digits: <c>log2</c> is not a misspelt <c>logg</c>, nor <c>x1</c> a misspelt <c>x3</c>.</summary>
    internal static bool HaveSameDigits(string a, string b) => a.Where(char.IsDigit).SequenceEqual(b.Where(char.IsDigit));

    private static List<string> Beginning(string name, List<string> candidates)
    {
        var completions = candidates.Where(candidate => candidate.StartsWith(name, StringComparison.OrdinalIgnoreCase)).ToList();
        return completions.Count == 1 ? completions : [];
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
