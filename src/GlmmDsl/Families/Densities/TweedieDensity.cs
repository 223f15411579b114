namespace GlmmDsl.Families.Densities;

/// <summary>
/// Tweedie with 1 &lt; p &lt; 2, a Poisson number of gamma variates: mean μ, variance φμᵖ, φ = eᶯᵈ, p = 1 + 1/(1 + e⁻ᶯˢ). The part without the
/// mean is a <see cref="TweedieSeries"/>.
/// </summary>
internal readonly struct TweedieDensity<TLink> : IRowDensity
    where TLink : struct, IMeanLink
{
    public static ReadOnlySpan<Predictor> Predictors => [Predictor.Conditional, Predictor.Dispersion, Predictor.Shape];

    public static T LogDensity<T>(ReadOnlySpan<T> eta, double y, double m)
        where T : struct, IJet<T>
    {
        T logMean = TLink.LogMean(eta[0]);
        var constants = TweedieConstants<T>.Of(eta[1], eta[2]);
        T zero = -(Jet.Exp((-constants.Q + 1) * logMean) * constants.OfZero);
        return y == 0 ? zero : zero - (y * (Jet.Exp(-(constants.Q * logMean)) * constants.OfResponse)) + constants.Rest(y);
    }
}
