using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Families.Densities;

/// <summary>Normal: mean μ, variance eᶯᵈ.</summary>
internal readonly struct GaussianDensity<TLink> : IRowDensity
    where TLink : struct, IMeanLink
{
    public static ReadOnlySpan<Predictor> Predictors => [Predictor.Conditional, Predictor.Dispersion];

    public static T LogDensity<T>(ReadOnlySpan<T> eta, double y, double m)
        where T : struct, IJet<T>
    {
        T residual = TLink.Mean(eta[0]) + -y;
        return -0.5 * (eta[1] + (Jet.Exp(-eta[1]) * Jet.Square(residual)) + Density.LogTwoPi);
    }

    public static bool HasExpectedInformation => true;

    /// <summary>(∂μ/∂η)²/φ.</summary>
    public static T ExpectedInformation<T>(ReadOnlySpan<T> eta, double m)
        where T : struct, IJet<T> => Jet.Square(TLink.Slope(eta[0])) * Jet.Exp(-eta[1]);
}

/// <summary>Gamma: mean μ, shape a = eᶯᵈ, variance μ²/a.</summary>
internal readonly struct GammaDensity<TLink> : IRowDensity
    where TLink : struct, IMeanLink
{
    public static ReadOnlySpan<Predictor> Predictors => [Predictor.Conditional, Predictor.Dispersion];

    public static T LogDensity<T>(ReadOnlySpan<T> eta, double y, double m)
        where T : struct, IJet<T>
    {
        if (!(y > 0))
        {
            return double.NegativeInfinity;
        }

        // a log(a/μ) − log Γ(a) + a log y − ay/μ, in the logarithm of y/μ, so that no digits are lost where a is large.
        double log = Math.Log(y);
        T shape = Jet.Exp(eta[1]);
        T ratio = -TLink.LogMean(eta[0]) + log;
        return (shape * (ratio - Jet.Exp(ratio) + 1)) + Jet.LogGammaStirling(shape) + -log;
    }

    public static bool HasExpectedInformation => true;

    /// <summary>a(∂μ/∂η)²/μ².</summary>
    public static T ExpectedInformation<T>(ReadOnlySpan<T> eta, double m)
        where T : struct, IJet<T> => Jet.Square(TLink.Slope(eta[0])) * Jet.Exp(eta[1] - (2 * TLink.LogMean(eta[0])));
}

/// <summary>Inverse Gaussian: mean μ, variance φμ³, φ = eᶯᵈ.</summary>
internal readonly struct InverseGaussianDensity<TLink> : IRowDensity
    where TLink : struct, IMeanLink
{
    public static ReadOnlySpan<Predictor> Predictors => [Predictor.Conditional, Predictor.Dispersion];

    public static T LogDensity<T>(ReadOnlySpan<T> eta, double y, double m)
        where T : struct, IJet<T>
    {
        if (!(y > 0))
        {
            return double.NegativeInfinity;
        }

        T excess = (y * Jet.Exp(-TLink.LogMean(eta[0]))) + -1;
        return -0.5 * (eta[1] + ((1 / y) * (Jet.Exp(-eta[1]) * Jet.Square(excess))) + (Density.LogTwoPi + (3 * Math.Log(y))));
    }

    public static bool HasExpectedInformation => true;

    /// <summary>(∂μ/∂η)²/(φμ³).</summary>
    public static T ExpectedInformation<T>(ReadOnlySpan<T> eta, double m)
        where T : struct, IJet<T> => Jet.Square(TLink.Slope(eta[0])) * Jet.Exp(-eta[1] - (3 * TLink.LogMean(eta[0])));
}

/// <summary>Lognormal: mean μ and standard deviation φ = eᶯᵈ, both of the response itself.</summary>
internal readonly struct LognormalDensity<TLink> : IRowDensity
    where TLink : struct, IMeanLink
{
    public static ReadOnlySpan<Predictor> Predictors => [Predictor.Conditional, Predictor.Dispersion];

    public static T LogDensity<T>(ReadOnlySpan<T> eta, double y, double m)
        where T : struct, IJet<T>
    {
        if (!(y > 0))
        {
            return double.NegativeInfinity;
        }

        // The variance of log y is v = log(1 + φ²/μ²), its mean log μ − v/2.
        double log = Math.Log(y);
        T logMean = TLink.LogMean(eta[0]);
        T variance = Jet.Softplus(2 * (eta[1] - logMean));
        T residual = (0.5 * variance) - logMean + log;
        return -0.5 * (Jet.Log(variance) + (Jet.Square(residual) * Jet.Reciprocal(variance)) + (Density.LogTwoPi + (2 * log)));
    }
}

/// <summary>Student's t: location μ, scale φ = eᶯᵈ, degrees of freedom ν = eᶯˢ.</summary>
internal readonly struct StudentDensity<TLink> : IRowDensity
    where TLink : struct, IMeanLink
{
    public static ReadOnlySpan<Predictor> Predictors => [Predictor.Conditional, Predictor.Dispersion, Predictor.Shape];

    public static T LogDensity<T>(ReadOnlySpan<T> eta, double y, double m)
        where T : struct, IJet<T>
    {
        T residual = TLink.Mean(eta[0]) + -y;
        T df = Jet.Exp(eta[2]);
        T squared = Jet.Square(residual) * Jet.Exp(-(2 * eta[1]) - eta[2]);
        return Jet.LogGammaRatio(0.5 * df, 0.5) - (0.5 * eta[2]) - eta[1] - (0.5 * ((df + 1) * Jet.Log1P(squared))) + (-0.5 * Math.Log(Math.PI));
    }
}

/// <summary>Beta: mean μ, precision φ = eᶯᵈ, variance μ(1 − μ)/(1 + φ).</summary>
internal readonly struct BetaDensity<TLink> : IRowDensity
    where TLink : struct, IMeanLink
{
    public static ReadOnlySpan<Predictor> Predictors => [Predictor.Conditional, Predictor.Dispersion];

    public static T LogDensity<T>(ReadOnlySpan<T> eta, double y, double m)
        where T : struct, IJet<T>
    {
        if (!(y is > 0 and < 1))
        {
            return double.NegativeInfinity;
        }

        T precision = Jet.Exp(eta[1]);
        T a = TLink.Mean(eta[0]) * precision, b = TLink.Complement(eta[0]) * precision;
        double log = Math.Log(y), rest = SmallNumbers.Log1P(-y);
        return Jet.LogGamma(precision) - Jet.LogGamma(a) - Jet.LogGamma(b) + (log * a) + (rest * b) + (-log - rest);
    }
}
