using GlmmDsl.LinearAlgebra;
using MathNet.Numerics;

namespace GlmmDsl.Families;

/// <summary>The log of a probability with three derivatives in η.</summary>
internal readonly record struct LogProbability(double Log, double First, double Second, double Third);

/// <summary>log p, log(1 − p) with three derivatives in η each, and two derivatives of p.</summary>
internal readonly record struct ProbabilityDerivatives(
    double LogP, double P1, double P2, double P3, double LogQ, double Q1, double Q2, double Q3, double Mean1, double Mean2);

/// <summary>A link of a probability, p(η), with what the likelihood needs of it.</summary>
internal interface IProbabilityLink
{
    /// <summary>Whether log p and log(1 − p) are concave, so that the observed information is never negative.</summary>
    static abstract bool IsLogConcave { get; }

    /// <summary>The logs and derivatives at η.</summary>
    static abstract ProbabilityDerivatives Evaluate(double eta);

    /// <summary>log p(η) alone, all that a success needs.</summary>
    static abstract LogProbability LogSuccess(double eta);

    /// <summary>log(1 − p(η)) alone.</summary>
    static abstract LogProbability LogFailure(double eta);

    /// <summary>p(η).</summary>
    static abstract double Mean(double eta);

    /// <summary>η(p).</summary>
    static abstract double Link(double mean);

    /// <inheritdoc cref="LikelihoodKernel.Strip"/>
    static virtual double Strip => Math.PI;

    /// <inheritdoc cref="LikelihoodKernel.Reach"/>
    static virtual double Reach => 64;

    /// <inheritdoc cref="LikelihoodKernel.NormalMean"/>
    static virtual AveragedMean? NormalMean(double eta, double variance) => null;
}

/// <summary>p = Φ(η).</summary>
internal readonly struct ProbitLink : IProbabilityLink
{
    private const double LogRootTwoPi = 0.91893853320467274178;

    public static bool IsLogConcave => true;

    public static ProbabilityDerivatives Evaluate(double eta)
    {
        double density = Density(eta);
        double tail = Tail(eta);
        LogProbability p = LogNormal(eta, density, tail);
        LogProbability q = LogNormal(-eta, density, tail);
        return new(p.Log, p.First, p.Second, p.Third, q.Log, -q.First, q.Second, -q.Third, density, -eta * density);
    }

    public static LogProbability LogSuccess(double eta) => LogNormal(eta, Density(eta), Tail(eta));

    public static LogProbability LogFailure(double eta)
    {
        LogProbability q = LogNormal(-eta, Density(eta), Tail(eta));
        return new(q.Log, -q.First, q.Second, -q.Third);
    }

    public static double Mean(double eta) => 0.5 * SpecialFunctions.Erfc(-eta / Constants.Sqrt2);

    public static double Link(double mean) => -Constants.Sqrt2 * SpecialFunctions.ErfcInv(2 * mean);

    /// <summary>Φ(η/√(1 + v)).</summary>
    public static AveragedMean? NormalMean(double eta, double variance)
    {
        double scale = Math.Sqrt(1 + variance);
        double density = Math.Exp(-0.5 * eta * eta / (1 + variance)) / Constants.Sqrt2Pi;
        return new(Mean(eta / scale), density / scale, -0.5 * eta * density / (scale * scale * scale));
    }

    private static double Density(double x) => Math.Exp((-0.5 * x * x) - LogRootTwoPi);

    /// <summary>Φ(−|x|): the smaller of the two probabilities keeps its digits; the other is one minus it.</summary>
    private static double Tail(double x) => 0.5 * SpecialFunctions.Erfc(Math.Abs(x) / Constants.Sqrt2);

    /// <summary>log Φ(x) and its derivatives: a = φ/Φ (the inverse Mills ratio), a′ = −a(x + a), a″ = −a − a′(x + 2a).</summary>
    /// <param name="x">x.</param>
    /// <param name="density">φ(x).</param>
    /// <param name="tail">Φ(−|x|).</param>
    private static LogProbability LogNormal(double x, double density, double tail)
    {
        double log, ratio;
        if (x > -25)
        {
            double probability = x > 0 ? 1 - tail : tail;
            log = x > 5 ? SpecialFunctions.Log1p(-tail) : Math.Log(probability);
            ratio = density / probability;
        }
        else
        {
            // Φ(x)/φ(x) = 1/(t + 1/(t + 2/(t + 3/(t + ...)))) with t = −x (Laplace's continued fraction): exact to rounding out here.
            double t = -x, fraction = t;
            for (int k = 12; k >= 1; k--)
            {
                fraction = t + (k / fraction);
            }

            ratio = fraction;
            log = (-0.5 * x * x) - LogRootTwoPi - Math.Log(fraction);
        }

        // x + a tends to 0 from above in the far left tail, where the difference would lose its digits.
        double excess = x > -25 ? x + ratio : Excess(-x);
        double second = -ratio * excess;
        return new(log, ratio, second, -ratio - (second * (excess + ratio)));
    }

    private static double Excess(double t)
    {
        double fraction = t;
        for (int k = 12; k >= 2; k--)
        {
            fraction = t + (k / fraction);
        }

        return 1 / fraction;
    }
}

/// <summary>p = 1 − exp(−e^η).</summary>
internal readonly struct CloglogLink : IProbabilityLink
{
    /// <summary>e^η is bounded: its square stays finite, and a success there is already as certain as it can be.</summary>
    private const double LargestEta = 350;

    public static bool IsLogConcave => true;

    /// <summary>exp(−e^η) grows beyond ±iπ/2.</summary>
    public static double Strip => Math.PI / 2;

    public static ProbabilityDerivatives Evaluate(double eta)
    {
        LogProbability p = LogSuccess(eta);
        double t = Math.Exp(Math.Min(eta, LargestEta));
        double mean1 = t * Math.Exp(-t);
        return new(p.Log, p.First, p.Second, p.Third, -Math.Exp(eta), -t, -t, -t, mean1, mean1 * (1 - t));
    }

    public static LogProbability LogSuccess(double eta)
    {
        double t = Math.Exp(Math.Min(eta, LargestEta));

        // r = t/(e^t − 1) is A′; r′ = r(1 − t − r).
        double r = t < 1e-300 ? 1 : t / SmallNumbers.ExpM1(t);
        double bracket = t < 1e-4 ? Bracket(t) : 1 - t - r;
        double second = r * bracket;
        double third = (second * bracket) - (r * (t + second));
        return new(eta < -700 ? eta : Math.Log(-SmallNumbers.ExpM1(-t)), r, second, third);
    }

    public static LogProbability LogFailure(double eta)
    {
        double t = Math.Exp(eta);
        return new(-t, -t, -t, -t);
    }

    public static double Mean(double eta) => -SmallNumbers.ExpM1(-Math.Exp(eta));

    public static double Link(double mean) => Math.Log(-SpecialFunctions.Log1p(-mean));

    // 1 − t − r = −t/2 − t²/12 + t⁴/720 − …: the difference cancels for small t.
    private static double Bracket(double t) => (-t / 2) - (t * t / 12) + (t * t * t * t / 720);
}

/// <summary>p = 1/2 + atan(η)/π.</summary>
internal readonly struct CauchitLink : IProbabilityLink
{
    public static bool IsLogConcave => false;

    /// <summary>Branch points at ±i.</summary>
    public static double Strip => 1;

    public static double Reach => double.PositiveInfinity;

    public static ProbabilityDerivatives Evaluate(double eta)
    {
        double s = 1 + (eta * eta);
        double m1 = 1 / (Math.PI * s);
        double m2 = -2 * eta * m1 / s;
        double m3 = m1 * ((6 * eta * eta) - 2) / (s * s);
        double p = Mean(eta), q = Mean(-eta);
        double p1 = m1 / p, q1 = -m1 / q;
        return new(
            Math.Log(p), p1, (m2 / p) - (p1 * p1), (m3 / p) - (3 * p1 * m2 / p) + (2 * p1 * p1 * p1),
            Math.Log(q), q1, (-m2 / q) - (q1 * q1), (-m3 / q) + (3 * q1 * m2 / q) + (2 * q1 * q1 * q1),
            m1, m2);
    }

    public static LogProbability LogSuccess(double eta)
    {
        ProbabilityDerivatives d = Evaluate(eta);
        return new(d.LogP, d.P1, d.P2, d.P3);
    }

    public static LogProbability LogFailure(double eta)
    {
        ProbabilityDerivatives d = Evaluate(eta);
        return new(d.LogQ, d.Q1, d.Q2, d.Q3);
    }

    // atan2(1, −η)/π keeps its digits where η is far below zero.
    public static double Mean(double eta) => Math.Atan2(1, -eta) / Math.PI;

    public static double Link(double mean) => mean <= 0.5 ? -1 / Math.Tan(Math.PI * mean) : 1 / Math.Tan(Math.PI * (1 - mean));
}
