namespace GlmmDsl.LinearAlgebra;

/// <summary>
/// Which rows below the diagonal have entries in the columns of a leading part that is eliminated without fill: whichever rows a column has, each of them
/// in the leading part has the later ones too. Rows from <paramref name="End"/> on have entries in all columns.
/// </summary>
/// <param name="Start">For each column of the leading part where its rows begin; one more entry at the end.</param>
/// <param name="Rows">The rows, column by column, ascending.</param>
/// <param name="End">The first row that the pattern does not list.</param>
internal sealed record PrefixPattern(int[] Start, int[] Rows, int End)
{
    /// <summary>Columns of the leading part.</summary>
    public int Count => Start.Length - 1;

    private readonly int[] within = CountWithin(Start, Rows);

    /// <summary>The rows of a column that lie in the leading part.</summary>
    public ReadOnlySpan<int> Within(int column) => Rows.AsSpan(Start[column], within[column]);

    /// <summary>The rows of a column before <see cref="End"/>.</summary>
    public ReadOnlySpan<int> Of(int column) => Rows.AsSpan(Start[column], Start[column + 1] - Start[column]);

    private static int[] CountWithin(int[] start, int[] rows)
    {
        var counts = new int[start.Length - 1];
        for (int j = 0; j < counts.Length; j++)
        {
            for (int i = start[j]; i < start[j + 1] && rows[i] < counts.Length; i++)
            {
                counts[j]++;
            }
        }

        return counts;
    }
}
