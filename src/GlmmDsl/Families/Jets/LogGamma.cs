using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Families.Jets;

/// <summary>A function of one number with its first three derivatives.</summary>
internal readonly record struct FunctionDerivatives(double Value, double First, double Second, double Third);

/// <summary>
/// The logarithm of the gamma function, and of quotients of gamma functions, with three derivatives (digamma, trigamma, tetragamma). Arguments are positive.
/// The asymptotic series of Abramowitz and Stegun 1964, 6.1.40 and 6.4.11, from x = 12; smaller arguments are raised by Γ(x + 1) = xΓ(x).
/// </summary>
internal static class LogGamma
{
    /// <summary>From here the series are exact to rounding.</summary>
    private const double Asymptotic = 12;

    private const double HalfLogTwoPi = 0.91893853320467274178;

    /// <summary>B₂ₖ, k from 1: Bernoulli's numbers.</summary>
    private static ReadOnlySpan<double> Bernoulli => [1.0 / 6, -1.0 / 30, 1.0 / 42, -1.0 / 30, 5.0 / 66, -691.0 / 2730, 7.0 / 6, -3617.0 / 510];

    /// <summary>log Γ(x).</summary>
    public static FunctionDerivatives Of(double x) => x > 0 ? GammaMemory.Own.Of(x) : new(double.NaN, double.NaN, double.NaN, double.NaN);

    /// <summary>x log x − x − log Γ(x), which keeps its digits where x is large.</summary>
    public static FunctionDerivatives Stirling(double x) => GammaMemory.Own.Stirling(x);

    /// <summary>log Γ(x + n) − log Γ(x), n ≥ 0: for whole n the logarithm of x(x + 1) .. (x + n − 1). No digits are lost where x is much larger than n.</summary>
    public static FunctionDerivatives Ratio(double x, double n) => x > 0 ? GammaMemory.Own.Ratio(x, n) : new(double.NaN, double.NaN, double.NaN, double.NaN);

    /// <summary>log Γ(x), computed.</summary>
    internal static FunctionDerivatives ComputeOf(double x)
    {
        double product = 1, first = 0, second = 0, third = 0;
        while (x < Asymptotic)
        {
            double inverse = 1 / x;
            product *= x;
            first += inverse;
            second += inverse * inverse;
            third += inverse * inverse * inverse;
            x++;
        }

        FunctionDerivatives rest = Remainder(x);
        double log = Math.Log(x);
        return new(
            ((x - 0.5) * log) - x + HalfLogTwoPi + rest.Value - Math.Log(product),
            log - (0.5 / x) + rest.First - first,
            (1 / x) + (0.5 / (x * x)) + rest.Second + second,
            (-1 / (x * x)) - (1 / (x * x * x)) + rest.Third - (2 * third));
    }

    /// <summary>x log x − x − log Γ(x), computed.</summary>
    internal static FunctionDerivatives ComputeStirling(double x)
    {
        if (x < Asymptotic)
        {
            FunctionDerivatives gamma = ComputeOf(x);
            double log = Math.Log(x);
            return new((x * log) - x - gamma.Value, log - gamma.First, (1 / x) - gamma.Second, (-1 / (x * x)) - gamma.Third);
        }

        FunctionDerivatives rest = Remainder(x);
        return new(
            (0.5 * Math.Log(x)) - HalfLogTwoPi - rest.Value, (0.5 / x) - rest.First, (-0.5 / (x * x)) - rest.Second, (1 / (x * x * x)) - rest.Third);
    }

    /// <summary>log Γ(x + n) − log Γ(x), computed.</summary>
    internal static FunctionDerivatives ComputeRatio(double x, double n) => n <= 24 && n == Math.Floor(n) ? Product(x, (int)n) : LongRatio(x, n);

    private static FunctionDerivatives Product(double x, int n)
    {
        double value = 0, product = 1, first = 0, second = 0, third = 0;
        for (int j = 0; j < n; j++)
        {
            double at = x + j, inverse = 1 / at;
            double next = product * at;
            if (!(next is > 1e-200 and < 1e200))
            {
                value += Math.Log(product);
                next = at;
            }

            product = next;
            first += inverse;
            second += inverse * inverse;
            third += inverse * inverse * inverse;
        }

        return new(value + Math.Log(product), first, -second, 2 * third);
    }

    private static FunctionDerivatives LongRatio(double x, double n)
    {
        double value = 0, first = 0, second = 0, third = 0;
        double quotient = 1;
        for (; x < Asymptotic; x++)
        {
            double low = 1 / x, high = 1 / (x + n);
            quotient *= x * high;
            if (quotient < 1e-200)
            {
                value += Math.Log(quotient);
                quotient = 1;
            }

            first += low - high;
            second += (high * high) - (low * low);
            third += 2 * ((low * low * low) - (high * high * high));
        }

        double a = x, b = x + n;
        value += Math.Log(quotient);
        FunctionDerivatives lower = Remainder(a), upper = Remainder(b);
        double log = SmallNumbers.Log1P(n / a);
        double product = a * b;
        return new(
            value + ((a - 0.5) * log) + (n * (Math.Log(b) - 1)) + upper.Value - lower.Value,
            first + log + (0.5 * n / product) + upper.First - lower.First,
            second - (n / product) - (0.5 * n * (a + b) / (product * product)) + upper.Second - lower.Second,
            third + (n * (a + b) / (product * product)) + (n * ((a * a) + product + (b * b)) / (product * product * product)) + upper.Third - lower.Third);
    }

    /// <summary>The series Σ B₂ₖ/(2k(2k − 1)x²ᵏ⁻¹) with its derivatives, by Horner's rule.</summary>
    private static FunctionDerivatives Remainder(double x)
    {
        double inverse = 1 / x, square = inverse * inverse;
        double value = 0, first = 0, second = 0, third = 0;
        for (int k = Bernoulli.Length; k >= 1; k--)
        {
            double b = Bernoulli[k - 1], twice = 2 * k;
            value = (value * square) + (b / (twice * (twice - 1)));
            first = (first * square) - (b / twice);
            second = (second * square) + b;
            third = (third * square) - ((twice + 1) * b);
        }

        return new(value * inverse, first * square, second * square * inverse, third * square * square);
    }
}
