using GlmmDsl.Families.Jets;
using GlmmDsl.LinearAlgebra;
using MathNet.Numerics;

namespace GlmmDsl.Families;

/// <summary>Functions of numbers with derivatives. Each follows the chain rule; where a formula would lose digits or overflow there is a function of its own.</summary>
public static class Jet
{
    /// <summary>log n! of small whole n.</summary>
    private static readonly double[] SmallLogFactorials = [.. Enumerable.Range(0, 256).Select(n => SpecialFunctions.GammaLn(n + 1))];

    /// <summary>eˣ.</summary>
    public static T Exp<T>(in T x)
        where T : struct, IJet<T>
    {
        double e = Math.Exp(x.Value);
        return T.Compose(x, e, e, e, e);
    }

    /// <summary>log x.</summary>
    public static T Log<T>(in T x)
        where T : struct, IJet<T>
    {
        double inverse = 1 / x.Value;
        return T.Compose(x, Math.Log(x.Value), inverse, -inverse * inverse, 2 * inverse * inverse * inverse);
    }

    /// <summary>log(1 + x), exact near 0.</summary>
    public static T Log1P<T>(in T x)
        where T : struct, IJet<T>
    {
        double inverse = 1 / (1 + x.Value);
        return T.Compose(x, SmallNumbers.Log1P(x.Value), inverse, -inverse * inverse, 2 * inverse * inverse * inverse);
    }

    /// <summary>eˣ − 1, exact near 0.</summary>
    public static T ExpM1<T>(in T x)
        where T : struct, IJet<T>
    {
        double e = Math.Exp(x.Value);
        return T.Compose(x, SmallNumbers.ExpM1(x.Value), e, e, e);
    }

    /// <summary>1/x.</summary>
    public static T Reciprocal<T>(in T x)
        where T : struct, IJet<T>
    {
        double inverse = 1 / x.Value, square = inverse * inverse;
        return T.Compose(x, inverse, -square, 2 * square * inverse, -6 * square * square);
    }

    /// <summary>√x.</summary>
    public static T Sqrt<T>(in T x)
        where T : struct, IJet<T>
    {
        double root = Math.Sqrt(x.Value), first = 0.5 / root, second = -0.5 * first / x.Value;
        return T.Compose(x, root, first, second, -1.5 * second / x.Value);
    }

    /// <summary>x².</summary>
    public static T Square<T>(in T x)
        where T : struct, IJet<T> => T.Compose(x, x.Value * x.Value, 2 * x.Value, 2, 0);

    /// <summary>xᵖ for a constant p, x above 0.</summary>
    public static T Power<T>(in T x, double p)
        where T : struct, IJet<T>
    {
        double value = Math.Pow(x.Value, p), inverse = 1 / x.Value;
        double first = p * value * inverse, second = (p - 1) * first * inverse;
        return T.Compose(x, value, first, second, (p - 2) * second * inverse);
    }

    /// <summary>xᵖ, x above 0.</summary>
    public static T Power<T>(in T x, in T p)
        where T : struct, IJet<T> => Exp(p * Log(x));

    /// <summary>log(1 + eˣ), which neither overflows nor loses a small eˣ.</summary>
    public static T Softplus<T>(in T x)
        where T : struct, IJet<T>
    {
        double e = Math.Exp(-Math.Abs(x.Value));
        double small = e / (1 + e), large = 1 / (1 + e);
        double p = x.Value > 0 ? large : small, slope = small * large;
        return T.Compose(x, Math.Max(x.Value, 0) + SmallNumbers.Log1P(e), p, slope, slope * (x.Value > 0 ? small - large : large - small));
    }

    /// <summary>1/(1 + e⁻ˣ), the logistic function.</summary>
    public static T Logistic<T>(in T x)
        where T : struct, IJet<T>
    {
        double e = Math.Exp(-Math.Abs(x.Value));
        double small = e / (1 + e), large = 1 / (1 + e);
        double p = x.Value > 0 ? large : small, slope = small * large;
        return T.Compose(x, p, slope, slope * (x.Value > 0 ? small - large : large - small), slope * (1 - (6 * slope)));
    }

    /// <summary>log(1 − e⁻ˣ), x above 0.</summary>
    public static T Log1MinusExp<T>(in T x)
        where T : struct, IJet<T>
    {
        // With r = 1/(eˣ − 1): the derivatives are r, −r(1 + r), r(1 + r)(1 + 2r).
        double e = Math.Exp(-x.Value), rest = -SmallNumbers.ExpM1(-x.Value);
        double r = e / rest;
        return T.Compose(x, x.Value > 0.7 ? SmallNumbers.Log1P(-e) : Math.Log(rest), r, -r * (1 + r), r * (1 + r) * (1 + (2 * r)));
    }

    /// <summary>log(eᵃ + eᵇ), which neither overflows nor loses the smaller: a mixture of two densities.</summary>
    public static T LogSumExp<T>(in T a, in T b)
        where T : struct, IJet<T> => a.Value > b.Value ? a + Softplus(b - a) : b + Softplus(a - b);

    /// <summary>log(eᵃ − eᵇ), a above b: the probability between two points of a distribution function.</summary>
    public static T LogSubtractExp<T>(in T a, in T b)
        where T : struct, IJet<T> => a + Log1MinusExp(a - b);

    /// <summary>log(Φ(b) − Φ(a)), a below b, Φ the distribution function of the standard normal; exact in both tails.</summary>
    public static T LogNormalInterval<T>(in T a, in T b)
        where T : struct, IJet<T> => a.Value > 0 ? LogSubtractExp(LogNormalCdf(-a), LogNormalCdf(-b)) : LogSubtractExp(LogNormalCdf(b), LogNormalCdf(a));

    /// <summary>log Φ(x), Φ the distribution function of the standard normal; exact in both tails.</summary>
    public static T LogNormalCdf<T>(in T x)
        where T : struct, IJet<T>
    {
        LogProbability p = ProbitLink.LogSuccess(x.Value);
        return T.Compose(x, p.Log, p.First, p.Second, p.Third);
    }

    /// <summary>log Γ(x), x above 0.</summary>
    public static T LogGamma<T>(in T x)
        where T : struct, IJet<T> => Compose(x, Jets.LogGamma.Of(x.Value));

    /// <summary>log Γ(x + n) − log Γ(x) for a constant n ≥ 0, x above 0. No digits are lost where x is much larger than n.</summary>
    public static T LogGammaRatio<T>(in T x, double n)
        where T : struct, IJet<T> => Compose(x, Jets.LogGamma.Ratio(x.Value, n));

    /// <summary>x log x − x − log Γ(x), x above 0, which keeps its digits where x is large.</summary>
    public static T LogGammaStirling<T>(in T x)
        where T : struct, IJet<T> => Compose(x, Jets.LogGamma.Stirling(x.Value));

    /// <summary>log n!, a constant.</summary>
    public static double LogFactorial(double n) => n >= 0 && n < SmallLogFactorials.Length && n == Math.Floor(n) ? SmallLogFactorials[(int)n] : SpecialFunctions.GammaLn(n + 1);

    private static T Compose<T>(in T x, FunctionDerivatives f)
        where T : struct, IJet<T> => T.Compose(x, f.Value, f.First, f.Second, f.Third);
}
