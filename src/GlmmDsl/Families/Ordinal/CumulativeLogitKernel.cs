using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Families.Ordinal;

/// <summary>
/// The cumulative logit model, vectorised. With a = U − η and b = L − η the probability of a category is F(a)(1 − F(b))(1 − e^(L − U)), so log p and its derivatives are sums without cancellation:
/// with q = 1/(e^(U − L) − 1) the scores are F(b) − (1 − F(a)) in η, 1 − F(a) + q in U and −F(b) − q in L. What depends on U − L alone is the same for all rows of a category.
/// </summary>
internal sealed unsafe class CumulativeLogitKernel : CumulativeKernel<StandardLogistic>
{
    /// <summary>Rows taken at a time. The product of twice as many factors between 1 and 2 stays in range.</summary>
    private const int Most = 256;

    /// <summary>Buffers of a chunk, of so many numbers.</summary>
    private const int Buffers = 8;

    /// <summary>Numbers kept for a category: U, L, log(1 − e^(L − U)), q and e^(L − U); categories kept.</summary>
    private const int Kept = 5, Categories = 64;

    /// <summary>The largest |a| and U − L whose exponentials are multiplied and divided: far from where those leave the range of numbers.</summary>
    private const double MostMultiplied = 300;

    /// <summary>What depends on the thresholds of a category alone. A value is used only where both thresholds are the same, so results do not depend on what was computed before.</summary>
    [ThreadStatic]
    private static double[]? memo;

    private static int Width => Vector256<double>.Count;

    /// <inheritdoc/>
    public override double Evaluate(int start, int count, double[][] eta, double[] y, double[] m, RowDerivatives derivatives)
    {
        for (int row = start; row < start + count; row++)
        {
            derivatives.Log[row] = m[row] == 0 ? 0 : m[row] * LogProbability(eta[1][row], eta[2][row], eta[0][row]);
        }

        return EvaluateActive(start, count, eta, y, m, derivatives);
    }

    /// <inheritdoc/>
    public override double EvaluateActive(int start, int count, double[][] eta, double[] y, double[] m, RowDerivatives derivatives) =>
        Compute(start, count, eta, y, m, derivatives, scoresAlone: false);

    /// <inheritdoc/>
    public override double Score(int start, int count, double[][] eta, double[] y, double[] m, RowDerivatives derivatives) =>
        Compute(start, count, eta, y, m, derivatives, scoresAlone: true);

    /// <inheritdoc/>
    [SkipLocalsInit]
    public override void ScoreGroups(ReadOnlySpan<int> starts, double[][] eta, double[] y, double[] m, RowDerivatives derivatives, Span<double> sums)
    {
        double* buffer = stackalloc double[Buffers * Most];
        sums.Clear();
        int group = 0, end = starts[^1];
        for (int start = starts[0]; start < end; start += Most)
        {
            var chunk = new Chunk(start, Math.Min(Most, end - start), buffer);
            chunk.Fill(eta, y, m);
            chunk.Exponentials(m);
            chunk.Scores(derivatives);
            for (int row = start; row < start + chunk.Count;)
            {
                while (starts[group + 1] <= row)
                {
                    group++;
                }

                int next = Math.Min(starts[group + 1], start + chunk.Count);
                sums[group] += chunk.Sum(row - start, next - start);
                row = next;
            }
        }

        foreach (ref double sum in sums)
        {
            sum = sum < double.PositiveInfinity ? sum : double.NegativeInfinity;
        }
    }

    /// <summary>The buffers are not cleared: a chunk sets all of them that it reads.</summary>
    [SkipLocalsInit]
    private static double Compute(int start, int count, double[][] eta, double[] y, double[] m, RowDerivatives derivatives, bool scoresAlone)
    {
        double* buffer = stackalloc double[Buffers * Most];
        double sum = 0;
        for (int end = start + count; start < end; start += Most)
        {
            var chunk = new Chunk(start, Math.Min(Most, end - start), buffer);
            chunk.Fill(eta, y, m);
            sum += chunk.Exponentials(m);
            chunk.Scores(derivatives);
            if (!scoresAlone && derivatives.Information(0, 0) is not null)
            {
                chunk.Curvatures(derivatives);
            }
        }

        return sum < double.PositiveInfinity ? sum : double.NegativeInfinity;
    }

    /// <summary>log(1 − e^(L − U)), −∞ where U is not above L, q and e^(L − U), NaN where it is not to be multiplied by.</summary>
    private static void SetGap(double* kept, double upper, double lower)
    {
        double gap = upper - lower;
        kept[0] = upper;
        kept[1] = lower;
        kept[2] = gap > 0 ? Math.Log(-SmallNumbers.ExpM1(-gap)) : double.NegativeInfinity;
        kept[3] = gap > 0 ? 1 / SmallNumbers.ExpM1(gap) : 0;
        kept[4] = gap <= MostMultiplied ? Math.Exp(-gap) : double.IsPositiveInfinity(gap) ? 0 : double.NaN;
    }

    private static double[] NewMemo()
    {
        var result = new double[Kept * Categories];
        Array.Fill(result, double.NaN);
        return result;
    }

    /// <summary>Some rows, with their numbers in buffers that end with rows whose log p and derivatives are 0, up to a whole vector.</summary>
    private readonly struct Chunk
    {
        private readonly int start, count;
        private readonly double* a, b, logs, odds, ratios, weights, ea, eb;

        public Chunk(int start, int count, double* buffer)
        {
            (this.start, this.count) = (start, count);
            a = buffer;
            b = a + Most;
            logs = b + Most;
            odds = logs + Most;
            ratios = odds + Most;
            weights = ratios + Most;
            ea = weights + Most;
            eb = ea + Most;
        }

        /// <summary>The number of rows.</summary>
        public int Count => count;

        /// <summary>Σ m log p of some of the rows, after <see cref="Exponentials"/>.</summary>
        /// <param name="from">The first of them in the chunk.</param>
        /// <param name="to">The one after the last.</param>
        public double Sum(int from, int to)
        {
            double sum = 0, product = 1;
            for (int i = from; i < to; i++)
            {
                sum += logs[i];
                product *= ratios[i];
            }

            return sum - Math.Log(product);
        }

        /// <summary>Sets a, b and what the categories' thresholds give.</summary>
        public void Fill(double[][] eta, double[] y, double[] m)
        {
            fixed (double* linear = &eta[0][start], upper = &eta[1][start], lower = &eta[2][start], categories = &y[start], sizes = &m[start], known = memo ??= NewMemo())
            {
                for (int i = 0; i < count; i++)
                {
                    double u = upper[i], l = lower[i], size = sizes[i];
                    double* kept = known + (((int)categories[i] & (Categories - 1)) * Kept);
                    if (kept[0] != u || kept[1] != l)
                    {
                        SetGap(kept, u, l);
                    }

                    a[i] = u - linear[i];
                    b[i] = l - linear[i];
                    weights[i] = size;
                    logs[i] = size == 0 ? 0 : kept[2];
                    odds[i] = kept[3];
                    ratios[i] = kept[4];
                }
            }

            for (int i = count; i % Width != 0; i++)
            {
                (a[i], b[i], logs[i], odds[i], ratios[i], weights[i]) = (double.PositiveInfinity, double.NegativeInfinity, 0, 0, 0, 1);
            }
        }

        /// <summary>
        /// Sets e^−|a| and e^−|b|; returns Σ m log p, where log F(a) = min(a, 0) − log(1 + e^−|a|) and the logs of several rows are taken of a product. Of each row log p and the factor whose log is still to be
        /// taken from it are left in place of what the thresholds gave.
        /// </summary>
        public double Exponentials(double[] m)
        {
            Vector256<double> total = Vector256<double>.Zero, product = Vector256<double>.One;
            bool isSingle = !m.AsSpan(start, count).ContainsAnyExcept(1.0);
            for (int i = 0; i < count; i += Width)
            {
                Vector256<double> x = Vector256.Load(a + i), z = Vector256.Load(b + i);
                (Vector256<double> ex, Vector256<double> ez) = Pair(x, z, Vector256.Load(ratios + i));
                ex.Store(ea + i);
                ez.Store(eb + i);
                Vector256<double> factor = (Vector256<double>.One + ex) * (Vector256<double>.One + ez);
                Vector256<double> log = Vector256.Load(logs + i) + Vector256.Min(x, Vector256<double>.Zero) - Vector256.Max(z, Vector256<double>.Zero);
                if (!isSingle)
                {
                    log = (log - VectorFunctions.Log(factor)) * Vector256.Load(weights + i);
                    factor = Vector256<double>.One;
                }

                product *= factor;
                total += log;
                log.Store(logs + i);
                factor.Store(ratios + i);
            }

            return Vector256.Sum(total - VectorFunctions.Log(product));
        }

        /// <summary>
        /// e^−|a| and e^−|b|. One exponential gives both, as e^−b = e^−a e^(U − L): of b in the highest category, of a in the others. Where a product or quotient could leave the range of numbers there is a
        /// second one; that is decided row by row, so that a row's numbers do not depend on its neighbours.
        /// </summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static (Vector256<double> A, Vector256<double> B) Pair(Vector256<double> a, Vector256<double> b, Vector256<double> ratio)
        {
            Vector256<double> highest = Vector256.Equals(a, Vector256.Create(double.PositiveInfinity));
            Vector256<double> e = VectorFunctions.Exp(-Vector256.Abs(Vector256.ConditionalSelect(highest, b, a)));
            Vector256<double> isAbove = Vector256.GreaterThanOrEqual(b, Vector256<double>.Zero);
            Vector256<double> quotient = Vector256.ConditionalSelect(isAbove, e, ratio) / Vector256.ConditionalSelect(isAbove, ratio, e);
            Vector256<double> other = Vector256.ConditionalSelect(Vector256.GreaterThanOrEqual(a, Vector256<double>.Zero), quotient, e * ratio);
            Vector256<double> isFar = (Vector256.GreaterThan(Vector256.Abs(a), Vector256.Create(MostMultiplied)) | ~Vector256.Equals(ratio, ratio)) & ~highest;
            if (isFar.ExtractMostSignificantBits() != 0)
            {
                other = Vector256.ConditionalSelect(isFar, VectorFunctions.Exp(-Vector256.Abs(b)), other);
            }

            return (Vector256.ConditionalSelect(highest, Vector256<double>.Zero, e), Vector256.ConditionalSelect(highest, e, other));
        }

        /// <summary>Sets the scores.</summary>
        public void Scores(RowDerivatives derivatives)
        {
            fixed (double* score = derivatives.Score[0], upper = derivatives.Score[1], lower = derivatives.Score[2])
            {
                for (int i = 0; i < count; i += Width)
                {
                    Vector256<double> x = Vector256.Load(ea + i), z = Vector256.Load(eb + i), m = Vector256.Load(weights + i), q = Vector256.Load(odds + i);
                    Vector256<double> rx = Vector256<double>.One / (Vector256<double>.One + x), rz = Vector256<double>.One / (Vector256<double>.One + z);
                    Vector256<double> above = Vector256.ConditionalSelect(IsPositive(a + i), x * rx, rx), below = Vector256.ConditionalSelect(IsPositive(b + i), rz, z * rz);
                    Store(m * (below - above), score, i);
                    Store(m * (above + q), upper, i);
                    Store(-m * (below + q), lower, i);
                }
            }
        }

        /// <summary>Sets the information and the third derivatives: those of η and thresholds are of f(a) and f(b), those of two thresholds of q(1 + q) too.</summary>
        public void Curvatures(RowDerivatives derivatives)
        {
            double[]? inUpper = derivatives.Information(1, 1), inBoth = derivatives.Information(1, 2), inLower = derivatives.Information(2, 2);
            fixed (double* information = derivatives.Information(0, 0), upper = derivatives.Information(0, 1), lower = derivatives.Information(0, 2))
            fixed (double* third = derivatives.Third(0, 0, 0), upperThird = derivatives.Third(0, 0, 1), lowerThird = derivatives.Third(0, 0, 2))
            fixed (double* upperUpper = inUpper, upperLower = inBoth, lowerLower = inLower)
            {
                for (int i = 0; i < count; i += Width)
                {
                    Vector256<double> x = Vector256.Load(ea + i), z = Vector256.Load(eb + i), m = Vector256.Load(weights + i), q = Vector256.Load(odds + i);
                    Vector256<double> rx = Vector256<double>.One / (Vector256<double>.One + x), rz = Vector256<double>.One / (Vector256<double>.One + z);
                    Vector256<double> xrx = x * rx, zrz = z * rz;
                    Vector256<double> fx = m * xrx * rx, fz = m * zrz * rz;

                    // f′ = f(1 − 2F).
                    Vector256<double> sx = fx * Vector256.ConditionalSelect(IsPositive(a + i), xrx - rx, rx - xrx), sz = fz * Vector256.ConditionalSelect(IsPositive(b + i), zrz - rz, rz - zrz);
                    Store(fx + fz, information, i);
                    Store(-fx, upper, i);
                    Store(-fz, lower, i);
                    Store(sx + sz, third, i);
                    Store(-sx, upperThird, i);
                    Store(-sz, lowerThird, i);
                    if (upperUpper != null)
                    {
                        Vector256<double> both = m * q * (Vector256<double>.One + q);
                        Store(fx + both, upperUpper, i);
                        Store(-both, upperLower, i);
                        Store(fz + both, lowerLower, i);
                    }
                }
            }
        }

        private static Vector256<double> IsPositive(double* x) => Vector256.GreaterThanOrEqual(Vector256.Load(x), Vector256<double>.Zero);

        /// <summary>Stores the numbers of rows from the i-th on, without those past the last.</summary>
        private void Store(Vector256<double> values, double* target, int i)
        {
            if (i + Width <= count)
            {
                values.Store(target + start + i);
                return;
            }

            for (int j = i; j < count; j++)
            {
                target[start + j] = values[j - i];
            }
        }
    }
}
