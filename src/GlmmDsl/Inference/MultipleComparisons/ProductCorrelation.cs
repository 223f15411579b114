using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Inference.MultipleComparisons;

/// <summary>
/// The largest of |Z_j|, Z_j = b_j Z₀ + √(1 − b_j²) E_j, whose correlations are b_i b_j: so are comparisons of independent means with a control (Dunnett
/// 1955, J. Am. Stat. Assoc. 50), and any two variables. One integral over Z₀, by the trapezoidal rule, which converges geometrically.
/// </summary>
internal sealed class ProductCorrelation
{
    private const double Tolerance = 1e-8;
    private const double Range = 9;

    private readonly double[] slopes;
    private readonly double[] scales;
    private readonly double step;

    private ProductCorrelation(double[] factors)
    {
        scales = Array.ConvertAll(factors, b => 1 / Math.Sqrt((1 - b) * (1 + b)));
        slopes = [.. factors.Select((b, j) => Math.Abs(b) * scales[j])];
        step = Math.Min(0.125, 0.4 / Math.Max(1e-3, slopes.Max()));
    }

    /// <summary>The distribution for these correlations; null where they have no such structure.</summary>
    public static ProductCorrelation? Of(double[,] correlations)
    {
        double[]? factors = Factors(correlations);
        return factors is null || factors.Any(b => !(Math.Abs(b) <= 1 - 1e-6)) ? null : new ProductCorrelation(factors);
    }

    /// <summary>P(max |Z| &gt; t).</summary>
    public double UpperTail(double t)
    {
        double sum = 0;
        double total = 0;
        int count = (int)Math.Ceiling(Range / step);
        for (int i = 0; i <= count; i++)
        {
            // The integrand is the same on both sides.
            double z = i * step;
            double weight = (i == 0 ? 1 : 2) * Math.Exp(-0.5 * z * z);
            total += weight;
            double logInside = 0;
            for (int j = 0; j < slopes.Length; j++)
            {
                double outside = NormalTail.Of((t * scales[j]) - (slopes[j] * z)) + NormalTail.Of((t * scales[j]) + (slopes[j] * z));
                logInside += SmallNumbers.Log1P(-outside);
            }

            sum -= weight * SmallNumbers.ExpM1(logInside);
        }

        return sum / total;
    }

    private static double[]? Factors(double[,] r)
    {
        int m = r.GetLength(0);
        if (m <= 2)
        {
            double root = m == 2 ? Math.Sqrt(Math.Abs(r[0, 1])) : 0;
            return m == 2 ? [root, Math.CopySign(root, r[0, 1])] : [0];
        }

        // b_i² = ρ_ij ρ_ik / ρ_jk, with the j and k that correlate most with i and each other.
        var factors = new double[m];
        for (int i = 0; i < m; i++)
        {
            double largest = 0;
            for (int j = 0; j < m; j++)
            {
                for (int k = j + 1; k < m; k++)
                {
                    if (j != i && k != i && Math.Abs(r[j, k]) > largest)
                    {
                        largest = Math.Abs(r[j, k]);
                        factors[i] = r[i, j] * r[i, k] / r[j, k];
                    }
                }
            }

            if (factors[i] < -Tolerance)
            {
                return null;
            }

            factors[i] = Math.Sqrt(Math.Max(0, factors[i]));
        }

        int first = Array.IndexOf(factors, factors.Max());
        for (int i = 0; i < m; i++)
        {
            factors[i] = i == first ? factors[i] : Math.CopySign(factors[i], r[first, i]);
        }

        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < i; j++)
            {
                if (!(Math.Abs((factors[i] * factors[j]) - r[i, j]) <= Tolerance))
                {
                    return null;
                }
            }
        }

        return factors;
    }
}
