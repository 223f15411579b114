using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Families;

/// <summary>p = 1/(1 + e⁻ᶯ).</summary>
internal readonly struct LogitLink : IProbabilityLink
{
    public static bool IsLogConcave => true;

    public static ProbabilityDerivatives Evaluate(double eta)
    {
        LogProbability p = LogSuccess(eta), q = LogFailure(eta);
        return new(p.Log, p.First, p.Second, p.Third, q.Log, q.First, q.Second, q.Third, -p.Second, -p.Third);
    }

    public static LogProbability LogSuccess(double eta)
    {
        (double log, double p, double q) = Parts(eta);
        return new(log, q, -p * q, -p * q * (q - p));
    }

    public static LogProbability LogFailure(double eta)
    {
        (double log, double q, double p) = Parts(-eta);
        return new(log, -p, -p * q, -p * q * (q - p));
    }

    public static double Mean(double eta) => Parts(eta).Yes;

    public static double Link(double mean) => Math.Log(mean) - SmallNumbers.Log1P(-mean);

    /// <summary>log p, p and 1 − p; the smaller of the two keeps its digits.</summary>
    private static (double LogYes, double Yes, double No) Parts(double eta)
    {
        double e = Math.Exp(-Math.Abs(eta));
        double small = e / (1 + e), large = 1 / (1 + e);
        return eta > 0 ? (-SmallNumbers.Log1P(e), large, small) : (eta - SmallNumbers.Log1P(e), small, large);
    }
}
