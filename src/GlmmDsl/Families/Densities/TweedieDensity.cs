namespace GlmmDsl.Families.Densities;

/// <summary>
/// Tweedie with 1 &lt; p &lt; 2, a Poisson number of gamma variates: mean μ, variance φμᵖ, φ = eᶯᵈ, p = 1 + 1/(1 + e⁻ᶯˢ). The density is a
/// <see cref="TweedieSeries"/>.
/// </summary>
internal readonly struct TweedieDensity<TLink> : IRowDensity
    where TLink : struct, IMeanLink
{
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
        T ratio = rest * Jet.Reciprocal(q);
        T logZ = (ratio * (-Jet.Log(q) + Math.Log(y))) - ((ratio + 1) * logDispersion) - Jet.Log(rest);
        return TweedieSeries.At(logZ.Value, ratio.Value).Of(logZ, ratio);
    }
}
