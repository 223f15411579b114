using MathNet.Numerics;

namespace GlmmDsl.Inference.Hypotheses;

/// <summary>
/// The regularised incomplete beta function I_x(a, b), with small relative error for large parameters too, where the difference of three log-gammas in the usual formula has lost its
/// digits (10⁶ degrees of freedom cost it eight). The factor before the continued fraction is Loader's (2000, Fast and accurate computation of binomial probabilities), whose
/// parts do not cancel.
/// </summary>
internal static class IncompleteBeta
{
    private const double Smallest = 1e-300;
    private const double Rounding = 2.5e-16;
    private const int MostSteps = 1_000_000;

    /// <summary>Stirling's series is exact to rounding from here.</summary>
    private const double Large = 15;

    /// <summary>I_x(a, b).</summary>
    /// <param name="a">Positive.</param>
    /// <param name="b">Positive.</param>
    /// <param name="x">Between 0 and 1.</param>
    /// <param name="y">1 − x, given as well, because a difference of it would have no digits where x is near 1.</param>
    public static double Regularized(double a, double b, double x, double y) => x <= 0 ? 0
        : y <= 0 ? 1
        : x < (a + 1) / (a + b + 2) ? Density(a, b, x, y) * (a / (a + b) * b) * Fraction(a, b, x, y)
        : 1 - (Density(b, a, y, x) * (a / (a + b) * b) * Fraction(b, a, y, x));

    /// <summary>Γ(a + b + 1) / (Γ(a + 1) Γ(b + 1)) · xᵃ yᵇ: a binomial probability of real counts. Times ab/(a + b) it is xᵃ yᵇ / B(a, b).</summary>
    private static double Density(double a, double b, double x, double y)
    {
        double n = a + b;
        double log = StirlingError(n) - StirlingError(a) - StirlingError(b) - Deviance(a, n * x) - Deviance(b, n * y);
        return Math.Exp(log) * Math.Sqrt(n / (2 * Math.PI * a * b));
    }

    /// <summary>log Γ(n + 1) less Stirling's formula of it.</summary>
    private static double StirlingError(double n)
    {
        if (n < Large)
        {
            return SpecialFunctions.GammaLn(n + 1) - ((n + 0.5) * Math.Log(n)) + n - (0.5 * Math.Log(2 * Math.PI));
        }

        double m = 1 / (n * n);
        return ((1.0 / 12) - (m * ((1.0 / 360) - (m * ((1.0 / 1260) - (m * ((1.0 / 1680) - (m * ((1.0 / 1188) - (m * 691 / 360360)))))))))) / n;
    }

    /// <summary>c log(c/m) + m − c; by its series where c is near m, so that it keeps its digits.</summary>
    private static double Deviance(double c, double m)
    {
        double difference = c - m;
        if (!(Math.Abs(difference) < 0.1 * (c + m)))
        {
            return (c * Math.Log(c / m)) + m - c;
        }

        double v = difference / (c + m);
        double sum = difference * v;
        double term = 2 * c * v;
        for (int j = 3; ; j += 2)
        {
            term *= v * v;
            double next = sum + (term / j);
            if (next == sum)
            {
                return sum;
            }

            sum = next;
        }
    }

    /// <summary>
    /// The continued fraction of Didonato and Morris (1992, ACM Trans. Math. Softw. 18, algorithm 708), by the modified method of Lentz. a − (a + b)x, which is
    /// (a + b)y − b as well, is taken from the smaller of x and y, so that it keeps its digits.
    /// </summary>
    private static double Fraction(double a, double b, double x, double y)
    {
        double start = (x > y ? ((a + b) * y) - b : a - ((a + b) * x)) + 1;
        double value = Away(a / (a + 1) * start);
        double c = value;
        double d = 0;
        for (int n = 1; n < MostSteps; n++)
        {
            double pole = a + (2 * n) - 1;
            double numerator = (a + n - 1) / pole * ((a + b + n - 1) / pole) * n * (b - n) * x * x;
            double denominator = n + (n * (b - n) / pole * x) + ((a + n) / (pole + 2) * (start + (n * (1 + y))));
            d = 1 / Away(denominator + (numerator * d));
            c = Away(denominator + (numerator / c));
            double change = c * d;
            value *= change;
            if (Math.Abs(change - 1) <= Rounding)
            {
                break;
            }
        }

        return 1 / value;
    }

    private static double Away(double value) => Math.Abs(value) < Smallest ? Smallest : value;
}
