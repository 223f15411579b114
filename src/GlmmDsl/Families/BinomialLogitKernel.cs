using System.Runtime.Intrinsics;
using MathNet.Numerics;

namespace GlmmDsl.Families;

/// <summary>
/// Binomial rows with the logit link, vectorised: s = y − mp, W_o = W_e = mp(1 − p), ∂W/∂η = mp(1 − p)(1 − 2p). V(μ) = μ(1 − μ).
/// </summary>
internal sealed class BinomialLogitKernel : LikelihoodKernel
{
    public override bool IsCanonical => true;

    public override bool IsObservedPositive => true;

    public override double Constant(ReadOnlySpan<double> y, ReadOnlySpan<double> m) => BinomialCoefficients.LogSum(y, m);

    public override double Evaluate(ReadOnlySpan<double> eta, ReadOnlySpan<double> y, ReadOnlySpan<double> m, Span<double> score, Span<double> observed)
    {
        int i = 0;
        double sum = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            bool single = !m.ContainsAnyExcept(1.0);
            sum = single ? EvaluateSingle(eta, y, score, observed, out i) : EvaluateSeveral(eta, y, m, score, observed, out i);
        }

        for (; i < eta.Length; i++)
        {
            double e = Math.Exp(-Math.Abs(eta[i])), small = e / (1 + e), large = 1 / (1 + e);
            sum += LogDensity(eta[i], y[i], m[i]);
            score[i] = y[i] - (m[i] * (eta[i] >= 0 ? large : small));
            observed[i] = m[i] * small * large;
        }

        return sum;
    }

    public override void ObservedDerivative(ReadOnlySpan<double> eta, ReadOnlySpan<double> y, ReadOnlySpan<double> m, Span<double> derivative) =>
        ExpectedDerivative(eta, m, derivative);

    public override void Expected(ReadOnlySpan<double> eta, ReadOnlySpan<double> m, Span<double> expected)
    {
        for (int i = 0; i < eta.Length; i++)
        {
            double e = Math.Exp(-Math.Abs(eta[i]));
            expected[i] = m[i] * e / ((1 + e) * (1 + e));
        }
    }

    public override void ExpectedDerivative(ReadOnlySpan<double> eta, ReadOnlySpan<double> m, Span<double> derivative)
    {
        int i = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            Vector256<double> one = Vector256<double>.One;
            for (; i <= eta.Length - Vector256<double>.Count; i += Vector256<double>.Count)
            {
                Vector256<double> x = Vector256.Create(eta[i..]), mi = Vector256.Create(m[i..]);
                Vector256<double> e = Vector256.Exp(-Vector256.Abs(x));
                Vector256<double> sum = one + e;
                Vector256<double> magnitude = mi * e * (one - e) / (sum * sum * sum);
                Vector256.ConditionalSelect(Vector256.GreaterThanOrEqual(x, Vector256<double>.Zero), -magnitude, magnitude).CopyTo(derivative[i..]);
            }
        }

        for (; i < eta.Length; i++)
        {
            double e = Math.Exp(-Math.Abs(eta[i]));
            double magnitude = m[i] * e * (1 - e) / ((1 + e) * (1 + e) * (1 + e));
            derivative[i] = eta[i] >= 0 ? -magnitude : magnitude;
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

    /// <summary>
    /// Rows of one trial: one exponential and one division a vector. The logs of 1 + e, which lies between 1 and 2, are taken of products of
    /// them.
    /// </summary>
    private static double EvaluateSingle(ReadOnlySpan<double> eta, ReadOnlySpan<double> y, Span<double> score, Span<double> observed, out int done)
    {
        const int FactorsOfProduct = 512;
        Vector256<double> total = Vector256<double>.Zero, one = Vector256<double>.One, product = one;
        int i = 0;
        int factors = 0;
        for (; i <= eta.Length - Vector256<double>.Count; i += Vector256<double>.Count)
        {
            Vector256<double> x = Vector256.Create(eta[i..]), yi = Vector256.Create(y[i..]);
            Vector256<double> e = Vector256.Exp(-Vector256.Abs(x));
            Vector256<double> large = one / (one + e), small = e * large;
            Vector256<double> p = Vector256.ConditionalSelect(Vector256.GreaterThanOrEqual(x, Vector256<double>.Zero), large, small);
            total += (yi * x) - Vector256.Max(x, Vector256<double>.Zero);
            product *= one + e;
            if (++factors == FactorsOfProduct)
            {
                total -= Vector256.Log(product);
                product = one;
                factors = 0;
            }

            (yi - p).CopyTo(score[i..]);
            (small * large).CopyTo(observed[i..]);
        }

        done = i;
        return Vector256.Sum(total - Vector256.Log(product));
    }

    private static double EvaluateSeveral(
        ReadOnlySpan<double> eta, ReadOnlySpan<double> y, ReadOnlySpan<double> m, Span<double> score, Span<double> observed, out int done)
    {
        Vector256<double> total = Vector256<double>.Zero, one = Vector256<double>.One;
        int i = 0;
        for (; i <= eta.Length - Vector256<double>.Count; i += Vector256<double>.Count)
        {
            Vector256<double> x = Vector256.Create(eta[i..]), yi = Vector256.Create(y[i..]), mi = Vector256.Create(m[i..]);
            Vector256<double> e = Vector256.Exp(-Vector256.Abs(x));
            Vector256<double> large = one / (one + e), small = e * large;
            Vector256<double> p = Vector256.ConditionalSelect(Vector256.GreaterThanOrEqual(x, Vector256<double>.Zero), large, small);

            // log f = yη − m log(1 + e^η), and log(1 + e^η) = max(η, 0) + log(1 + e^−|η|).
            total += (yi * x) - (mi * (Vector256.Max(x, Vector256<double>.Zero) + LogOnePlus(e)));
            (yi - (mi * p)).CopyTo(score[i..]);
            (mi * small * large).CopyTo(observed[i..]);
        }

        done = i;
        return Vector256.Sum(total);
    }

    /// <summary>log(1 + e) for 0 ≤ e ≤ 1, accurate for tiny e: log(w)·e/(w − 1) with w = 1 + e (Kahan's device).</summary>
    private static Vector256<double> LogOnePlus(Vector256<double> e)
    {
        Vector256<double> w = Vector256<double>.One + e;
        Vector256<double> rounded = w - Vector256<double>.One;
        Vector256<double> exact = Vector256.Equals(rounded, Vector256<double>.Zero);
        return Vector256.ConditionalSelect(exact, e, Vector256.Log(w) * (e / Vector256.ConditionalSelect(exact, Vector256<double>.One, rounded)));
    }
}
