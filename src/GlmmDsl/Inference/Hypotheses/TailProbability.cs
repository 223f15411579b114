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
        : SpecialFunctions.BetaRegularized(df / 2, 0.5, df / (df + (t * t)));

    /// <summary>P(F &gt; f); P(χ² &gt; numeratorDf·f) for infinite denominator degrees of freedom.</summary>
    public static double OfF(double f, double numeratorDf, double denominatorDf) => double.IsNaN(f) || !(numeratorDf > 0) || !(denominatorDf > 0)
        ? double.NaN
        : f <= 0 ? 1
        : double.IsPositiveInfinity(f) ? 0
        : double.IsPositiveInfinity(denominatorDf) ? OfChiSquare(f * numeratorDf, numeratorDf)
        : SpecialFunctions.BetaRegularized(denominatorDf / 2, numeratorDf / 2, denominatorDf / (denominatorDf + (numeratorDf * f)));

    /// <summary>P(χ² &gt; x); 0 degrees of freedom mean the point mass at zero.</summary>
    public static double OfChiSquare(double x, double df) => double.IsNaN(x) ? double.NaN
        : x <= 0 ? 1
        : df == 0 || double.IsPositiveInfinity(x) ? 0
        : SpecialFunctions.GammaUpperRegularized(df / 2, x / 2);

    /// <summary>The two-sided critical value: t with P(|T| &gt; t) = 1 − level.</summary>
    public static double CriticalT(double level, double df) => !(df > 0) ? double.NaN
        : double.IsPositiveInfinity(df) ? Normal.InvCDF(0, 1, 0.5 + (level / 2))
        : StudentT.InvCDF(0, 1, df, 0.5 + (level / 2));

    /// <summary>Estimate ± critical value · standard error; without standard error NaN.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The level is not inside (0, 1).</exception>
    public static Interval IntervalOf(double estimate, double standardError, double df, double level)
    {
        Interval.RequireLevel(level);
        double half = CriticalT(level, df) * standardError;
        return new Interval(estimate - half, estimate + half, level);
    }
}
