namespace GlmmDsl.Design.Frame;

/// <summary>Which rows of the data a model uses, ascending.</summary>
/// <param name="rows">The rows, from 0.</param>
/// <param name="total">The number of rows of the data.</param>
internal sealed class RowSelection(int[] rows, int total)
{
    /// <summary>The rows used.</summary>
    public int[] Rows { get; } = rows;

    /// <summary>How many are used, n.</summary>
    public int Count => Rows.Length;

    /// <summary>Whether none is left out.</summary>
    public bool IsAll => Rows.Length == total;

    /// <summary>All rows.</summary>
    public static RowSelection All(int total) => new([.. Enumerable.Range(0, total)], total);

    /// <summary>The values of the rows used; the array itself when none is left out.</summary>
    public T[] Take<T>(T[] values)
    {
        if (IsAll)
        {
            return values;
        }

        var taken = new T[Rows.Length];
        for (int i = 0; i < taken.Length; i++)
        {
            taken[i] = values[Rows[i]];
        }

        return taken;
    }
}
