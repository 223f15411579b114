namespace GlmmDsl.Design;

/// <summary>
/// A fingerprint of rows of numbers that does not depend on their order: the sum, modulo 2¹²⁸, of a mixed hash of each row. Two sets of rows
/// that differ in one bit of one number have different fingerprints except with a probability of about 2⁻⁶⁴.
/// </summary>
internal readonly record struct RowFingerprint(ulong Low, ulong High)
{
    /// <summary>The fingerprint of the rows of both.</summary>
    public static RowFingerprint operator +(RowFingerprint a, RowFingerprint b) => new(a.Low + b.Low, a.High + b.High);

    /// <summary>The fingerprint of n rows.</summary>
    /// <param name="count">n.</param>
    /// <param name="ordered">Columns whose place matters; null stands for a column of ones.</param>
    /// <param name="interchangeable">Columns that may stand in any order.</param>
    public static RowFingerprint Of(int count, ReadOnlySpan<double[]?> ordered, ReadOnlySpan<double[]> interchangeable)
    {
        ulong low = 0;
        ulong high = 0;
        for (int row = 0; row < count; row++)
        {
            ulong hash = 0x9E3779B97F4A7C15;
            foreach (double[]? column in ordered)
            {
                hash = Mix(hash ^ Bits(column is null ? 1.0 : column[row]));
            }

            ulong sum = 0;
            foreach (double[] column in interchangeable)
            {
                sum += Mix(Bits(column[row]) + 0x632BE59BD9B4E019);
            }

            hash = Mix(hash + sum);
            low += hash;
            high += Mix(hash ^ 0xD1B54A32D192ED03);
        }

        return new RowFingerprint(low, high);
    }

    // Adding zero turns -0 into +0: the two are the same value.
    private static ulong Bits(double value) => BitConverter.DoubleToUInt64Bits(value + 0.0);

    /// <summary>The finaliser of SplitMix64 (Steele, Lea and Flood 2014).</summary>
    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
