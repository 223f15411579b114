using System.Globalization;

namespace GlmmDsl.Inference;

/// <summary>
/// The conditional AIC of a linear mixed model (Vaida and Blanchard 2005, Biometrika 92): about the random effects of the groups at hand, where AIC is about
/// new groups. The effective degrees of freedom are the trace of the hat matrix, and one for σ; that the covariance parameters were estimated is not
/// counted, which favours random terms with variances near zero (Greven and Kneib 2010, Biometrika 97).
/// </summary>
/// <param name="LogLikelihood">log f(y | β̂, b̂, σ̂), given the conditional modes.</param>
/// <param name="EffectiveDegreesOfFreedom">ρ, the trace of the matrix that takes the response to its fitted values about the conditional modes.</param>
public readonly record struct ConditionalAic(double LogLikelihood, double EffectiveDegreesOfFreedom)
{
    /// <summary>−2 log f + 2(ρ + 1).</summary>
    public double Value => (-2 * LogLikelihood) + (2 * (EffectiveDegreesOfFreedom + 1));

    /// <summary>The criterion with what it is made of.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"conditional AIC {Value:G7} (Vaida and Blanchard; conditional log-likelihood {LogLikelihood:G7}, effective df {EffectiveDegreesOfFreedom:G5} + 1)");
}
