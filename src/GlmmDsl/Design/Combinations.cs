namespace GlmmDsl.Design;

/// <summary>Combinations of the levels of two factors.</summary>
internal static class Combinations
{
    /// <summary>The combinations of two factors that occur, the first slowest, and which of them each row has.</summary>
    /// <param name="prefix">For each row the index of the first factor's level.</param>
    /// <param name="prefixes">The first factor's number of levels.</param>
    /// <param name="levels">For each row the index of the second factor's level.</param>
    /// <param name="width">The second factor's number of levels.</param>
    /// <returns>The numbers first · width + second that occur, ascending; for each row the index of its combination among them.</returns>
    public static (long[] Keys, int[] Codes) Of(int[] prefix, int prefixes, int[] levels, int width)
    {
        var combined = new long[prefix.Length];
        for (int row = 0; row < combined.Length; row++)
        {
            combined[row] = (long)prefix[row] * width + levels[row];
        }

        long range = (long)prefixes * width;

        // A table of all combinations is fastest while it is not much larger than the rows.
        return range <= 4L * combined.Length + 4_096 ? ByTable(combined, (int)range) : BySorting(combined);
    }

    private static (long[] Keys, int[] Codes) ByTable(long[] combined, int range)
    {
        var index = new int[range];
        foreach (long key in combined)
        {
            index[key] = 1;
        }

        var keys = new List<long>();
        for (int key = 0; key < range; key++)
        {
            if (index[key] == 1)
            {
                index[key] = keys.Count;
                keys.Add(key);
            }
        }

        return ([.. keys], Array.ConvertAll(combined, key => index[key]));
    }

    private static (long[] Keys, int[] Codes) BySorting(long[] combined)
    {
        long[] sorted = [.. combined];
        Array.Sort(sorted);
        int count = 0;
        for (int i = 0; i < sorted.Length; i++)
        {
            if (i == 0 || sorted[i] != sorted[i - 1])
            {
                sorted[count++] = sorted[i];
            }
        }

        long[] keys = sorted[..count];
        return (keys, Array.ConvertAll(combined, key => Array.BinarySearch(keys, key)));
    }
}
