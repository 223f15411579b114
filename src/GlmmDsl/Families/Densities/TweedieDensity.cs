using GlmmDsl.LinearAlgebra;

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
        // With q = p − 1 = 1/(1 + e⁻ˢ): r = (2 − p)/(p − 1) = e⁻ˢ, 1/q = 1 + r, 1/(1 − q) = 1 + 1/r.
        T logMean = TLink.LogMean(eta[0]);
        double e = Math.Exp(-eta[2].Value), small = 1 / (1 + e), large = double.IsInfinity(e) ? 1 : e * small, slope = small * large;
        T q = T.Compose(eta[2], small, slope, slope * (large - small), slope * (1 - (6 * slope)));
        T ratio = T.Compose(eta[2], e, -e, e, -e);
        T inverse = Jet.Exp(-eta[1]);
        T zero = -(Jet.Exp((-q + 1) * logMean) * (Jet.Reciprocal(ratio) + 1) * inverse);
        if (y == 0)
        {
            return zero;
        }

        double log = Math.Log(y);
        T main = zero - (y * (Jet.Exp(-(q * logMean)) * (ratio + 1) * inverse));

        // The series of log Wⱼ = j log z − log j! − log Γ(jr).
        T minusLogQ = T.Compose(eta[2], SmallNumbers.Log1P(e), -large, slope, slope * (large - small));
        T logZ = (ratio * (minusLogQ + log)) - ((ratio + 1) * eta[1]) + minusLogQ + eta[2];
        return main + TweedieSeries.At(logZ.Value, ratio.Value).Of(logZ, ratio) + -log;
    }
}
