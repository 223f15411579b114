namespace GlmmDsl.LinearAlgebra.Sparse;

/// <summary>
/// The lower triangle of a symmetric matrix made of small blocks: node i (a level of a grouping factor) represents <c>Widths[i]</c> rows, and an
/// entry (i, j), i ≥ j, for a block of <c>Widths[i]</c> × <c>Widths[j]</c> numbers, row by row. Compressed columns; the first entry of every
/// column is its diagonal.
/// </summary>
internal sealed class BlockPattern
{
    /// <summary>A pattern from its compressed columns.</summary>
    /// <param name="widths">Rows of each node, each at least 1.</param>
    /// <param name="columnStart">First entry of each column; one number more than there are nodes.</param>
    /// <param name="rows">Node of each entry's row; increasing in a column, the first being the column itself.</param>
    /// <exception cref="ArgumentException">The arrays do not describe such a pattern, or its numbers do not fit into one array.</exception>
    public BlockPattern(int[] widths, int[] columnStart, int[] rows)
    {
        int nodes = widths.Length;
        if (columnStart.Length != nodes + 1 || columnStart[0] != 0 || columnStart[nodes] != rows.Length)
        {
            throw new ArgumentException("The column starts of a block pattern must run from 0 to the number of entries.", nameof(columnStart));
        }

        Widths = widths;
        ColumnStart = columnStart;
        Rows = rows;
        ValueStart = new int[rows.Length + 1];
        FirstRow = new int[nodes + 1];
        long order = 0;
        long values = 0;
        for (int j = 0; j < nodes; j++)
        {
            order += widths[j] > 0 ? widths[j] : throw new ArgumentException($"Node {j} of a block pattern has no rows.", nameof(widths));
            FirstRow[j + 1] = FitsIndex(order);
            int previous = j - 1;
            if (columnStart[j + 1] <= columnStart[j] || rows[columnStart[j]] != j)
            {
                throw new ArgumentException($"Column {j} of a block pattern must begin with its diagonal.", nameof(rows));
            }

            for (int e = columnStart[j]; e < columnStart[j + 1]; e++)
            {
                int i = rows[e];
                if (i <= previous || i >= nodes)
                {
                    throw new ArgumentException($"The rows of column {j} of a block pattern must increase and stay below {nodes}.", nameof(rows));
                }

                previous = i;
                values += (long)widths[i] * widths[j];
                ValueStart[e + 1] = FitsIndex(values);
            }
        }
    }

    /// <summary>Rows of each node.</summary>
    public int[] Widths { get; }

    /// <summary>First entry of each column.</summary>
    public int[] ColumnStart { get; }

    /// <summary>Node of each entry's row.</summary>
    public int[] Rows { get; }

    /// <summary>Where each entry's block begins among the values.</summary>
    public int[] ValueStart { get; }

    /// <summary>Where each node begins among the rows of the matrix.</summary>
    public int[] FirstRow { get; }

    /// <summary>Number of nodes.</summary>
    public int Nodes => Widths.Length;

    /// <summary>Rows of the matrix.</summary>
    public int Order => FirstRow[Nodes];

    /// <summary>Numbers that hold all blocks.</summary>
    public int ValueCount => ValueStart[Rows.Length];

    /// <summary>A pattern from the pairs of nodes that occur together, in any order and as often as they come; diagonals are added.</summary>
    /// <param name="widths">Rows of each node.</param>
    /// <param name="pairs">Pairs of node indices.</param>
    public static BlockPattern FromPairs(int[] widths, IReadOnlyCollection<(int First, int Second)> pairs)
    {
        int nodes = widths.Length;
        var keys = new long[pairs.Count + nodes];
        int used = 0;
        foreach ((int first, int second) in pairs)
        {
            keys[used++] = ((long)Math.Min(first, second) << 32) | (uint)Math.Max(first, second);
        }

        for (int j = 0; j < nodes; j++)
        {
            keys[used++] = ((long)j << 32) | (uint)j;
        }

        Array.Sort(keys);
        var start = new int[nodes + 1];
        var rows = new List<int>(keys.Length);
        for (int k = 0; k < keys.Length; k++)
        {
            if (k == 0 || keys[k] != keys[k - 1])
            {
                rows.Add((int)(uint)keys[k]);
                start[(int)(keys[k] >> 32) + 1]++;
            }
        }

        for (int j = 0; j < nodes; j++)
        {
            start[j + 1] += start[j];
        }

        return new BlockPattern(widths, start, [.. rows]);
    }

    private static int FitsIndex(long count) => count <= Array.MaxLength
        ? (int)count
        : throw new ArgumentException($"A block pattern needs more than {Array.MaxLength} numbers, which no array can hold.");
}
