using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting;

/// <summary>
/// Which trailing columns each level of the leading factor meets: the pattern of ZᵀZ between the leading factor and all others. Also tells each
/// row where its own columns stand there (<see cref="GroupRows.Slots"/>).
/// </summary>
internal sealed class LevelPairs
{
    /// <summary>Finds the pairs of sorted rows.</summary>
    /// <param name="groups">The factors, the leading one first; their slots are filled.</param>
    /// <param name="levelStart">For each leading level its first row; one more entry at the end.</param>
    /// <param name="trailingCount">Random effects of all factors but the leading one.</param>
    public LevelPairs(GroupRows[] groups, int[] levelStart, int trailingCount)
    {
        int levels = levelStart.Length - 1;
        Start = new int[levels + 1];
        var columns = new List<int>();
        var met = new List<int>();
        var place = new int[trailingCount];
        for (int level = 0; level < levels; level++)
        {
            Start[level] = columns.Count;
            for (int f = 1; f < groups.Length; f++)
            {
                GroupRows group = groups[f];
                met.Clear();
                for (int i = levelStart[level]; i < levelStart[level + 1]; i++)
                {
                    met.Add(group.Codes[i]);
                }

                met.Sort();
                for (int at = 0; at < met.Count; at++)
                {
                    for (int c = 0; c < group.Width && (at == 0 || met[at] != met[at - 1]); c++)
                    {
                        place[group.Offset + (met[at] * group.Width) + c] = columns.Count;
                        columns.Add(group.Offset + (met[at] * group.Width) + c);
                    }
                }

                for (int i = levelStart[level]; i < levelStart[level + 1]; i++)
                {
                    group.Slots[i] = place[group.Offset + (group.Codes[i] * group.Width)];
                }
            }
        }

        Start[levels] = columns.Count;
        Columns = [.. columns];
        Diagonal = FindDiagonal(CountDiagonal(groups), trailingCount);
    }

    /// <summary>For each leading level the start of its pairs; one more entry at the end.</summary>
    public int[] Start { get; }

    /// <summary>For each pair the trailing column, ascending within a level.</summary>
    public int[] Columns { get; }

    /// <summary>
    /// The trailing columns, from the first, that stay a diagonal block of M when the leading factor is eliminated: all of the second factor where
    /// the first is nested in it and it has one column, else none; and the trailing columns that meet each of them.
    /// </summary>
    public PrefixPattern Diagonal { get; }

    private PrefixPattern FindDiagonal(int count, int trailingCount)
    {
        var met = new SortedSet<int>[count];
        for (int level = 0; count > 0 && level < Start.Length - 1; level++)
        {
            ReadOnlySpan<int> columns = Columns.AsSpan(Start[level], Start[level + 1] - Start[level]);
            for (int i = 1; i < columns.Length; i++)
            {
                (met[columns[0]] ??= []).Add(columns[i]);
            }
        }

        var start = new int[count + 1];
        for (int j = 0; j < count; j++)
        {
            start[j + 1] = start[j] + (met[j]?.Count ?? 0);
        }

        return new PrefixPattern(start, [.. met.SelectMany(m => m ?? [])], trailingCount);
    }

    private int CountDiagonal(GroupRows[] groups)
    {
        if (groups.Length < 2 || groups[1].Width > 1)
        {
            return 0;
        }

        for (int level = 0; level < Start.Length - 1; level++)
        {
            int second = Start[level] + 1;
            if (second < Start[level + 1] && Columns[second] < groups[1].Count)
            {
                return 0;
            }
        }

        return groups[1].Count;
    }
}
