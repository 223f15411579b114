using MathNet.Numerics;

namespace GlmmDsl.Families.Dispersed;

/// <summary>Tails of the negative binomial distribution: P(Y ≤ y) = I_p(k, y + 1), p = k/(k + μ), I the regularised incomplete beta function.</summary>
internal static class NegativeBinomialTails
{
    /// <summary>The tails at a count.</summary>
    /// <param name="y">The count.</param>
    /// <param name="size">k.</param>
    /// <param name="mean">μ.</param>
    public static TailInterval At(double y, double size, double mean)
    {
        double p = size / (size + mean), q = mean / (size + mean);
        double below = y == 0 ? 0 : SpecialFunctions.BetaRegularized(size, y, p);
        return below < 0.5
            ? new TailInterval(below, SpecialFunctions.BetaRegularized(size, y + 1, p), IsUpper: false)
            : new TailInterval(SpecialFunctions.BetaRegularized(y, size, q), SpecialFunctions.BetaRegularized(y + 1, size, q), IsUpper: true);
    }
}
