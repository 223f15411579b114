using System.Runtime.Intrinsics;
using GlmmDsl.LinearAlgebra;
using MathNet.Numerics;

namespace GlmmDsl.Families;

/// <summary>
/// Binomial rows with the logit link, vectorised: s = y − mp, W_o = W_e = mp(1 − p), ∂W/∂η = mp(1 − p)(1 − 2p). V(μ) = μ(1 − μ).
/// </summary>
internal sealed unsafe class BinomialLogitKernel : VectorKernel
{
    /// <summary>Factors between 1 and 2 that a product takes before its logarithm is due.</summary>
    private const int FactorsOfProduct = 512;

    public override bool IsCanonical => true;

    public override bool IsObservedPositive => true;

    public override double Constant(ReadOnlySpan<double> y, ReadOnlySpan<double> m) => BinomialCoefficients.LogSum(y, m);

    public override void Expected(ReadOnlySpan<double> eta, ReadOnlySpan<double> m, Span<double> expected)
    {
        for (int i = 0; i < eta.Length; i++)
        {
            expected[i] = m[i] * MeanDerivative(eta[i]);
        }
    }

    public override void ExpectedDerivative(ReadOnlySpan<double> eta, ReadOnlySpan<double> m, Span<double> derivative)
    {
        for (int i = 0; i < eta.Length; i++)
        {
            derivative[i] = m[i] * MeanDerivative(eta[i]) * (1 - (2 * Mean(eta[i])));
        }
    }

    public override double LogDensity(double eta, double y, double m) =>
        (y * eta) - (m * (Math.Max(eta, 0) + SpecialFunctions.Log1p(Math.Exp(-Math.Abs(eta)))));

    public override double Mean(double eta)
    {
        double e = Math.Exp(-Math.Abs(eta));
        return eta >= 0 ? 1 / (1 + e) : e / (1 + e);
    }

    public override double MeanDerivative(double eta)
    {
        double e = Math.Exp(-Math.Abs(eta));
        return e / ((1 + e) * (1 + e));
    }

    public override double Link(double mean) => Math.Log(mean / (1 - mean));

    public override double Variance(double mean) => mean * (1 - mean);

    public override double UnitDeviance(double y, double m, double mean) => BinomialCoefficients.UnitDeviance(y, m, mean);

    public override double StartingMean(double y, double m) => (y + 0.5) / (m + 1);

    protected override double EvaluateVectors(
        ReadOnlySpan<double> eta, ReadOnlySpan<double> y, ReadOnlySpan<double> m, Span<double> score, Span<double> observed, Span<double> derivative)
    {
        fixed (double* etas = eta, totals = y, sizes = m, scores = score, weights = observed, slopes = derivative)
        {
            SetExponentials(etas, scores, eta.Length);
            double sum = SumLogs(etas, totals, sizes, scores, eta.Length, !m[..eta.Length].ContainsAnyExcept(1.0));
            for (int i = 0; i < eta.Length; i += Width)
            {
                Vector256<double> mi = Vector256.Load(sizes + i), e = Vector256.Load(scores + i);
                Vector256<double> positive = Vector256.GreaterThanOrEqual(Vector256.Load(etas + i), Vector256<double>.Zero);
                Vector256<double> large = Vector256<double>.One / (Vector256<double>.One + e), small = e * large;
                Vector256<double> weight = mi * small * large, skewness = large - small;
                (Vector256.Load(totals + i) - (mi * Vector256.ConditionalSelect(positive, large, small))).Store(scores + i);
                weight.Store(weights + i);

                // W(1 − 2p)
                (weight * Vector256.ConditionalSelect(positive, -skewness, skewness)).Store(slopes + i);
            }

            return sum;
        }
    }

    protected override double ScoreVectors(ReadOnlySpan<double> eta, ReadOnlySpan<double> y, ReadOnlySpan<double> m, Span<double> score)
    {
        fixed (double* etas = eta, totals = y, sizes = m, scores = score)
        {
            SetExponentials(etas, scores, eta.Length);
            double sum = SumLogs(etas, totals, sizes, scores, eta.Length, !m[..eta.Length].ContainsAnyExcept(1.0));
            for (int i = 0; i < eta.Length; i += Width)
            {
                Vector256<double> e = Vector256.Load(scores + i), large = Vector256<double>.One / (Vector256<double>.One + e);
                Vector256<double> positive = Vector256.GreaterThanOrEqual(Vector256.Load(etas + i), Vector256<double>.Zero);
                Vector256<double> mean = Vector256.ConditionalSelect(positive, large, e * large);
                (Vector256.Load(totals + i) - (Vector256.Load(sizes + i) * mean)).Store(scores + i);
            }

            return sum;
        }
    }

    /// <summary>e = exp(−|η|), on which everything else rests. A separate loop: a call inside a longer loop would spill its registers.</summary>
    private static void SetExponentials(double* eta, double* e, int count)
    {
        for (int i = 0; i < count; i += Width)
        {
            VectorFunctions.Exp(-Vector256.Abs(Vector256.Load(eta + i))).Store(e + i);
        }
    }

    /// <summary>
    /// Σ yη − m log(1 + e^η), and log(1 + e^η) = max(η, 0) + log(1 + e). Where all rows have one trial the logs of 1 + e, which lies between 1 and
    /// 2, are taken of products of them.
    /// </summary>
    private static double SumLogs(double* eta, double* y, double* m, double* e, int count, bool isSingle)
    {
        Vector256<double> total = Vector256<double>.Zero, product = Vector256<double>.One;
        if (!isSingle)
        {
            for (int i = 0; i < count; i += Width)
            {
                Vector256<double> x = Vector256.Load(eta + i), above = Vector256.Max(x, Vector256<double>.Zero);
                total += (Vector256.Load(y + i) * x) - (Vector256.Load(m + i) * (above + LogOnePlus(Vector256.Load(e + i))));
            }

            return Vector256.Sum(total);
        }

        for (int start = 0; start < count; start += Width * FactorsOfProduct)
        {
            int end = Math.Min(count, start + (Width * FactorsOfProduct));
            for (int i = start; i < end; i += Width)
            {
                Vector256<double> x = Vector256.Load(eta + i);
                total += (Vector256.Load(y + i) * x) - Vector256.Max(x, Vector256<double>.Zero);
                product *= Vector256<double>.One + Vector256.Load(e + i);
            }

            total -= VectorFunctions.Log(product);
            product = Vector256<double>.One;
        }

        return Vector256.Sum(total);
    }

    /// <summary>log(1 + e) for 0 ≤ e ≤ 1, accurate for tiny e: log(w)·e/(w − 1) with w = 1 + e (Kahan's device).</summary>
    private static Vector256<double> LogOnePlus(Vector256<double> e)
    {
        Vector256<double> w = Vector256<double>.One + e;
        Vector256<double> rounded = w - Vector256<double>.One;
        Vector256<double> exact = Vector256.Equals(rounded, Vector256<double>.Zero);
        return Vector256.ConditionalSelect(exact, e, VectorFunctions.Log(w) * (e / Vector256.ConditionalSelect(exact, Vector256<double>.One, rounded)));
    }
}
