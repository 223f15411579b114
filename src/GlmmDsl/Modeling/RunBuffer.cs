namespace GlmmDsl.Modeling;

/// <summary>The values of a column while its rows come in runs. It grows at once to the expected number of rows if that is known, otherwise by doubling.</summary>
internal sealed class RunBuffer<T>
{
    private T[] values = [];
    private int count;

    /// <summary>Reserves room for the values of the next rows, which the caller fills in.</summary>
    /// <param name="rows">The rows of the run.</param>
    /// <param name="expected">The rows of all runs; 0 if unknown.</param>
    public Span<T> Reserve(int rows, int expected)
    {
        int needed = checked(count + rows);
        if (needed > values.Length)
        {
            long length = Math.Max(needed, Math.Max(expected, 2L * values.Length));
            T[] larger = GC.AllocateUninitializedArray<T>((int)Math.Min(length, Array.MaxLength));
            Array.Copy(values, larger, count);
            values = larger;
        }

        Span<T> room = values.AsSpan(count, rows);
        count = needed;
        return room;
    }

    /// <summary>The row among those of all runs.</summary>
    /// <param name="index">The row, counted from the first of the run last reserved.</param>
    /// <param name="runLength">The rows of that run.</param>
    public int Row(int index, int runLength) => count - runLength + index;

    /// <summary>The values of all rows, not copied where the number was expected.</summary>
    public T[] ToArray()
    {
        if (values.Length != count)
        {
            Array.Resize(ref values, count);
        }

        return values;
    }
}
