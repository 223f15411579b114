using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Families.Ordinal;

/// <summary>The logistic distribution: proportional odds.</summary>
internal readonly struct StandardLogistic : ILatentDistribution
{
    public static bool IsLogConcave => true;

    public static double Middle => 0;

    public static LogProbability LogBelow(double x) => LogitLink.LogSuccess(x);

    public static LogProbability LogAbove(double x) => LogitLink.LogFailure(x);

    public static double Below(double x) => LogitLink.Mean(x);

    public static double Above(double x) => LogitLink.Mean(-x);

    /// <inheritdoc/>
    /// <remarks>f = F(1 − F), so h = 1 − 2F and h′ = −2f.</remarks>
    public static LogDensity Density(double x)
    {
        double e = Math.Exp(-Math.Abs(x)), share = 1 / (1 + e);
        double slope = (1 - e) * share;
        return new(-Math.Abs(x) - (2 * SmallNumbers.Log1P(e)), x > 0 ? -slope : slope, -2 * e * share * share);
    }

    public static double Quantile(double p) => LogitLink.Link(p);
}

/// <summary>The standard normal distribution.</summary>
internal readonly struct StandardNormal : ILatentDistribution
{
    private const double LogRootTwoPi = 0.91893853320467274178;

    public static bool IsLogConcave => true;

    public static double Middle => 0;

    public static LogProbability LogBelow(double x) => ProbitLink.LogSuccess(x);

    public static LogProbability LogAbove(double x) => ProbitLink.LogFailure(x);

    public static double Below(double x) => ProbitLink.Mean(x);

    public static double Above(double x) => ProbitLink.Mean(-x);

    public static LogDensity Density(double x) => new((-0.5 * x * x) - LogRootTwoPi, -x, -1);

    public static double Quantile(double p) => ProbitLink.Link(p);
}

/// <summary>The distribution of the smallest extreme value, F = 1 − exp(−eˣ): the log-log link of P(Y > j).</summary>
internal readonly struct SmallestExtreme : ILatentDistribution
{
    public static bool IsLogConcave => true;

    public static double Middle => -0.36651292058166432701;

    public static LogProbability LogBelow(double x) => CloglogLink.LogSuccess(x);

    public static LogProbability LogAbove(double x) => CloglogLink.LogFailure(x);

    public static double Below(double x) => CloglogLink.Mean(x);

    public static double Above(double x) => Math.Exp(-Math.Exp(x));

    /// <inheritdoc/>
    /// <remarks>log f = x − eˣ.</remarks>
    public static LogDensity Density(double x)
    {
        double power = Math.Exp(x);
        return new(x - power, 1 - power, -power);
    }

    public static double Quantile(double p) => CloglogLink.Link(p);
}

/// <summary>The distribution of the largest extreme value, F = exp(−e⁻ˣ): the complementary log-log link of P(Y > j).</summary>
internal readonly struct LargestExtreme : ILatentDistribution
{
    public static bool IsLogConcave => true;

    public static double Middle => -SmallestExtreme.Middle;

    public static LogProbability LogBelow(double x) => Mirrored(SmallestExtreme.LogAbove(-x));

    public static LogProbability LogAbove(double x) => Mirrored(SmallestExtreme.LogBelow(-x));

    public static double Below(double x) => SmallestExtreme.Above(-x);

    public static double Above(double x) => SmallestExtreme.Below(-x);

    public static LogDensity Density(double x)
    {
        LogDensity mirrored = SmallestExtreme.Density(-x);
        return mirrored with { Slope = -mirrored.Slope };
    }

    public static double Quantile(double p) => -Math.Log(-Math.Log(p));

    private static LogProbability Mirrored(LogProbability d) => d with { First = -d.First, Third = -d.Third };
}

/// <summary>The Cauchy distribution, for responses with a few rows far from where the others with their predictors are.</summary>
internal readonly struct StandardCauchy : ILatentDistribution
{
    public static bool IsLogConcave => false;

    public static double Middle => 0;

    public static LogProbability LogBelow(double x) => CauchitLink.LogSuccess(x);

    public static LogProbability LogAbove(double x) => CauchitLink.LogFailure(x);

    public static double Below(double x) => CauchitLink.Mean(x);

    public static double Above(double x) => CauchitLink.Mean(-x);

    /// <inheritdoc/>
    /// <remarks>f = 1/(π(1 + x²)).</remarks>
    public static LogDensity Density(double x)
    {
        double s = 1 + (x * x);
        return new(-Math.Log(Math.PI * s), -2 * x / s, -2 * (1 - (x * x)) / (s * s));
    }

    public static double Quantile(double p) => CauchitLink.Link(p);
}
