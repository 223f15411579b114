using MathNet.Numerics;

namespace GlmmDsl.Inference.MultipleComparisons;

/// <summary>The upper tail of the standard normal distribution.</summary>
internal static class NormalTail
{
    /// <summary>1 − Φ(z), to full relative accuracy in the tail.</summary>
    public static double Of(double z) => 0.5 * SpecialFunctions.Erfc(z / Constants.Sqrt2);
}
