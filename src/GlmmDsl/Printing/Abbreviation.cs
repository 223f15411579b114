using System.Collections.Immutable;

namespace GlmmDsl.Printing;

/// <summary>
/// Names shortened to a width but still distinct, as R's <c>abbreviate</c> does it: lower-case vowels go first, from the right, then other
/// lower-case letters, then whatever is left. The first letter of a word stays.
/// </summary>
internal static class Abbreviation
{
    private const string Vowels = "aeiou";

    /// <summary>The names at this length; names that would be equal stay longer, until they differ.</summary>
    public static ImmutableArray<string> Of(ImmutableArray<string> names, int length)
    {
        string[] shortened = [.. names.Select(n => Shorten(n, length))];
        int longest = names.Max(n => n.Length);
        for (int longer = length + 1; longer <= longest; longer++)
        {
            HashSet<string> alike = [.. shortened.GroupBy(s => s, StringComparer.Ordinal).Where(g => g.Skip(1).Any()).Select(g => g.Key)];
            if (alike.Count == 0)
            {
                break;
            }

            shortened = [.. shortened.Select((s, i) => alike.Contains(s) ? Shorten(names[i], longer) : s)];
        }

        return [.. shortened];
    }

    private static string Shorten(string name, int length)
    {
        List<char> kept = [.. name];
        Remove(kept, length, c => Vowels.Contains(c), AtEnd);
        Remove(kept, length, c => Vowels.Contains(c), NotFirst);
        Remove(kept, length, char.IsLower, AtEnd);
        Remove(kept, length, char.IsLower, NotFirst);
        Remove(kept, length, c => c != ' ', NotFirst);
        return string.Concat(kept.Where(c => c != ' '));
    }

    private static void Remove(List<char> kept, int length, Func<char, bool> may, Func<List<char>, int, bool> where)
    {
        int over = kept.Count(c => c != ' ') - length;
        for (int i = kept.Count - 1; i > 0 && over > 0; i--)
        {
            if (may(kept[i]) && where(kept, i))
            {
                kept.RemoveAt(i);
                over--;
            }
        }
    }

    private static bool AtEnd(List<char> text, int i) => text[i - 1] != ' ' && (i == text.Count - 1 || text[i + 1] == ' ');

    private static bool NotFirst(List<char> text, int i) => text[i - 1] != ' ';
}
