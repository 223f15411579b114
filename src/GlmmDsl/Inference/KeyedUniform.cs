namespace GlmmDsl.Inference;

/// <summary>Uniform random numbers that depend only on a seed and an index, so that neither the order of calls nor threads change them.</summary>
internal static class KeyedUniform
{
    /// <summary>A number inside (0, 1), one of 2⁵³: SplitMix64 (Steele, Lea and Flood 2014) at the position of the index in the stream of the seed.</summary>
    public static double At(int seed, long index)
    {
        ulong stream = Mix(unchecked((ulong)seed) + 0x9E3779B97F4A7C15);
        ulong bits = Mix(unchecked(stream + (((ulong)index + 1) * 0x9E3779B97F4A7C15)));
        return ((bits >> 11) + 0.5) / (1UL << 53);
    }

    private static ulong Mix(ulong z)
    {
        unchecked
        {
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }
}
