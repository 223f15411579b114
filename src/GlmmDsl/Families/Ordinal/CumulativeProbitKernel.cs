using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Families.Ordinal;

/// <summary>
/// The cumulative probit model, four rows at a time. With a = U − η and b = L − η a category has the probability p of the interval between them, taken from the smaller tails, and the derivatives follow from
/// φ(a)/p and φ(b)/p as in <see cref="IntervalDerivatives{TDistribution}"/>. A row whose probability is very small or whose thresholds do not ascend is left to that, so that what a row gets does not
/// depend on its neighbours.
/// </summary>
internal sealed unsafe class CumulativeProbitKernel : CumulativeKernel<StandardNormal>
{
    /// <summary>A smaller probability is computed by itself: farther out the derivatives are differences of large numbers.</summary>
    private const double SmallestProbability = 1e-14;

    /// <summary>Where the tail has left the range of numbers.</summary>
    private const double Farthest = 40;
    private const double RootOfTwo = 1.4142135623730951, InverseRootOfTwoPi = 0.39894228040143267794;

    private static int Width => Vector256<double>.Count;

    /// <inheritdoc/>
    public override double Evaluate(int start, int count, double[][] eta, double[] y, double[] m, RowDerivatives derivatives) => Compute(start, count, eta, m, derivatives, scoresAlone: false);

    /// <inheritdoc/>
    public override double Score(int start, int count, double[][] eta, double[] y, double[] m, RowDerivatives derivatives) => Compute(start, count, eta, m, derivatives, scoresAlone: true);

    /// <inheritdoc/>
    public override void ScoreGroups(ReadOnlySpan<int> starts, double[][] eta, double[] y, double[] m, RowDerivatives derivatives, Span<double> sums)
    {
        Compute(starts[0], starts[^1] - starts[0], eta, m, derivatives, scoresAlone: true);
        for (int group = 0; group < sums.Length; group++)
        {
            double sum = 0;
            for (int row = starts[group]; row < starts[group + 1]; row++)
            {
                sum += derivatives.Log[row];
            }

            sums[group] = sum < double.PositiveInfinity ? sum : double.NegativeInfinity;
        }
    }

    /// <summary>φ(x) and Φ(−|x|) of |x|, at most 40.</summary>
    /// <remarks>
    /// Φ(−z) = e^(−z²/2) P(u)/(1 + √2 z) with u = (1.25z − 5)/(z + 5), which takes [0, 40] to [−1, 1]: the factor before the exponential and the fraction, between 0.5 and 0.64, is smooth on all of it, and P
    /// is its interpolation in Chebyshev's points (computed with 50 digits), of a relative error below 4·10⁻¹⁶. The substitution is Schonfelder's (1978, Math. Comp. 32).
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<double> Density, Vector256<double> Tail) Normal(Vector256<double> z)
    {
        Vector256<double> power = VectorFunctions.Exp(Vector256.Create(-0.5) * z * z);
        Vector256<double> u = ((Vector256.Create(1.25) * z) - Vector256.Create(5.0)) / (z + Vector256.Create(5.0));

        // Four chains in u⁴, which the processor computes side by side.
        Vector256<double> v = u * u, w = v * v;
        Vector256<double> p0 = Vector256.Create(-9.893921633867927e-10);
        Vector256<double> p1 = Vector256.Create(2.552577737585225e-10);
        Vector256<double> p2 = Vector256.Create(8.351889206025375e-11);
        Vector256<double> p3 = Vector256.Create(-3.6483336939021286e-09);
        p0 = (p0 * w) + Vector256.Create(-6.163877800306972e-08);
        p1 = (p1 * w) + Vector256.Create(3.443495900584347e-08);
        p2 = (p2 * w) + Vector256.Create(7.629762434857257e-09);
        p3 = (p3 * w) + Vector256.Create(-2.919361213296769e-07);
        p0 = (p0 * w) + Vector256.Create(-8.415117774560808e-06);
        p1 = (p1 * w) + Vector256.Create(2.2760170591351924e-06);
        p2 = (p2 * w) + Vector256.Create(6.480159002695199e-07);
        p3 = (p3 * w) + Vector256.Create(-1.13694641202098e-05);
        p0 = (p0 * w) + Vector256.Create(-0.0008745104380529547);
        p1 = (p1 * w) + Vector256.Create(-0.0001400262674452422);
        p2 = (p2 * w) + Vector256.Create(0.00011002437954197089);
        p3 = (p3 * w) + Vector256.Create(0.005404789130029418);
        p0 = (p0 * w) + Vector256.Create(-0.05431614564300442);
        p1 = (p1 * w) + Vector256.Create(0.03552557811527228);
        p2 = (p2 * w) + Vector256.Create(-0.01674890240017487);
        p3 = (p3 * w) + Vector256.Create(0.05568198274875031);
        p0 = (p0 * w) + Vector256.Create(0.6284778787483127);
        p1 = (p1 * w) + Vector256.Create(-0.05956048971087079);
        p2 = (p2 * w) + Vector256.Create(-0.01973804295542269);
        Vector256<double> sum = p0 + (u * p1) + (v * (p2 + (u * p3)));
        return (Vector256.Create(InverseRootOfTwoPi) * power, power * sum / (Vector256<double>.One + (Vector256.Create(RootOfTwo) * z)));
    }

    private static double Compute(int start, int count, double[][] eta, double[] m, RowDerivatives derivatives, bool scoresAlone)
    {
        double* rest = stackalloc double[4 * Width];
        double sum = 0;
        Vector256<double> total = Vector256<double>.Zero;
        int end = start + count;
        fixed (double* linear = eta[0], upper = eta[1], lower = eta[2], weights = m)
        {
            int row = start;
            for (; row + Width <= end; row += Width)
            {
                var block = new Block(Vector256.Load(linear + row), Vector256.Load(upper + row), Vector256.Load(lower + row), Vector256.Load(weights + row));
                block.Store(row, Width, derivatives, scoresAlone);
                total += block.Log;
                sum += Left(block.Left, row, Width, eta, m, derivatives);
            }

            if (row < end)
            {
                // Rows that are not there have the lowest category, whose probability at 0 is a half.
                for (int i = 0; i < Width; i++)
                {
                    bool isRow = row + i < end;
                    rest[i] = isRow ? linear[row + i] : 0;
                    rest[Width + i] = isRow ? upper[row + i] : 0;
                    rest[(2 * Width) + i] = isRow ? lower[row + i] : double.NegativeInfinity;
                    rest[(3 * Width) + i] = isRow ? weights[row + i] : 0;
                }

                var block = new Block(Vector256.Load(rest), Vector256.Load(rest + Width), Vector256.Load(rest + (2 * Width)), Vector256.Load(rest + (3 * Width)));
                block.Store(row, end - row, derivatives, scoresAlone);
                total += block.Log;
                sum += Left(block.Left, row, end - row, eta, m, derivatives);
            }
        }

        sum += Vector256.Sum(total);
        return sum < double.PositiveInfinity ? sum : double.NegativeInfinity;
    }

    /// <summary>Computes the rows that were left, one by one; Σ log f of them.</summary>
    private static double Left(uint left, int row, int count, double[][] eta, double[] m, RowDerivatives derivatives)
    {
        double sum = 0;
        for (int i = 0; left != 0 && i < count; i++)
        {
            sum += (left & (1u << i)) != 0 ? Single(row + i, eta, m, derivatives) : 0;
        }

        return sum;
    }

    /// <summary>Four rows.</summary>
    private readonly struct Block
    {
        private readonly Vector256<double> a, b, ga, gb, weights;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Block(Vector256<double> eta, Vector256<double> upper, Vector256<double> lower, Vector256<double> m)
        {
            Vector256<double> most = Vector256.Create(Farthest);
            weights = m;
            a = Vector256.Max(Vector256.Min(upper - eta, most), -most);
            b = Vector256.Max(Vector256.Min(lower - eta, most), -most);
            (Vector256<double> densityA, Vector256<double> tailA) = Normal(Vector256.Abs(a));
            (Vector256<double> densityB, Vector256<double> tailB) = Normal(Vector256.Abs(b));
            Vector256<double> p = Vector256.ConditionalSelect(
                Vector256.GreaterThan(b, Vector256<double>.Zero),
                tailB - tailA,
                Vector256.ConditionalSelect(Vector256.LessThan(a, Vector256<double>.Zero), tailA - tailB, Vector256<double>.One - tailA - tailB));
            Vector256<double> isUsable = Vector256.GreaterThan(p, Vector256.Create(SmallestProbability));
            p = Vector256.ConditionalSelect(isUsable, p, Vector256<double>.One);
            Left = ~isUsable.ExtractMostSignificantBits() & 0xF;
            Log = m * VectorFunctions.Log(p);
            ga = densityA / p;
            gb = densityB / p;
        }

        /// <summary>Weighted log p; 0 in rows that are left.</summary>
        public Vector256<double> Log { get; }

        /// <summary>A bit for each row that is left to be computed by itself.</summary>
        public uint Left { get; }

        /// <summary>Stores log f and the derivatives of the first rows.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Store(int row, int count, RowDerivatives derivatives, bool scoresAlone)
        {
            Vector256<double> d1 = ga - gb;
            Store(Log, derivatives.Log, row, count);
            Store(-weights * d1, derivatives.Score[0], row, count);
            Store(weights * ga, derivatives.Score[1], row, count);
            Store(-weights * gb, derivatives.Score[2], row, count);
            if (!scoresAlone && derivatives.Information(0, 0) is { } information)
            {
                StoreCurvatures(d1, information, row, count, derivatives);
            }
        }

        private static void Store(Vector256<double> values, double[] target, int row, int count)
        {
            if (count == Width)
            {
                values.CopyTo(target, row);
                return;
            }

            for (int i = 0; i < count; i++)
            {
                target[row + i] = values[i];
            }
        }

        /// <summary>h = ∂log φ is −a and −b, and its derivative −1.</summary>
        private void StoreCurvatures(Vector256<double> d1, double[] information, int row, int count, RowDerivatives derivatives)
        {
            Vector256<double> one = Vector256<double>.One, ha = -a, hb = -b;
            Vector256<double> d2 = (ga * ha) - (gb * hb), d3 = (ga * ((a * a) - one)) - (gb * ((b * b) - one)), second = d2 - (d1 * d1);
            Vector256<double> slopeA = ha - d1, slopeB = hb - d1;
            Store(-weights * second, information, row, count);
            Store(weights * ga * slopeA, derivatives.Information(0, 1)!, row, count);
            Store(-weights * gb * slopeB, derivatives.Information(0, 2)!, row, count);
            Store(-weights * (d3 - (Vector256.Create(3.0) * d1 * d2) + (Vector256.Create(2.0) * d1 * d1 * d1)), derivatives.Third(0, 0, 0)!, row, count);
            Store(weights * ga * ((slopeA * slopeA) - one - second), derivatives.Third(0, 0, 1)!, row, count);
            Store(-weights * gb * ((slopeB * slopeB) - one - second), derivatives.Third(0, 0, 2)!, row, count);
            if (derivatives.Information(1, 1) is { } inUpper)
            {
                Store(weights * ga * (ga - ha), inUpper, row, count);
                Store(-weights * ga * gb, derivatives.Information(1, 2)!, row, count);
                Store(weights * gb * (gb + hb), derivatives.Information(2, 2)!, row, count);
            }
        }
    }
}
