namespace GlmmDsl.Families.Ordinal;

/// <summary>p = exp(−e⁻ᶯ), the complementary log-log link of the other outcome.</summary>
internal readonly struct LoglogLink : IProbabilityLink
{
    public static bool IsLogConcave => true;

    public static double Strip => CloglogLink.Strip;

    public static ProbabilityDerivatives Evaluate(double eta)
    {
        ProbabilityDerivatives d = CloglogLink.Evaluate(-eta);
        return new(d.LogQ, -d.Q1, d.Q2, -d.Q3, d.LogP, -d.P1, d.P2, -d.P3, d.Mean1, -d.Mean2);
    }

    public static LogProbability LogSuccess(double eta) => Mirrored(CloglogLink.LogFailure(-eta));

    public static LogProbability LogFailure(double eta) => Mirrored(CloglogLink.LogSuccess(-eta));

    public static double Mean(double eta) => Math.Exp(-Math.Exp(-eta));

    public static double Link(double mean) => -Math.Log(-Math.Log(mean));

    private static LogProbability Mirrored(LogProbability d) => d with { First = -d.First, Third = -d.Third };
}
