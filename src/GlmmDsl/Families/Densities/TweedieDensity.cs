using GlmmDsl.Families.Jets;

namespace GlmmDsl.Families.Densities;

/// <summary>
/// Tweedie with 1 &lt; p &lt; 2, a Poisson number of gamma variates: mean μ, variance φμᵖ, φ = eᶯᵈ, p = 1 + 1/(1 + e⁻ᶯˢ). The density is the series of Dunn and Smyth
/// (2005, Statistics and Computing 15), summed from its largest term in both directions until terms no longer count.
/// </summary>
internal readonly struct TweedieDensity<TLink> : IRowDensity
    where TLink : struct, IMeanLink
{
    /// <summary>Terms below the largest by this factor's logarithm are left out.</summary>
    private const double Negligible = 40;

    /// <summary>Of a long series every h-th term is taken and counted h times. Terms lie on a smooth curve, near a normal density with standard deviation s, so that h = s/6 is exact to rounding.</summary>
    private const double StepsPerDeviation = 6;

    public static ReadOnlySpan<Predictor> Predictors => [Predictor.Conditional, Predictor.Dispersion, Predictor.Shape];

    public static T LogDensity<T>(ReadOnlySpan<T> eta, double y, double m)
        where T : struct, IJet<T>
    {
        T logMean = TLink.LogMean(eta[0]);
        T q = Jet.Logistic(eta[2]), rest = Jet.Logistic(-eta[2]);
        T inverse = Jet.Exp(-eta[1]);
        T zero = -(Jet.Exp(rest * logMean) * Jet.Reciprocal(rest) * inverse);
        if (y == 0)
        {
            return zero;
        }

        T main = zero - (y * (Jet.Exp(-(q * logMean)) * Jet.Reciprocal(q) * inverse));
        return main + LogSeries(q, rest, eta[1], y) + -Math.Log(y);
    }

    /// <summary>log Σ Wⱼ, log Wⱼ = j log z − log j! − log Γ(jr), r = (2 − p)/(p − 1).</summary>
    private static T LogSeries<T>(in T q, in T rest, in T logDispersion, double y)
        where T : struct, IJet<T>
    {
        T logQ = Jet.Log(q);
        T ratio = rest * Jet.Reciprocal(q);
        T logZ = (ratio * (-logQ + Math.Log(y))) - ((ratio + 1) * logDispersion) - Jet.Log(rest);
        double r = ratio.Value, z = logZ.Value;

        // The largest term is near j = y²⁻ᵖ/((2 − p)φ), and the curvature of the logarithms there is −(1 + r)/j.
        double top = Math.Max(1, Math.Round(Math.Exp((rest.Value * Math.Log(y)) - logDispersion.Value) / rest.Value));
        double step = Math.Max(1, Math.Floor(Math.Sqrt(top / (1 + r)) / StepsPerDeviation));
        double highest = LogTerm(top, r, z);
        if (!double.IsFinite(highest))
        {
            return double.NaN;
        }

        T sum = 0;
        for (double j = top; j >= 1 && LogTerm(j, r, z) > highest - Negligible; j -= step)
        {
            sum += Term(j, ratio, logZ, highest);
        }

        for (double j = top + step; LogTerm(j, r, z) > highest - Negligible; j += step)
        {
            sum += Term(j, ratio, logZ, highest);
        }

        return Jet.Log(sum) + (highest + Math.Log(step));
    }

    private static T Term<T>(double j, in T ratio, in T logZ, double highest)
        where T : struct, IJet<T> => Jet.Exp((j * logZ) - Jet.LogGamma(j * ratio) + (-Jet.LogFactorial(j) - highest));

    private static double LogTerm(double j, double ratio, double logZ) => (j * logZ) - Jet.LogFactorial(j) - LogGamma.Of(j * ratio).Value;
}
