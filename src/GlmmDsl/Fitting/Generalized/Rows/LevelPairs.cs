using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting.Generalized.Rows;

/// <summary>
/// The trailing columns that each level of the leading factor occurs with: the pattern of ZᵀZ between the leading factor and all others. Also sets, for each
/// row, where its own columns are there (<see cref="GroupRows.Slots"/>).
/// </summary>
internal sealed class LevelPairs
{
    /// <summary>Finds the pairs of sorted rows.</summary>
    /// <param name="groups">The factors, the leading one first; their slots are filled.</param>
    /// <param name="levelStart">For each leading level, its first row; one more entry at the end.</param>
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
        DiagonalFactors = CountDiagonal(groups);
        Diagonal = FindDiagonal(groups.Skip(1).Take(DiagonalFactors).Sum(g => g.Count), trailingCount);
    }

    /// <summary>For each leading level, the start of its pairs; one more entry at the end.</summary>
    public int[] Start { get; }

    /// <summary>For each pair, the trailing column; ascending within a level.</summary>
    public int[] Columns { get; }

    /// <summary>
    /// The first trailing columns, which are eliminated without fill, namely those of the <see cref="DiagonalFactors"/>; and, for each of them, the later trailing columns
    /// that it occurs with.
    /// </summary>
    public PrefixPattern Diagonal { get; }

    /// <summary>
    /// How many of the factors after the leading one have one column and continue a chain of nested factors: every level of the leading factor, and of
    /// each earlier one, occurs with one level only. Each stays a diagonal block of M when the earlier ones are eliminated.
    /// </summary>
    public int DiagonalFactors { get; }

    private PrefixPattern FindDiagonal(int count, int trailingCount)
    {
        var met = new SortedSet<int>[count];
        for (int level = 0; count > 0 && level < Start.Length - 1; level++)
        {
            ReadOnlySpan<int> columns = Columns.AsSpan(Start[level], Start[level + 1] - Start[level]);
            for (int j = 0; j < columns.Length && columns[j] < count; j++)
            {
                foreach (int column in columns[(j + 1)..])
                {
                    (met[columns[j]] ??= []).Add(column);
                }
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
        int count = 0;
        while (count + 1 < groups.Length && groups[count + 1].Width == 1 && Continues(groups, count))
        {
            count++;
        }

        return count;
    }

    /// <summary>Whether the leading factor and the last of this many nested ones after it are nested in the next.</summary>
    private bool Continues(GroupRows[] groups, int nested)
    {
        int first = groups[nested + 1].Offset;
        int end = first + groups[nested + 1].Count;
        var over = new int[first];
        for (int level = 0; level < Start.Length - 1; level++)
        {
            // One column of each nested factor comes first.
            int at = Start[level] + nested;
            if (at + 1 < Start[level + 1] && Columns[at + 1] < end)
            {
                return false;
            }

            for (int i = Start[level]; i < at; i++)
            {
                ref int other = ref over[Columns[i]];
                if (other != 0 && other != Columns[at])
                {
                    return false;
                }

                other = Columns[at];
            }
        }

        return true;
    }
}
