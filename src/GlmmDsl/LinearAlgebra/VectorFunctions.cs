using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace GlmmDsl.LinearAlgebra;

/// <summary>
/// exp and log of four numbers. The runtime's own leave it to the compiler which products are fused with a sum, and code compiled ahead of time decides otherwise
/// than code compiled in the process: two equal runs then differ in the last bits. Here no product is fused, so that the same numbers
/// give the same bits in every run. Errors stay below two units in the last place.
/// </summary>
internal static class VectorFunctions
{
    /// <summary>Added to a number below 2⁵¹ it leaves the nearest integer in the low bits.</summary>
    private const double Shift = 6755399441055744.0;

    /// <summary>The bits of 2⁵²: an integer below 2⁵² put behind them is that integer as a number, plus 2⁵².</summary>
    private const long BitsOfTwoTo52 = 0x4330000000000000;

    /// <summary>log 2 in two parts; the first has zeros at its end, so that its product with an exponent is exact.</summary>
    private const double Log2High = 6.93147180369123816490e-01, Log2Low = 1.90821492927058770002e-10;

    /// <summary>exp(x): 0 below −745.13, infinite above 709.78.</summary>
    /// <remarks>x = k log 2 + r with |r| ≤ ½ log 2, and exp(r) by its Taylor series to r¹³, whose remainder is below 10⁻¹⁷.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Exp(Vector256<double> x)
    {
        Vector256<double> shift = Vector256.Create(Shift);
        Vector256<double> bounded = Vector256.Max(Vector256.Min(x, Vector256.Create(710.0)), Vector256.Create(-746.0));
        Vector256<double> k = ((bounded * Vector256.Create(1.4426950408889634)) + shift) - shift;
        Vector256<double> r = (bounded - (k * Vector256.Create(Log2High))) - (k * Vector256.Create(Log2Low));

        Vector256<double> sum = Vector256.Create(1 / 6227020800.0);
        sum = (sum * r) + Vector256.Create(1 / 479001600.0);
        sum = (sum * r) + Vector256.Create(1 / 39916800.0);
        sum = (sum * r) + Vector256.Create(1 / 3628800.0);
        sum = (sum * r) + Vector256.Create(1 / 362880.0);
        sum = (sum * r) + Vector256.Create(1 / 40320.0);
        sum = (sum * r) + Vector256.Create(1 / 5040.0);
        sum = (sum * r) + Vector256.Create(1 / 720.0);
        sum = (sum * r) + Vector256.Create(1 / 120.0);
        sum = (sum * r) + Vector256.Create(1 / 24.0);
        sum = (sum * r) + Vector256.Create(1 / 6.0);
        sum = (sum * r) + Vector256.Create(0.5);
        sum = (sum * (r * r)) + r + Vector256<double>.One;

        // In two steps: 2ᵏ by itself leaves the range of numbers before the product does.
        Vector256<double> half = ((k * Vector256.Create(0.5)) + shift) - shift;
        Vector256<double> value = sum * PowerOfTwo(half) * PowerOfTwo(k - half);
        value = Vector256.ConditionalSelect(Vector256.GreaterThan(x, Vector256.Create(709.782712893384)), Vector256.Create(double.PositiveInfinity), value);
        return Vector256.ConditionalSelect(Vector256.LessThan(x, Vector256.Create(-745.1332191019412)), Vector256<double>.Zero, value);
    }

    /// <summary>log(x) of positive normal numbers; NaN of NaN. Zero, infinity and numbers below 2.2e-308 are not treated.</summary>
    /// <remarks>x = 2ᵏm with √½ ≤ m &lt; √2, and log m = 2 artanh s with s = (m − 1)/(m + 1) by its series to s²¹, whose remainder is below 10⁻¹⁷ of it.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Log(Vector256<double> x)
    {
        // The exponent is taken of x/√½, so that m lies about 1.
        const long One = 0x3FF0000000000000, RootOfHalf = 0x3FE6A09E667F3BCD;
        Vector256<long> bits = x.AsInt64() + Vector256.Create(One - RootOfHalf);
        Vector256<long> biased = bits >>> 52;
        Vector256<double> k = (biased | Vector256.Create(BitsOfTwoTo52)).AsDouble() - Vector256.Create(4503599627370496.0 + 1023);
        Vector256<double> m = ((bits & Vector256.Create(0x000FFFFFFFFFFFFF)) + Vector256.Create(RootOfHalf)).AsDouble();

        Vector256<double> f = m - Vector256<double>.One;
        Vector256<double> s = f / (m + Vector256<double>.One), z = s * s;
        Vector256<double> sum = Vector256.Create(2 / 21.0);
        sum = (sum * z) + Vector256.Create(2 / 19.0);
        sum = (sum * z) + Vector256.Create(2 / 17.0);
        sum = (sum * z) + Vector256.Create(2 / 15.0);
        sum = (sum * z) + Vector256.Create(2 / 13.0);
        sum = (sum * z) + Vector256.Create(2 / 11.0);
        sum = (sum * z) + Vector256.Create(2 / 9.0);
        sum = (sum * z) + Vector256.Create(2 / 7.0);
        sum = (sum * z) + Vector256.Create(2 / 5.0);
        sum = (sum * z) + Vector256.Create(2 / 3.0);

        // 2s = f − s·f exactly, and f carries all its digits: log m = f − s(f − z·sum) has the smaller error.
        Vector256<double> log = f - (s * (f - (z * sum)));
        log = (k * Vector256.Create(Log2High)) + (log + (k * Vector256.Create(Log2Low)));
        return Vector256.ConditionalSelect(Vector256.Equals(x, x), log, x);
    }

    /// <summary>2ᵏ of whole k between −1022 and 1023.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> PowerOfTwo(Vector256<double> k) =>
        (((k + Vector256.Create(Shift)).AsInt64() << 52) + Vector256.Create(0x3FF0000000000000)).AsDouble();
}
