using GlmmDsl.Covariance;
using GlmmDsl.Design;
using GlmmDsl.Fitting.Linear.Criteria;

namespace GlmmDsl.Fitting.Linear.Choice;

/// <summary>
/// A quick check of how full the trailing matrix of the blocked path becomes once the first factor is eliminated: each of its levels joins all the
/// levels that it occurs with. If more than half of all pairs are joined, no order of elimination is worth looking for.
/// </summary>
internal static class TrailingFill
{
    /// <summary>The check is made for up to this many trailing levels: it needs one bit for each pair of them.</summary>
    private const int MostLevels = 20_000;

    /// <summary>Whether more than half of the pairs of trailing levels are joined. Stops as soon as the answer is known, or when the work reaches the number of pairs.</summary>
    public static bool IsMostlyFull(CrossProductBlocks products, CovarianceLayout layout)
    {
        int[] first = [0, 0, .. layout.Factors.Skip(1).Select(f => f.Levels)];
        for (int f = 2; f < first.Length; f++)
        {
            first[f] += first[f - 1];
        }

        long levels = layout.Factors.Skip(1).Sum(f => (long)f.Levels);
        if (levels > MostLevels)
        {
            return false;
        }

        long pairs = levels * (levels - 1) / 2;
        long left = 2 * pairs;
        long missing = (pairs + 1) / 2;
        var joined = new ulong[((levels * levels) + 63) / 64];
        PairBlocks[] meets = [.. Enumerable.Range(1, layout.Factors.Length - 1).Select(f => PairSource.Pattern(products, layout, 0, f))];
        var met = new List<int>();
        for (int level = 0; level < layout.Factors[0].Levels && missing > 0 && left > 0; level++)
        {
            met.Clear();
            for (int f = 0; f < meets.Length; f++)
            {
                for (int i = meets[f].RowStart[level]; i < meets[f].RowStart[level + 1]; i++)
                {
                    met.Add(first[f + 1] + meets[f].Columns[i]);
                }
            }

            left -= (long)met.Count * (met.Count - 1) / 2;
            for (int b = 1; b < met.Count; b++)
            {
                long row = met[b] * levels;
                for (int a = 0; a < b; a++)
                {
                    long bit = row + met[a];
                    ulong mask = 1UL << (int)(bit & 63);
                    ref ulong word = ref joined[bit >> 6];
                    missing -= (word & mask) == 0 ? 1 : 0;
                    word |= mask;
                }
            }
        }

        return missing <= 0;
    }
}
