using MathNet.Numerics.RootFinding;

namespace GlmmDsl.Inference.Hypotheses;

/// <summary>Where an upper tail has a given probability.</summary>
internal static class CriticalValue
{
    private const double Largest = 1e150;

    /// <summary>x with tail(x) = p, by Brent's method in logarithms of x and p; infinite where it lies beyond 10¹⁵⁰.</summary>
    /// <param name="tail">A falling function from 1 at 0.</param>
    /// <param name="p">The probability, inside (0, 1).</param>
    public static double Find(Func<double, double> tail, double p)
    {
        double target = Math.Log(p);
        double low = 1, high = 1;
        while (tail(high) > p)
        {
            low = high;
            high *= 2;
            if (high > Largest)
            {
                return double.PositiveInfinity;
            }
        }

        while (low == high || tail(low) <= p)
        {
            high = low;
            low /= 2;
            if (low == 0)
            {
                return 0;
            }
        }

        return Math.Exp(Brent.FindRoot(x => Math.Log(Math.Max(tail(Math.Exp(x)), double.Epsilon)) - target, Math.Log(low), Math.Log(high), 1e-13, 200));
    }
}
