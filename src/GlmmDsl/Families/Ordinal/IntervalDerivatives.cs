using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Families.Ordinal;

/// <summary>
/// log[F(U − η) − F(L − η)], the log-probability of a category between the thresholds L and U, which may be infinite, with its derivatives. With p the probability, g = f/p at either end,
/// h = ∂log f and D₁ = g_U − g_L, D₂ = g_U h_U − g_L h_L, D₃ likewise with h² + h′, the derivatives along a common shift are D₁, D₂ − D₁² and D₃ − 3D₁D₂ + 2D₁³: sums without the
/// cancellation that the derivatives in the two ends would have in a narrow interval.
/// </summary>
/// <typeparam name="TDistribution">The distribution.</typeparam>
internal struct IntervalDerivatives<TDistribution>
    where TDistribution : struct, ILatentDistribution
{
    /// <summary>A difference of probabilities below this is taken on the log scale.</summary>
    private const double SmallestDifference = 1e-280;

    /// <summary>log p; −∞ where U is not above L.</summary>
    public double Log;

    /// <summary>∂/∂η, ∂/∂U and ∂/∂L of log p.</summary>
    public double Score, UpperScore, LowerScore;

    /// <summary>−∂²/∂η², −∂²/∂η∂U, −∂²/∂η∂L of log p.</summary>
    public double Information, UpperInformation, LowerInformation;

    /// <summary>−∂²/∂U², −∂²/∂U∂L, −∂²/∂L² of log p.</summary>
    public double UpperUpper, UpperLower, LowerLower;

    /// <summary>∂³/∂η³, ∂³/∂η²∂U, ∂³/∂η²∂L of log p.</summary>
    public double Third, UpperThird, LowerThird;

    /// <summary>Computes them.</summary>
    /// <param name="upper">U.</param>
    /// <param name="lower">L.</param>
    /// <param name="eta">η.</param>
    public static IntervalDerivatives<TDistribution> At(double upper, double lower, double eta)
    {
        if (double.IsPositiveInfinity(upper))
        {
            return double.IsNegativeInfinity(lower) ? default : Highest(TDistribution.LogAbove(lower - eta));
        }

        return double.IsNegativeInfinity(lower) ? Lowest(TDistribution.LogBelow(upper - eta)) : Between(upper - eta, lower - eta);
    }

    /// <summary>log p alone.</summary>
    /// <inheritdoc cref="At"/>
    public static double LogAt(double upper, double lower, double eta)
    {
        if (double.IsPositiveInfinity(upper))
        {
            return double.IsNegativeInfinity(lower) ? 0 : TDistribution.LogAbove(lower - eta).Log;
        }

        return double.IsNegativeInfinity(lower) ? TDistribution.LogBelow(upper - eta).Log : LogBetween(upper - eta, lower - eta, out _);
    }

    private static IntervalDerivatives<TDistribution> Lowest(LogProbability p) => new()
    {
        Log = p.Log,
        Score = -p.First,
        UpperScore = p.First,
        Information = -p.Second,
        UpperInformation = p.Second,
        UpperUpper = -p.Second,
        Third = -p.Third,
        UpperThird = p.Third,
    };

    private static IntervalDerivatives<TDistribution> Highest(LogProbability p) => new()
    {
        Log = p.Log,
        Score = -p.First,
        LowerScore = p.First,
        Information = -p.Second,
        LowerInformation = p.Second,
        LowerLower = -p.Second,
        Third = -p.Third,
        LowerThird = p.Third,
    };

    private static IntervalDerivatives<TDistribution> Between(double a, double b)
    {
        double log = LogBetween(a, b, out double p);
        if (!(log > double.NegativeInfinity))
        {
            return new() { Log = double.NegativeInfinity };
        }

        LogDensity upper = TDistribution.Density(a), lower = TDistribution.Density(b);
        double ga = p > 0 ? Math.Exp(upper.Log) / p : Math.Exp(upper.Log - log);
        double gb = p > 0 ? Math.Exp(lower.Log) / p : Math.Exp(lower.Log - log);
        double ha = upper.Slope, hb = lower.Slope;
        double ka = (ha * ha) + upper.Curvature, kb = (hb * hb) + lower.Curvature;
        double d1 = ga - gb, d2 = (ga * ha) - (gb * hb), d3 = (ga * ka) - (gb * kb);
        double second = d2 - (d1 * d1);
        return new()
        {
            Log = log,
            Score = -d1,
            UpperScore = ga,
            LowerScore = -gb,
            Information = -second,
            UpperInformation = ga * (ha - d1),
            LowerInformation = -gb * (hb - d1),
            UpperUpper = ga * (ga - ha),
            UpperLower = -ga * gb,
            LowerLower = gb * (gb + hb),
            Third = -(d3 - (3 * d1 * d2) + (2 * d1 * d1 * d1)),
            UpperThird = ga * (((ha - d1) * (ha - d1)) + upper.Curvature - second),
            LowerThird = -gb * (((hb - d1) * (hb - d1)) + lower.Curvature - second),
        };
    }

    /// <summary>log[F(a) − F(b)], and the difference itself, or 0 where it is not to be used.</summary>
    private static double LogBetween(double a, double b, out double p)
    {
        p = 0;
        if (!(a > b))
        {
            return double.NegativeInfinity;
        }

        bool isUpper = b > TDistribution.Middle;
        p = isUpper ? TDistribution.Above(b) - TDistribution.Above(a)
            : a < TDistribution.Middle ? TDistribution.Below(a) - TDistribution.Below(b)
            : 1 - TDistribution.Above(a) - TDistribution.Below(b);
        if (p > SmallestDifference)
        {
            return Math.Log(p);
        }

        p = 0;
        (double large, double small) = isUpper ? (TDistribution.LogAbove(b).Log, TDistribution.LogAbove(a).Log) : (TDistribution.LogBelow(a).Log, TDistribution.LogBelow(b).Log);
        return large > small ? large + Math.Log(-SmallNumbers.ExpM1(small - large)) : double.NegativeInfinity;
    }
}
