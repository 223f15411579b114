namespace GlmmDsl.Families.Densities;

/// <summary>Poisson.</summary>
internal readonly struct PoissonDensity<TLink> : IRowDensity
    where TLink : struct, IMeanLink
{
    public static ReadOnlySpan<Predictor> Predictors => [Predictor.Conditional];

    public static T LogDensity<T>(ReadOnlySpan<T> eta, double y, double m)
        where T : struct, IJet<T> => (y == 0 ? -TLink.Mean(eta[0]) : (y * TLink.LogMean(eta[0])) - TLink.Mean(eta[0])) + -Jet.LogFactorial(y);
}

/// <summary>Negative binomial with variance μ + μ²/θ, θ = eᶯᵈ (glmmTMB's nbinom2).</summary>
internal readonly struct NegativeBinomial2Density<TLink> : IRowDensity
    where TLink : struct, IMeanLink
{
    public static ReadOnlySpan<Predictor> Predictors => [Predictor.Conditional, Predictor.Dispersion];

    public static T LogDensity<T>(ReadOnlySpan<T> eta, double y, double m)
        where T : struct, IJet<T>
    {
        T ratio = TLink.LogMean(eta[0]) - eta[1];
        T size = Jet.Exp(eta[1]);
        T log = Jet.LogGammaRatio(size, y) - ((size + y) * Jet.Softplus(ratio)) + -Jet.LogFactorial(y);
        return y == 0 ? log : log + (y * ratio);
    }

    public static bool HasExpectedInformation => true;

    /// <summary>(∂μ/∂η)²/(μ + μ²/θ).</summary>
    public static T ExpectedInformation<T>(ReadOnlySpan<T> eta, double m)
        where T : struct, IJet<T>
    {
        T mean = TLink.Mean(eta[0]);
        return Jet.Square(TLink.Slope(eta[0])) * Jet.Reciprocal(mean + (Jet.Square(mean) * Jet.Exp(-eta[1])));
    }

    /// <summary>−log f of a count of 0.</summary>
    public static T MinusLogZero<T>(ReadOnlySpan<T> eta)
        where T : struct, IJet<T> => Jet.Exp(eta[1]) * Jet.Softplus(TLink.LogMean(eta[0]) - eta[1]);
}

/// <summary>Negative binomial with variance μ(1 + φ), φ = eᶯᵈ (glmmTMB's nbinom1).</summary>
internal readonly struct NegativeBinomial1Density<TLink> : IRowDensity
    where TLink : struct, IMeanLink
{
    public static ReadOnlySpan<Predictor> Predictors => [Predictor.Conditional, Predictor.Dispersion];

    public static T LogDensity<T>(ReadOnlySpan<T> eta, double y, double m)
        where T : struct, IJet<T>
    {
        T size = Jet.Exp(TLink.LogMean(eta[0]) - eta[1]);
        return Jet.LogGammaRatio(size, y) + (y * eta[1]) - ((size + y) * Jet.Softplus(eta[1])) + -Jet.LogFactorial(y);
    }

    /// <summary>−log f of a count of 0.</summary>
    public static T MinusLogZero<T>(ReadOnlySpan<T> eta)
        where T : struct, IJet<T> => Jet.Exp(TLink.LogMean(eta[0]) - eta[1]) * Jet.Softplus(eta[1]);
}

/// <summary>Generalised Poisson: mean μ, variance μφ, φ = eᶯᵈ (Consul and Jain 1973).</summary>
internal readonly struct GeneralizedPoissonDensity<TLink> : IRowDensity
    where TLink : struct, IMeanLink
{
    public static ReadOnlySpan<Predictor> Predictors => [Predictor.Conditional, Predictor.Dispersion];

    public static T LogDensity<T>(ReadOnlySpan<T> eta, double y, double m)
        where T : struct, IJet<T>
    {
        T half = -0.5 * eta[1];
        T logRate = TLink.LogMean(eta[0]) + half;
        T rate = Jet.Exp(logRate) + ((-y * Jet.Exp(half)) + y);
        return logRate + ((y - 1) * Jet.Log(rate)) - rate + -Jet.LogFactorial(y);
    }
}

/// <summary>Poisson given that the count is not 0; μ is the mean before that.</summary>
internal readonly struct TruncatedPoissonDensity<TLink> : IRowDensity
    where TLink : struct, IMeanLink
{
    public static ReadOnlySpan<Predictor> Predictors => [Predictor.Conditional];

    public static T LogDensity<T>(ReadOnlySpan<T> eta, double y, double m)
        where T : struct, IJet<T> => y == 0 ? double.NegativeInfinity : PoissonDensity<TLink>.LogDensity(eta, y, m) - Jet.Log1MinusExp(TLink.Mean(eta[0]));
}

/// <summary>Negative binomial (variance μ + μ²/θ) given that the count is not 0; μ is the mean before that.</summary>
internal readonly struct TruncatedNegativeBinomial2Density<TLink> : IRowDensity
    where TLink : struct, IMeanLink
{
    public static ReadOnlySpan<Predictor> Predictors => [Predictor.Conditional, Predictor.Dispersion];

    public static T LogDensity<T>(ReadOnlySpan<T> eta, double y, double m)
        where T : struct, IJet<T> => y == 0
            ? double.NegativeInfinity
            : NegativeBinomial2Density<TLink>.LogDensity(eta, y, m) - Jet.Log1MinusExp(NegativeBinomial2Density<TLink>.MinusLogZero(eta));
}

/// <summary>Negative binomial (variance μ(1 + φ)) given that the count is not 0; μ is the mean before that.</summary>
internal readonly struct TruncatedNegativeBinomial1Density<TLink> : IRowDensity
    where TLink : struct, IMeanLink
{
    public static ReadOnlySpan<Predictor> Predictors => [Predictor.Conditional, Predictor.Dispersion];

    public static T LogDensity<T>(ReadOnlySpan<T> eta, double y, double m)
        where T : struct, IJet<T> => y == 0
            ? double.NegativeInfinity
            : NegativeBinomial1Density<TLink>.LogDensity(eta, y, m) - Jet.Log1MinusExp(NegativeBinomial1Density<TLink>.MinusLogZero(eta));
}

/// <summary>Beta-binomial: probability μ that varies between rows with precision φ = eᶯᵈ.</summary>
internal readonly struct BetaBinomialDensity<TLink> : IRowDensity
    where TLink : struct, IMeanLink
{
    public static ReadOnlySpan<Predictor> Predictors => [Predictor.Conditional, Predictor.Dispersion];

    public static T LogDensity<T>(ReadOnlySpan<T> eta, double y, double m)
        where T : struct, IJet<T>
    {
        T precision = Jet.Exp(eta[1]);
        double constant = Jet.LogFactorial(m) - Jet.LogFactorial(y) - Jet.LogFactorial(m - y);
        return Jet.LogGammaRatio(TLink.Mean(eta[0]) * precision, y) + Jet.LogGammaRatio(TLink.Complement(eta[0]) * precision, m - y)
            - Jet.LogGammaRatio(precision, m) + constant;
    }
}

/// <summary>Binomial.</summary>
internal readonly struct BinomialDensity<TLink> : IRowDensity
    where TLink : struct, IProbabilityLink
{
    public static ReadOnlySpan<Predictor> Predictors => [Predictor.Conditional];

    public static T LogDensity<T>(ReadOnlySpan<T> eta, double y, double m)
        where T : struct, IJet<T>
    {
        T result = Jet.LogFactorial(m) - Jet.LogFactorial(y) - Jet.LogFactorial(m - y);
        if (y > 0)
        {
            LogProbability p = TLink.LogSuccess(eta[0].Value);
            result += y * T.Compose(eta[0], p.Log, p.First, p.Second, p.Third);
        }

        if (m > y)
        {
            LogProbability q = TLink.LogFailure(eta[0].Value);
            result += (m - y) * T.Compose(eta[0], q.Log, q.First, q.Second, q.Third);
        }

        return result;
    }
}
