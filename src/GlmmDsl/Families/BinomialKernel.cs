using MathNet.Numerics;

namespace GlmmDsl.Families;

/// <summary>
/// Binomial rows, y successes of m trials with probability p(η): log f = y log p + (m − y) log(1 − p) + log C(m, y). With A = log p and
/// B = log(1 − p): s = yA′ + (m − y)B′, W_o = −yA″ − (m − y)B″, W_e = −m(pA″ + (1 − p)B″), all free of cancellation in the tails.
/// V(μ) = μ(1 − μ); no dispersion.
/// </summary>
internal sealed class BinomialKernel<TLink> : LikelihoodKernel
    where TLink : struct, IProbabilityLink
{
    public override bool IsCanonical => false;

    public override bool IsObservedPositive => TLink.IsLogConcave;

    public override bool HasSingleMode => TLink.IsLogConcave;

    public override double Constant(ReadOnlySpan<double> y, ReadOnlySpan<double> m) => BinomialCoefficients.LogSum(y, m);

    public override double Evaluate(
        ReadOnlySpan<double> eta, ReadOnlySpan<double> y, ReadOnlySpan<double> m, Span<double> score, Span<double> observed, Span<double> derivative)
    {
        double sum = 0;
        for (int i = 0; i < eta.Length; i++)
        {
            LogProbability d = Log(eta[i], y[i], m[i]);
            sum += d.Log;
            score[i] = d.First;
            observed[i] = -d.Second;
            derivative[i] = -d.Third;
        }

        return sum;
    }

    public override double Score(ReadOnlySpan<double> eta, ReadOnlySpan<double> y, ReadOnlySpan<double> m, Span<double> score)
    {
        double sum = 0;
        for (int i = 0; i < eta.Length; i++)
        {
            LogProbability d = Log(eta[i], y[i], m[i]);
            sum += d.Log;
            score[i] = d.First;
        }

        return sum;
    }

    public override void Expected(ReadOnlySpan<double> eta, ReadOnlySpan<double> m, Span<double> expected)
    {
        for (int i = 0; i < eta.Length; i++)
        {
            ProbabilityDerivatives d = TLink.Evaluate(eta[i]);
            // p A′² + q B′² = p′(A′ − B′): both terms are positive.
            expected[i] = m[i] * d.Mean1 * (d.P1 - d.Q1);
        }
    }

    public override void ExpectedDerivative(ReadOnlySpan<double> eta, ReadOnlySpan<double> m, Span<double> derivative)
    {
        for (int i = 0; i < eta.Length; i++)
        {
            ProbabilityDerivatives d = TLink.Evaluate(eta[i]);
            derivative[i] = m[i] * ((d.Mean2 * (d.P1 - d.Q1)) + (d.Mean1 * (d.P2 - d.Q2)));
        }
    }

    public override double LogDensity(double eta, double y, double m) => Log(eta, y, m).Log;

    public override double Mean(double eta) => TLink.Mean(eta);

    public override double MeanDerivative(double eta) => TLink.Evaluate(eta).Mean1;

    public override double Link(double mean) => TLink.Link(mean);

    public override double Strip => TLink.Strip;

    public override double Reach => TLink.Reach;

    public override AveragedMean? NormalMean(double eta, double variance) => TLink.NormalMean(eta, variance);

    public override double Variance(double mean) => mean * (1 - mean);

    public override double UnitDeviance(double y, double m, double mean) => BinomialCoefficients.UnitDeviance(y, m, mean);

    public override double StartingMean(double y, double m) => (y + 0.5) / (m + 1);

    /// <summary>y log p + (m − y) log(1 − p). A term with count 0 is left out: most rows are 0 or 1, and 0 · −∞ would be NaN.</summary>
    private static LogProbability Log(double eta, double y, double m)
    {
        double failures = m - y;
        if (failures == 0)
        {
            return y == 0 ? default : Times(y, TLink.LogSuccess(eta));
        }

        if (y == 0)
        {
            return Times(failures, TLink.LogFailure(eta));
        }

        ProbabilityDerivatives d = TLink.Evaluate(eta);
        return new(
            (y * d.LogP) + (failures * d.LogQ), (y * d.P1) + (failures * d.Q1), (y * d.P2) + (failures * d.Q2), (y * d.P3) + (failures * d.Q3));
    }

    private static LogProbability Times(double count, LogProbability x) => new(count * x.Log, count * x.First, count * x.Second, count * x.Third);
}

/// <summary>What depends on the counts of a binomial response alone, whatever the link.</summary>
internal static class BinomialCoefficients
{
    /// <summary>Σ log C(mᵢ, yᵢ); numbers of trials need not be whole.</summary>
    public static double LogSum(ReadOnlySpan<double> y, ReadOnlySpan<double> m)
    {
        double sum = 0;
        for (int i = 0; i < y.Length; i++)
        {
            if (y[i] > 0 && y[i] < m[i])
            {
                sum += SpecialFunctions.GammaLn(m[i] + 1) - SpecialFunctions.GammaLn(y[i] + 1) - SpecialFunctions.GammaLn(m[i] - y[i] + 1);
            }
        }

        return sum;
    }

    /// <summary>2[y log(y/mμ) + (m − y) log((m − y)/(m − mμ))], with 0 log 0 = 0.</summary>
    public static double UnitDeviance(double y, double m, double mean)
    {
        double failures = m - y;
        double a = y > 0 ? y * Math.Log(y / (m * mean)) : 0;
        double b = failures > 0 ? failures * Math.Log(failures / (m * (1 - mean))) : 0;
        return Math.Max(0, 2 * (a + b));
    }
}
