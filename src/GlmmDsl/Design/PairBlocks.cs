namespace GlmmDsl.Design;

/// <summary>
/// The blocks Z_fᵀWZ_g of two grouping factors f and g, kept only for pairs of levels that occur together: compressed rows over the levels
/// of f, the levels of g ascending within a row.
/// </summary>
/// <param name="RowStart">For each level of f the index of its first pair; one more entry at the end.</param>
/// <param name="Columns">For each pair the level of g.</param>
/// <param name="Values">For each pair a block, columns of f × columns of g, row-major.</param>
internal sealed record PairBlocks(int[] RowStart, int[] Columns, double[] Values)
{
    /// <summary>The pattern of two factors over a range of rows, with zero blocks.</summary>
    /// <param name="rows">The rows of the range sorted by the level of f.</param>
    /// <param name="codesF">Levels of f by row.</param>
    /// <param name="codesG">Levels of g by row.</param>
    /// <param name="levelsF">Number of levels of f.</param>
    /// <param name="levelsG">Number of levels of g.</param>
    /// <param name="blockSize">Numbers in a block.</param>
    public static PairBlocks Pattern(int[] rows, int[] codesF, int[] codesG, int levelsF, int levelsG, int blockSize)
    {
        var rowStart = new int[levelsF + 1];
        var columns = new int[rows.Length];
        var lastSeen = new int[levelsG];
        Array.Fill(lastSeen, -1);
        int count = 0;
        int r = 0;
        for (int level = 0; level < levelsF; level++)
        {
            rowStart[level] = count;
            for (; r < rows.Length && codesF[rows[r]] == level; r++)
            {
                int other = codesG[rows[r]];
                if (lastSeen[other] != level)
                {
                    lastSeen[other] = level;
                    columns[count++] = other;
                }
            }

            Array.Sort(columns, rowStart[level], count - rowStart[level]);
        }

        rowStart[levelsF] = count;
        Array.Resize(ref columns, count);
        return new PairBlocks(rowStart, columns, new double[(long)count * blockSize]);
    }

    /// <summary>The sum of two sets of blocks over the same levels.</summary>
    public static PairBlocks Sum(PairBlocks a, PairBlocks b, int blockSize)
    {
        int levels = a.RowStart.Length - 1;
        var rowStart = new int[levels + 1];
        var columns = new List<int>(a.Columns.Length + b.Columns.Length);
        var values = new List<double>(a.Values.Length + b.Values.Length);
        for (int level = 0; level < levels; level++)
        {
            rowStart[level] = columns.Count;
            int i = a.RowStart[level];
            int j = b.RowStart[level];
            while (i < a.RowStart[level + 1] || j < b.RowStart[level + 1])
            {
                int left = i < a.RowStart[level + 1] ? a.Columns[i] : int.MaxValue;
                int right = j < b.RowStart[level + 1] ? b.Columns[j] : int.MaxValue;
                columns.Add(Math.Min(left, right));
                for (int t = 0; t < blockSize; t++)
                {
                    values.Add((left <= right ? a.Values[(i * blockSize) + t] : 0) + (right <= left ? b.Values[(j * blockSize) + t] : 0));
                }

                i += left <= right ? 1 : 0;
                j += right <= left ? 1 : 0;
            }
        }

        rowStart[levels] = columns.Count;
        return new PairBlocks(rowStart, [.. columns], [.. values]);
    }

    /// <summary>The same blocks under other numbers of levels and columns; levels and columns not named are absent or zero.</summary>
    /// <param name="levels">For each level of f its new number.</param>
    /// <param name="levelCount">The new number of levels of f.</param>
    /// <param name="otherLevels">For each level of g its new number.</param>
    /// <param name="rows">For each column of f its new number.</param>
    /// <param name="rowCount">The new number of columns of f.</param>
    /// <param name="columns">For each column of g its new number.</param>
    /// <param name="columnCount">The new number of columns of g.</param>
    public PairBlocks Rearrange(int[] levels, int levelCount, int[] otherLevels, int[] rows, int rowCount, int[] columns, int columnCount)
    {
        var start = new int[levelCount + 1];
        for (int level = 0; level < levels.Length; level++)
        {
            start[levels[level] + 1] = RowStart[level + 1] - RowStart[level];
        }

        for (int level = 0; level < levelCount; level++)
        {
            start[level + 1] += start[level];
        }

        var turned = new int[Columns.Length];
        var source = new int[Columns.Length];
        for (int level = 0; level < levels.Length; level++)
        {
            int at = start[levels[level]];
            int count = RowStart[level + 1] - RowStart[level];
            for (int i = 0; i < count; i++)
            {
                turned[at + i] = otherLevels[Columns[RowStart[level] + i]];
                source[at + i] = RowStart[level] + i;
            }

            Array.Sort(turned, source, at, count);
        }

        int oldSize = rows.Length * columns.Length;
        int newSize = rowCount * columnCount;
        var values = new double[(long)turned.Length * newSize];
        for (int i = 0; i < turned.Length; i++)
        {
            BlockRearrangement.Copy(Values.AsSpan(source[i] * oldSize, oldSize), values.AsSpan(i * newSize, newSize), rows, columns, columnCount);
        }

        return new PairBlocks(start, turned, values);
    }
}
