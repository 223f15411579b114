namespace GlmmDsl.Inference.MultipleComparisons;

/// <summary>
/// Averages a function of s = √(χ²/ν) over its distribution: how the tail of a maximum of normal variables becomes that of one of t variables. By the
/// trapezoidal rule in log s, where the density is analytic and falls off on both sides, so that the rule converges geometrically.
/// </summary>
internal static class ChiScale
{
    /// <summary>Above so many degrees of freedom the mean is that at s = 1 to rounding.</summary>
    private const double Infinite = 1e14;

    /// <summary>−log of what is left out of the density.</summary>
    private const double Negligible = 42;

    /// <summary>E f(s).</summary>
    /// <param name="df">ν, positive; may be infinite, and need not be whole.</param>
    /// <param name="function">f, bounded.</param>
    public static double Mean(double df, Func<double, double> function)
    {
        if (!(df > 0))
        {
            return double.NaN;
        }

        if (df >= Infinite)
        {
            return function(1);
        }

        double step = Math.Min(0.11, 0.45 / Math.Sqrt(2 * df));
        double sum = function(1);
        double total = 1;
        foreach (int direction in (ReadOnlySpan<int>)[-1, 1])
        {
            for (int i = 1; ; i++)
            {
                double t = direction * i * step;
                double exponent = LogDensity(df, t);
                if (exponent < -Negligible)
                {
                    break;
                }

                double weight = Math.Exp(exponent);
                total += weight;
                sum += weight * function(Math.Exp(t));
            }
        }

        return sum / total;
    }

    /// <summary>The log density of t = log s, less its value at the mode t = 0: ν(t − (e²ᵗ − 1)/2).</summary>
    internal static double LogDensity(double df, double t) => Math.Abs(t) < 1e-3
        ? -df * t * t * (1 + (t * ((2.0 / 3) + (t / 3)))) // Near 0 the two terms cancel.
        : df * (t - (0.5 * Math.Exp(2 * t)) + 0.5);
}
