using MathNet.Numerics;
using MathNet.Numerics.Distributions;

namespace GlmmDsl.Inference.Hypotheses;

/// <summary>Tail probabilities and quantiles of the tests' distributions, accurate far in the tails, where one minus a distribution function is not.</summary>
internal static class TailProbability
{
    /// <summary>P(|T| &gt; |t|) of Student's t; of the normal distribution for infinite degrees of freedom.</summary>
    public static double OfT(double t, double df) => double.IsNaN(t) || !(df > 0)
        ? double.NaN
        : double.IsInfinity(t) ? 0
        : double.IsPositiveInfinity(df) ? SpecialFunctions.Erfc(Math.Abs(t) / Constants.Sqrt2)
        : OfRatio(df, 1, t / Math.Sqrt(df) * (t / Math.Sqrt(df)));

    /// <summary>P(F &gt; f); P(χ² &gt; numeratorDf·f) for infinite denominator degrees of freedom.</summary>
    public static double OfF(double f, double numeratorDf, double denominatorDf) => double.IsNaN(f) || !(numeratorDf > 0) || !(denominatorDf > 0)
        ? double.NaN
        : f <= 0 ? 1
        : double.IsPositiveInfinity(f) ? 0
        : double.IsPositiveInfinity(denominatorDf) ? OfChiSquare(f * numeratorDf, numeratorDf)
        : OfRatio(denominatorDf, numeratorDf, f / denominatorDf * numeratorDf);

    /// <summary>P(χ² &gt; x); 0 degrees of freedom mean the point mass at zero.</summary>
    public static double OfChiSquare(double x, double df) => double.IsNaN(x) ? double.NaN
        : x <= 0 ? 1
        : df == 0 || double.IsPositiveInfinity(x) ? 0
        : SpecialFunctions.GammaUpperRegularized(df / 2, x / 2);

    /// <summary>The two-sided critical value: t with P(|T| &gt; t) = 1 − level.</summary>
    public static double CriticalT(double level, double df) => !(df > 0) ? double.NaN
        : double.IsPositiveInfinity(df) ? -Normal.InvCDF(0, 1, (1 - level) / 2)
        : CriticalValue.Find(t => OfT(t, df), 1 - level);

    /// <summary>The upper critical value of F: f with P(F &gt; f) = 1 − level.</summary>
    public static double CriticalF(double level, double numeratorDf, double denominatorDf) => !(numeratorDf > 0) || !(denominatorDf > 0) ? double.NaN
        : CriticalValue.Find(f => OfF(f, numeratorDf, denominatorDf), 1 - level);

    /// <summary>Estimate ± critical value · standard error; without standard error NaN.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The level is not inside (0, 1).</exception>
    public static Interval IntervalOf(double estimate, double standardError, double df, double level)
    {
        Interval.RequireLevel(level);
        double half = CriticalT(level, df) * standardError;
        return new Interval(estimate - half, estimate + half, level);
    }

    /// <summary>P(F &gt; f), by the ratio of the two sums of squares.</summary>
    private static double OfRatio(double denominatorDf, double numeratorDf, double ratio) =>
        IncompleteBeta.Regularized(denominatorDf / 2, numeratorDf / 2, 1 / (1 + ratio), 1 / (1 + (1 / ratio)));
}
