using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Inference.MultipleComparisons;

/// <summary>
/// The upper tail of the range of k standard normal variables, 1 − k∫φ(z)[Φ(z) − Φ(z − w)]ᵏ⁻¹dz, as one integral that does not cancel:
/// k∫φ(z)(Φ(z)ᵏ⁻¹ − [Φ(z) − Φ(z − w)]ᵏ⁻¹)dz. The trapezoidal rule converges geometrically for it. Many tests of one family cost little, as
/// values are interpolated. Safe to use from several threads.
/// </summary>
/// <param name="count">k, 2 at least; it need not be whole.</param>
internal sealed class RangeOfNormals(double count)
{
    /// <summary>A range beyond this has no probability left in a double.</summary>
    private const double Largest = 54;

    private readonly TailPieces pieces = new(w => Integral(count, w), width: 0.5, nodes: 16, Largest);

    /// <summary>P(range &gt; w).</summary>
    public double UpperTail(double w) => !(w > 0) ? double.IsNaN(w) ? double.NaN : 1 : w >= Largest ? 0 : pieces.At(w);

    /// <summary>The integral itself.</summary>
    internal static double Integral(double count, double w)
    {
        // The integrand has its mass where z, or both z and w − z, are small.
        const double Range = 9.5;
        const double Step = 0.125;
        int first = (int)Math.Floor(-Range / Step);
        int last = (int)Math.Ceiling(((0.5 * w) + Range) / Step);
        double sum = 0;
        for (int i = first; i <= last; i++)
        {
            double z = i * Step;
            double above = NormalTail.Of(z);
            double phi = 1 - above;
            if (z < 0)
            {
                phi = NormalTail.Of(-z);
            }

            double far = NormalTail.Of(w - z);
            double power = (count - 1) * (z < 0 ? Math.Log(phi) : SmallNumbers.Log1P(-above));
            double ratio = far / phi;
            double difference = ratio >= 1 ? Math.Exp(power) : -Math.Exp(power) * SmallNumbers.ExpM1((count - 1) * SmallNumbers.Log1P(-ratio));
            sum += Math.Exp(-0.5 * z * z) * difference;
        }

        return Math.Min(1, sum * Step * count / Math.Sqrt(2 * Math.PI));
    }
}
