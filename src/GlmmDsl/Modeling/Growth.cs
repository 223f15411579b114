namespace GlmmDsl.Modeling;

/// <summary>Arrays that grow while rows come in: at once to the expected number if it is known, otherwise by doubling.</summary>
internal static class Growth
{
    public static void Ensure<T>(ref T[] array, int count, int more, int expected)
    {
        int needed = checked(count + more);
        if (needed > array.Length)
        {
            long length = Math.Max(needed, Math.Max(expected, 2L * array.Length));
            T[] larger = GC.AllocateUninitializedArray<T>((int)Math.Min(length, Array.MaxLength));
            Array.Copy(array, larger, count);
            array = larger;
        }
    }

    public static void Trim<T>(ref T[] array, int count)
    {
        if (array.Length != count)
        {
            Array.Resize(ref array, count);
        }
    }
}
