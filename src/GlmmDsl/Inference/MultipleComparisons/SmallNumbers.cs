using MathNet.Numerics;

namespace GlmmDsl.Inference.MultipleComparisons;

/// <summary>Logarithms near 1 and exponentials near 0, to full relative accuracy.</summary>
internal static class SmallNumbers
{
    /// <summary>log(1 + x); −∞ at −1.</summary>
    public static double Log1P(double x) => x > -1 ? SpecialFunctions.Log1p(x) : double.NegativeInfinity;

    /// <summary>exp(x) − 1, by Kahan's formula.</summary>
    public static double ExpM1(double x)
    {
        double power = Math.Exp(x);
        double less = power - 1;
        return less == 0 ? x : less <= -1 || double.IsInfinity(power) ? less : less * x / Math.Log(power);
    }
}
