namespace GlmmDsl.Families.Densities;

/// <summary>μ = eᶯ.</summary>
internal readonly struct LogMeanLink : IMeanLink
{
    public static T Mean<T>(in T eta)
        where T : struct, IJet<T> => Jet.Exp(eta);

    public static T LogMean<T>(in T eta)
        where T : struct, IJet<T> => eta;

    public static T Slope<T>(in T eta)
        where T : struct, IJet<T> => Jet.Exp(eta);

    public static T Complement<T>(in T eta)
        where T : struct, IJet<T> => -Jet.Exp(eta) + 1;

    public static double Link(double mean) => Math.Log(mean);

    public static AveragedMean? NormalMean(double eta, double variance)
    {
        double mean = Math.Exp(eta + (variance / 2));
        return new(mean, mean, mean / 2);
    }
}

/// <summary>μ = η.</summary>
internal readonly struct SameMeanLink : IMeanLink
{
    public static T Mean<T>(in T eta)
        where T : struct, IJet<T> => eta;

    public static T LogMean<T>(in T eta)
        where T : struct, IJet<T> => Jet.Log(eta);

    public static T Slope<T>(in T eta)
        where T : struct, IJet<T> => 1.0;

    public static T Complement<T>(in T eta)
        where T : struct, IJet<T> => -eta + 1;

    public static double Link(double mean) => mean;

    public static AveragedMean? NormalMean(double eta, double variance) => new(eta, 1, 0);
}

/// <summary>μ = 1/η.</summary>
internal readonly struct InverseMeanLink : IMeanLink
{
    public static T Mean<T>(in T eta)
        where T : struct, IJet<T> => Jet.Reciprocal(eta);

    public static T LogMean<T>(in T eta)
        where T : struct, IJet<T> => -Jet.Log(eta);

    public static T Slope<T>(in T eta)
        where T : struct, IJet<T> => -Jet.Square(Jet.Reciprocal(eta));

    public static T Complement<T>(in T eta)
        where T : struct, IJet<T> => -Jet.Reciprocal(eta) + 1;

    public static double Link(double mean) => 1 / mean;

    /// <exception cref="InvalidOperationException">A predictor that varies.</exception>
    public static AveragedMean? NormalMean(double eta, double variance) => variance == 0 ? new(1 / eta, -1 / (eta * eta), double.NaN) : throw UndefinedAverage.Of("inverse");
}

/// <summary>μ = 1/√η.</summary>
internal readonly struct InverseSquareMeanLink : IMeanLink
{
    public static T Mean<T>(in T eta)
        where T : struct, IJet<T> => Jet.Power(eta, -0.5);

    public static T LogMean<T>(in T eta)
        where T : struct, IJet<T> => -0.5 * Jet.Log(eta);

    public static T Slope<T>(in T eta)
        where T : struct, IJet<T> => -0.5 * Jet.Power(eta, -1.5);

    public static T Complement<T>(in T eta)
        where T : struct, IJet<T> => -Mean(eta) + 1;

    public static double Link(double mean) => 1 / (mean * mean);

    /// <exception cref="InvalidOperationException">A predictor that varies.</exception>
    public static AveragedMean? NormalMean(double eta, double variance) => variance == 0 ? new(1 / Math.Sqrt(eta), -0.5 / (eta * Math.Sqrt(eta)), double.NaN) : throw UndefinedAverage.Of("1/mu^2");
}

/// <summary>μ = η².</summary>
internal readonly struct SquaredMeanLink : IMeanLink
{
    public static T Mean<T>(in T eta)
        where T : struct, IJet<T> => Jet.Square(eta);

    public static T LogMean<T>(in T eta)
        where T : struct, IJet<T> => Jet.Log(Jet.Square(eta));

    public static T Slope<T>(in T eta)
        where T : struct, IJet<T> => 2 * eta;

    public static T Complement<T>(in T eta)
        where T : struct, IJet<T> => -Jet.Square(eta) + 1;

    public static double Link(double mean) => Math.Sqrt(mean);

    public static AveragedMean? NormalMean(double eta, double variance) => new((eta * eta) + variance, 2 * eta, 1);
}

/// <summary>A probability by one of the links of binomial models.</summary>
internal readonly struct ProbabilityMeanLink<TLink> : IMeanLink
    where TLink : struct, IProbabilityLink
{
    public static T Mean<T>(in T eta)
        where T : struct, IJet<T> => Jet.Exp(LogMean(eta));

    public static T LogMean<T>(in T eta)
        where T : struct, IJet<T>
    {
        LogProbability p = TLink.LogSuccess(eta.Value);
        return T.Compose(eta, p.Log, p.First, p.Second, p.Third);
    }

    public static T Slope<T>(in T eta)
        where T : struct, IJet<T>
    {
        // The derivative of p is p times that of log p.
        LogProbability p = TLink.LogSuccess(eta.Value);
        double step = double.NaN;
        return Jet.Exp(LogMean(eta)) * T.Compose(eta, p.First, p.Second, p.Third, step);
    }

    public static T Complement<T>(in T eta)
        where T : struct, IJet<T>
    {
        LogProbability q = TLink.LogFailure(eta.Value);
        return Jet.Exp(T.Compose(eta, q.Log, q.First, q.Second, q.Third));
    }

    public static double Link(double mean) => TLink.Link(mean);

    public static double Strip => TLink.Strip;

    public static AveragedMean? NormalMean(double eta, double variance) => TLink.NormalMean(eta, variance);
}
