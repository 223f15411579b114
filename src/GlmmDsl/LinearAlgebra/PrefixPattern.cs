namespace GlmmDsl.LinearAlgebra;

/// <summary>
/// Which rows behind a diagonal leading part have entries in its columns; rows from <paramref name="End"/> on have entries in all of them.
/// </summary>
/// <param name="Start">For each column of the leading part where its rows begin; one more entry at the end.</param>
/// <param name="Rows">The rows, column by column, ascending.</param>
/// <param name="End">The first row that the pattern does not list.</param>
internal sealed record PrefixPattern(int[] Start, int[] Rows, int End)
{
    /// <summary>Columns of the leading part.</summary>
    public int Count => Start.Length - 1;

    /// <summary>The rows of a column before <see cref="End"/>.</summary>
    public ReadOnlySpan<int> Of(int column) => Rows.AsSpan(Start[column], Start[column + 1] - Start[column]);
}
