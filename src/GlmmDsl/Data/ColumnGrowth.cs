namespace GlmmDsl.Data;

/// <summary>Arrays that grow while rows come in. Where the number of rows is known they are allocated once, and nothing is copied at the end.</summary>
internal static class ColumnGrowth
{
    /// <summary>The rows after which it is worth allocating for the number expected.</summary>
    public const int RowsBeforeExpecting = 1 << 16;

    private const int FirstLength = 64;

    /// <summary>Makes a full array longer: as long as the rows expected where it already holds enough, otherwise twice as long.</summary>
    public static void Grow<T>(ref T[] array, int expectedRows)
    {
        long longer = array.Length >= RowsBeforeExpecting && expectedRows > array.Length ? expectedRows : Math.Max(FirstLength, 2L * array.Length);
        Array.Resize(ref array, (int)Math.Min(longer, Array.MaxLength));
    }

    /// <summary>The array cut to its count; the same array where it is full.</summary>
    public static T[] Trim<T>(ref T[] array, int count)
    {
        if (array.Length != count)
        {
            Array.Resize(ref array, count);
        }

        return array;
    }
}
