using MathNet.Numerics;

namespace GlmmDsl.Inference.MultipleComparisons;

/// <summary>
/// P(max |Z_j| &gt; t) of normal variables of variance 1 with any correlations, singular ones included: Genz's separation of variables (Genz and Bretz 2002, J. Comput. Graph.
/// Stat. 11), averaged over Korobov's lattices with fixed shifts. Nothing is random: equal calls give equal bits, and the spread over the shifts
/// estimates the error. The lattice grows until the error is below 2·10⁻⁵ or it has 2¹⁶ points. Values are interpolated, so that
/// the tests and limits of one family share the work.
/// </summary>
internal sealed class MultivariateTail
{
    private const int Shifts = 4;
    private const double Wanted = 2e-5;

    /// <summary>From here on Bonferroni's bound is exact to rounding.</summary>
    private const double Far = 9;
    private const double Singular = 1e-9;

    /// <summary>Sizes n and generators a of lattices (1, a, a², ..)·i/n; of some hundred a tried, those of least P₂ in 3 to 12 dimensions whose weights fall as 1/j².</summary>
    private static readonly (int Size, int Generator)[] Lattices = [(1021, 467), (4093, 3643), (16381, 10482)];

    private readonly double[,] factor;
    private readonly int[] rank;
    private readonly double[] shifts;
    private readonly TailPieces pieces;

    /// <summary>Takes the correlations.</summary>
    public MultivariateTail(double[,] correlations)
    {
        int m = correlations.GetLength(0);
        (factor, rank) = Factor(correlations);

        // Shifts that are far from each other in every dimension: multiples of the square roots of primes.
        shifts = [.. Primes().Take(m).Select(p => Math.Sqrt(p) % 1)];
        pieces = new TailPieces(t => Integral(t).Probability, width: 1.2, nodes: 9, Far);
    }

    /// <summary>P(max |Z_j| &gt; t).</summary>
    public double UpperTail(double t) => !(t > 0) ? double.IsNaN(t) ? double.NaN : 1
        : t >= Far ? 2 * rank.Length * NormalTail.Of(t)
        : Math.Min(1, pieces.At(t));

    /// <summary>The probability with an estimate of its absolute error, three standard errors of the mean over the shifts.</summary>
    internal (double Probability, double Error) Integral(double t)
    {
        (double Probability, double Error) result = (double.NaN, double.NaN);
        foreach ((int size, int generator) in Lattices)
        {
            result = Average(t, size, generator);
            if (!(result.Error > Wanted))
            {
                break;
            }
        }

        // It lies between one variable's tail and the sum of all; the bounds take over where they are sharper than the lattice.
        double one = 2 * NormalTail.Of(t);
        return (Math.Clamp(result.Probability, one, Math.Min(1, rank.Length * one)), result.Error);
    }

    private (double Probability, double Error) Average(double t, int size, int generator)
    {
        int m = rank.Length;
        var steps = new long[m];
        for (int j = 0; j < m; j++)
        {
            steps[j] = j == 0 ? 1 : steps[j - 1] * generator % size;
        }

        double sum = 0, square = 0;
        var point = new double[m];
        var y = new double[m];
        for (int shift = 0; shift < Shifts; shift++)
        {
            double mean = 0;
            for (int i = 0; i < size; i++)
            {
                for (int j = 0; j < m; j++)
                {
                    // The baker's transformation makes the integrand periodic.
                    double x = (((double)(i * steps[j] % size) / size) + (shift * shifts[j])) % 1;
                    point[j] = Math.Abs((2 * x) - 1);
                }

                mean += Outside(t, point, y) / size;
            }

            sum += mean;
            square += mean * mean;
        }

        double average = sum / Shifts;
        double variance = Math.Max(0, (square / Shifts) - (average * average)) / (Shifts - 1);
        return (average, 3 * Math.Sqrt(variance));
    }

    /// <summary>The probability outside the box at one point of the lattice.</summary>
    private double Outside(double bound, double[] point, double[] y)
    {
        double outside = 0;
        double product = 1;
        int free = 0;
        for (int i = 0; i < rank.Length; i++)
        {
            double centre = 0;
            for (int j = 0; j < free; j++)
            {
                centre += factor[i, j] * y[j];
            }

            if (rank[i] < 0)
            {
                // The variables before it determine this one.
                if (Math.Abs(centre) > bound)
                {
                    return 1;
                }

                continue;
            }

            double scale = factor[i, rank[i]];
            double low = (-bound - centre) / scale, high = (bound - centre) / scale;

            // Both tails on the side where they are small.
            bool isAbove = low + high > 0;
            double from = isAbove ? NormalTail.Of(high) : NormalTail.Of(-low);
            double to = isAbove ? NormalTail.Of(low) : NormalTail.Of(-high);

            // 1 − Π(1 − p) as a sum, which keeps the digits of a small one.
            double inside = to - from;
            outside += product * (NormalTail.Of(high) + NormalTail.Of(-low));
            product *= inside;
            if (!(product > 0))
            {
                return 1;
            }

            double tail = from + (point[free] * (to - from));
            double z = Constants.Sqrt2 * SpecialFunctions.ErfcInv(2 * tail);
            y[free++] = Math.Clamp(isAbove ? z : -z, low, high);
        }

        return outside;
    }

    /// <summary>The Cholesky factor with the variables ordered by their remaining variance; a variable without any has rank −1.</summary>
    private static (double[,] Factor, int[] Rank) Factor(double[,] correlations)
    {
        int m = correlations.GetLength(0);
        double[] left = [.. Enumerable.Range(0, m).Select(i => correlations[i, i])];
        var factor = new double[m, m];
        var rank = new int[m];
        int[] order = [.. Enumerable.Range(0, m)];
        int count = 0;
        for (int i = 0; i < m; i++)
        {
            // The variable that the earlier ones say least about.
            int best = i;
            for (int j = i + 1; j < m; j++)
            {
                best = left[order[j]] > left[order[best]] + Singular ? j : best;
            }

            (order[i], order[best]) = (order[best], order[i]);
            for (int c = 0; c < count; c++)
            {
                (factor[i, c], factor[best, c]) = (factor[best, c], factor[i, c]);
            }

            if (left[order[i]] <= Singular)
            {
                rank[i] = -1;
                continue;
            }

            double pivot = Math.Sqrt(left[order[i]]);
            rank[i] = count;
            factor[i, count] = pivot;
            for (int j = i + 1; j < m; j++)
            {
                double value = correlations[order[j], order[i]];
                for (int c = 0; c < count; c++)
                {
                    value -= factor[j, c] * factor[i, c];
                }

                factor[j, count] = value / pivot;
                left[order[j]] -= factor[j, count] * factor[j, count];
            }

            count++;
        }

        return (factor, rank);
    }

    private static IEnumerable<int> Primes()
    {
        for (int n = 2; ; n++)
        {
            bool isPrime = true;
            for (int d = 2; d * d <= n; d++)
            {
                isPrime &= n % d != 0;
            }

            if (isPrime)
            {
                yield return n;
            }
        }
    }
}
