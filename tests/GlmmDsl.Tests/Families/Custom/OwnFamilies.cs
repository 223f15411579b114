using GlmmDsl.Families;
using GlmmDsl.Formulas;

namespace GlmmDsl.Tests.Families.Custom;

/// <summary>Weibull with mean μ and shape k: a family that the library does not have.</summary>
public sealed class Weibull() : ResponseFamily("weibull", ResponseRange.PositiveNumbers, Link.Log, FamilyParameter.Shape("Weibull shape", Link.Log, 1))
{
    protected override T LogDensity<T>(ReadOnlySpan<T> eta, double y, double m)
    {
        T k = Jet.Exp(eta[1]);
        T z = k * (Math.Log(y) - eta[0] + Jet.LogGamma(1 + (1 / k)));
        return eta[1] + z - Jet.Exp(z) - Math.Log(y);
    }

    protected override double Variance(ReadOnlySpan<double> eta) => Math.Exp(2 * eta[0]) * ((Gamma(1 + (2 / Math.Exp(eta[1]))) / Math.Pow(Gamma(1 + (1 / Math.Exp(eta[1]))), 2)) - 1);

    protected override double Cdf(ReadOnlySpan<double> eta, double y, double m) => 1 - UpperTail(eta, y, m);

    protected override double UpperTail(ReadOnlySpan<double> eta, double y, double m) => Math.Exp(-Math.Pow(y / Scale(eta), Math.Exp(eta[1])));

    protected override double Sample(Random random, ReadOnlySpan<double> eta, double m) => Scale(eta) * Math.Pow(-Math.Log(1 - random.NextDouble()), Math.Exp(-eta[1]));

    private static double Scale(ReadOnlySpan<double> eta) => Math.Exp(eta[0]) / Gamma(1 + (1 / Math.Exp(eta[1])));

    private static double Gamma(double x) => MathNet.Numerics.SpecialFunctions.Gamma(x);
}

/// <summary>The library's nbinom2, written again.</summary>
public sealed class OwnNegativeBinomial() : ResponseFamily("own nbinom2", ResponseRange.Counts, Link.Log, FamilyParameter.Dispersion)
{
    protected override T LogDensity<T>(ReadOnlySpan<T> eta, double y, double m)
    {
        T size = Jet.Exp(eta[1]);
        return Jet.LogGamma(size + y) - Jet.LogGamma(size) - Jet.LogFactorial(y) + (y * (eta[0] - eta[1])) - ((size + y) * Jet.Softplus(eta[0] - eta[1]));
    }
}

/// <summary>Successes in trials, the probability by a link of choice: a family of the mean alone.</summary>
public sealed class OwnBinomial(Link link) : ResponseFamily("own binomial", ResponseRange.Successes, link)
{
    protected override bool IsLogConcave => true;

    protected override T LogDensity<T>(ReadOnlySpan<T> eta, double y, double m) =>
        (y * LogInverseLink(eta[0])) + ((m - y) * Jet.Log(1 - InverseLink(eta[0]))) + (Jet.LogFactorial(m) - Jet.LogFactorial(y) - Jet.LogFactorial(m - y));
}

/// <summary>Proportions that can be 0 or 1: a beta distribution, and probabilities of the two ends. Four linear predictors.</summary>
public sealed class ZeroOneBeta() : ResponseFamily(
    "zero-one beta", ResponseRange.Numbers, Link.Logit, FamilyParameter.Dispersion, FamilyParameter.Shape("share of ends", Link.Logit, 0.1), FamilyParameter.Shape("ones among ends", Link.Logit, 0.5))
{
    protected override string? Refusal(double y, double m) => y is >= 0 and <= 1 ? null : "a number from 0 to 1";

    protected override double Mean(ReadOnlySpan<double> eta) => (Logistic(eta[2]) * Logistic(eta[3])) + ((1 - Logistic(eta[2])) * Logistic(eta[0]));

    protected override T LogDensity<T>(ReadOnlySpan<T> eta, double y, double m)
    {
        if (y is 0 or 1)
        {
            return -Jet.Softplus(-eta[2]) - Jet.Softplus(y == 1 ? -eta[3] : eta[3]);
        }

        T a = Jet.Exp(eta[1]) * InverseLink(eta[0]), b = Jet.Exp(eta[1]) * InverseLink(-eta[0]);
        return -Jet.Softplus(eta[2]) + Jet.LogGamma(a + b) - Jet.LogGamma(a) - Jet.LogGamma(b) + ((a - 1) * Math.Log(y)) + ((b - 1) * Math.Log(1 - y));
    }

    private static double Logistic(double x) => 1 / (1 + Math.Exp(-x));
}

/// <summary>Whole numbers: a lognormal number rounded down, whose logarithm has mean η₀ and standard deviation exp η₁.</summary>
public sealed class DiscretisedLognormal() : ResponseFamily("discretised lognormal", ResponseRange.Counts, Link.Log, FamilyParameter.Shape("log standard deviation", Link.Log, 1))
{
    protected override T LogDensity<T>(ReadOnlySpan<T> eta, double y, double m)
    {
        T scale = Jet.Exp(-eta[1]);
        T upper = scale * (Math.Log(y + 1) - eta[0]);
        return y == 0 ? Jet.LogNormalCdf(upper) : Jet.LogNormalInterval(scale * (Math.Log(y) - eta[0]), upper);
    }
}

/// <summary>Takes any arguments, to see which are refused.</summary>
public sealed class Any(string name, ResponseRange range, Link link, params FamilyParameter[] parameters) : ResponseFamily(name, range, link, parameters)
{
    protected override T LogDensity<T>(ReadOnlySpan<T> eta, double y, double m) => eta[0];
}

/// <summary>A family of numbers that says nothing but its density: Laplace's distribution with the scale as dispersion, smoothed at its tip.</summary>
public sealed class Bare() : ResponseFamily("bare", ResponseRange.Numbers, Link.Identity, FamilyParameter.Dispersion)
{
    protected override T LogDensity<T>(ReadOnlySpan<T> eta, double y, double m)
    {
        // Logistic distribution.
        T z = (y - eta[0]) / Jet.Exp(eta[1]);
        return -z - eta[1] - (2 * Jet.Softplus(-z));
    }
}
