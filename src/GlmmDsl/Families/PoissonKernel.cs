using MathNet.Numerics;

namespace GlmmDsl.Families;

/// <summary>
/// Poisson rows with mean μ(η): log f = m[y log μ − μ − log y!], m the prior weight. With L = log μ: s = m(yL′ − μ′), W_o = m(μ″ − yL″),
/// W_e = mμ′²/μ. V(μ) = μ; no dispersion.
/// </summary>
internal sealed class PoissonKernel<TLink> : LikelihoodKernel
    where TLink : struct, IPositiveMeanLink
{
    public override bool IsCanonical => false;

    public override bool IsObservedPositive => TLink.IsObservedPositive;

    public override bool HasSingleMode => TLink.Pole is null;

    public override double? Pole => TLink.Pole;

    public override double Constant(ReadOnlySpan<double> y, ReadOnlySpan<double> m) => PoissonConstants.LogSum(y, m);

    public override double Evaluate(
        ReadOnlySpan<double> eta, ReadOnlySpan<double> y, ReadOnlySpan<double> m, Span<double> score, Span<double> observed, Span<double> derivative)
    {
        double sum = 0;
        for (int i = 0; i < eta.Length; i++)
        {
            MeanDerivatives d = TLink.Evaluate(eta[i]);
            sum += LogDensity(eta[i], y[i], m[i]);
            score[i] = m[i] * (Times(y[i], d.Log1) - d.Mean1);
            observed[i] = m[i] * (d.Mean2 - Times(y[i], d.Log2));
            derivative[i] = m[i] * (d.Mean3 - Times(y[i], d.Log3));
        }

        return sum;
    }

    public override double Score(ReadOnlySpan<double> eta, ReadOnlySpan<double> y, ReadOnlySpan<double> m, Span<double> score)
    {
        double sum = 0;
        for (int i = 0; i < eta.Length; i++)
        {
            MeanDerivatives d = TLink.Evaluate(eta[i]);
            sum += LogDensity(eta[i], y[i], m[i]);
            score[i] = m[i] * (Times(y[i], d.Log1) - d.Mean1);
        }

        return sum;
    }

    public override void Expected(ReadOnlySpan<double> eta, ReadOnlySpan<double> m, Span<double> expected)
    {
        for (int i = 0; i < eta.Length; i++)
        {
            MeanDerivatives d = TLink.Evaluate(eta[i]);
            expected[i] = m[i] * d.Mean1 * d.Log1;
        }
    }

    public override void ExpectedDerivative(ReadOnlySpan<double> eta, ReadOnlySpan<double> m, Span<double> derivative)
    {
        for (int i = 0; i < eta.Length; i++)
        {
            MeanDerivatives d = TLink.Evaluate(eta[i]);
            derivative[i] = m[i] * ((d.Mean2 * d.Log1) + (d.Mean1 * d.Log2));
        }
    }

    public override double LogDensity(double eta, double y, double m)
    {
        double mean = TLink.Mean(eta);
        return TLink.IsValid(eta) ? m * (Times(y, Math.Log(mean)) - mean) : double.NegativeInfinity;
    }

    public override double Mean(double eta) => TLink.Mean(eta);

    public override double MeanDerivative(double eta) => TLink.Evaluate(eta).Mean1;

    public override double Link(double mean) => TLink.Link(mean);

    public override AveragedMean? NormalMean(double eta, double variance) => TLink.NormalMean(eta, variance);

    public override double Variance(double mean) => mean;

    public override double UnitDeviance(double y, double m, double mean) => PoissonConstants.UnitDeviance(y, m, mean);

    public override double StartingMean(double y, double m) => y + 0.1;

    private static double Times(double count, double value) => count == 0 ? 0 : count * value;
}

/// <summary>What depends on the counts of a Poisson response alone, whatever the link.</summary>
internal static class PoissonConstants
{
    /// <summary>−Σ mᵢ log yᵢ!.</summary>
    public static double LogSum(ReadOnlySpan<double> y, ReadOnlySpan<double> m)
    {
        double sum = 0;
        for (int i = 0; i < y.Length; i++)
        {
            sum -= y[i] > 1 ? m[i] * SpecialFunctions.GammaLn(y[i] + 1) : 0;
        }

        return sum;
    }

    /// <summary>2m[y log(y/μ) − (y − μ)], with 0 log 0 = 0.</summary>
    public static double UnitDeviance(double y, double m, double mean) =>
        Math.Max(0, 2 * m * ((y > 0 ? y * Math.Log(y / mean) : 0) - (y - mean)));
}
