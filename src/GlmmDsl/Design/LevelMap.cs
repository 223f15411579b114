using System.Collections.Immutable;

namespace GlmmDsl.Design;

/// <summary>Finds the levels of one factor among those of another.</summary>
internal static class LevelMap
{
    /// <summary>For each level its index among <paramref name="trained"/>, -1 where it is not one of them.</summary>
    public static int[] Of(ImmutableArray<string> levels, ImmutableArray<string> trained)
    {
        if (levels == trained)
        {
            return [.. Enumerable.Range(0, levels.Length)];
        }

        var indexOf = new Dictionary<string, int>(trained.Length, StringComparer.Ordinal);
        for (int i = 0; i < trained.Length; i++)
        {
            indexOf[trained[i]] = i;
        }

        return [.. levels.Select(level => indexOf.GetValueOrDefault(level, -1))];
    }
}
