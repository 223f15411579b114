using GlmmDsl.Fits;
using GlmmDsl.Fitting.Generalized.Rows;
using GlmmDsl.Inference;
using MathNet.Numerics;

namespace GlmmDsl.Diagnostics;

/// <summary>
/// Randomised quantile residuals (Dunn and Smyth 1996): the normal quantile of a number drawn between F(y − 1) and F(y). It is drawn in the
/// smaller tail, so that residuals far from 0 keep their digits.
/// </summary>
internal static class QuantileResiduals
{
    /// <summary>The residuals of the rows, in order.</summary>
    public static double[] Of(FittedModel model, int seed)
    {
        if (model.Response is not { } response)
        {
            return model.Residuals(ResidualKind.Scaled);
        }

        double[] means = model.Solution.Fitted;
        var residuals = new double[means.Length];
        for (int i = 0; i < residuals.Length; i++)
        {
            residuals[i] = Interval(response, i, means[i]).Quantile(KeyedUniform.At(seed, i));
        }

        return residuals;
    }

    /// <summary>Where the distribution of a row puts its observation. Rows that stand for several alike ones are taken as one of them.</summary>
    /// <param name="response">The response.</param>
    /// <param name="row">The row.</param>
    /// <param name="mean">Its fitted mean, of one trial.</param>
    public static TailInterval Interval(GeneralizedResponse response, int row, double mean)
    {
        double alike = response.Family == Family.Binomial ? response.Frequencies?[row] ?? 1 : 1;
        double y = Math.Round(response.Totals[row] / alike);
        return response.Family == Family.Binomial ? OfBinomial(y, Math.Round(response.Sizes[row] / alike), mean) : OfPoisson(y, mean);
    }

    /// <summary>P(Y ≤ y) = I_{1−p}(m − y, y + 1), I the regularised incomplete beta function.</summary>
    private static TailInterval OfBinomial(double y, double m, double p)
    {
        double below = y == 0 ? 0 : SpecialFunctions.BetaRegularized(m - y + 1, y, 1 - p);
        return below < 0.5
            ? new TailInterval(below, y == m ? 1 : SpecialFunctions.BetaRegularized(m - y, y + 1, 1 - p), IsUpper: false)
            : new TailInterval(SpecialFunctions.BetaRegularized(y, m - y + 1, p), y == m ? 0 : SpecialFunctions.BetaRegularized(y + 1, m - y, p), IsUpper: true);
    }

    /// <summary>P(Y ≤ y) = Q(y + 1, μ), Q the regularised upper incomplete gamma function.</summary>
    private static TailInterval OfPoisson(double y, double mean)
    {
        double below = y == 0 ? 0 : SpecialFunctions.GammaUpperRegularized(y, mean);
        return below < 0.5
            ? new TailInterval(below, SpecialFunctions.GammaUpperRegularized(y + 1, mean), IsUpper: false)
            : new TailInterval(SpecialFunctions.GammaLowerRegularized(y, mean), SpecialFunctions.GammaLowerRegularized(y + 1, mean), IsUpper: true);
    }
}

/// <summary>The probabilities below y and up to y, or in the upper tail from y on and beyond y.</summary>
/// <param name="Before">F(y − 1); upper: P(Y ≥ y).</param>
/// <param name="After">F(y); upper: P(Y > y).</param>
/// <param name="IsUpper">Whether they are those of the upper tail.</param>
internal readonly record struct TailInterval(double Before, double After, bool IsUpper)
{
    /// <summary>F(y − 1).</summary>
    public double Lower => IsUpper ? 1 - Before : Before;

    /// <summary>F(y).</summary>
    public double Upper => IsUpper ? 1 - After : After;

    /// <summary>Φ⁻¹ of the number a share of the way from F(y − 1) to F(y); no further than 38, where doubles end.</summary>
    public double Quantile(double share)
    {
        double tail = Math.Clamp(Before + (share * (After - Before)), double.Epsilon, 1);
        double quantile = -Constants.Sqrt2 * SpecialFunctions.ErfcInv(2 * tail);
        return IsUpper ? -quantile : quantile;
    }
}
