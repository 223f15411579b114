using MathNet.Numerics;

namespace GlmmDsl.Families;

/// <summary>The probabilities below y and up to y, or in the upper tail from y on and beyond y.</summary>
/// <param name="Before">F(y − 1); upper: P(Y ≥ y).</param>
/// <param name="After">F(y); upper: P(Y > y).</param>
/// <param name="IsUpper">Whether they are those of the upper tail.</param>
internal readonly record struct TailInterval(double Before, double After, bool IsUpper)
{
    /// <summary>Of a continuous distribution: the point between the two tails.</summary>
    /// <param name="below">F(y).</param>
    /// <param name="above">1 − F(y).</param>
    public static TailInterval At(double below, double above) => below < above ? new(below, below, IsUpper: false) : new(above, above, IsUpper: true);

    /// <summary>F(y − 1).</summary>
    public double Lower => IsUpper ? 1 - Before : Before;

    /// <summary>F(y).</summary>
    public double Upper => IsUpper ? 1 - After : After;

    /// <summary>Φ⁻¹ of the number a given share of the way from F(y − 1) to F(y); at most 38 in absolute value, where doubles end.</summary>
    public double Quantile(double share)
    {
        double tail = Math.Clamp(Before + (share * (After - Before)), double.Epsilon, 1);
        double quantile = -Constants.Sqrt2 * SpecialFunctions.ErfcInv(2 * tail);
        return IsUpper ? -quantile : quantile;
    }
}
