namespace GlmmDsl.Modeling;

/// <summary>Arrays that grow by doubling while rows come in.</summary>
internal static class Growth
{
    public static void Ensure<T>(ref T[] array, int count, int more)
    {
        int needed = checked(count + more);
        if (needed > array.Length)
        {
            Array.Resize(ref array, (int)Math.Min(Math.Max((long)needed, 2L * array.Length), Array.MaxLength));
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
