using System.Globalization;

namespace GlmmDsl.Inference;

/// <summary>
/// The conditional AIC of a linear mixed model: about the random effects of the groups at hand, where AIC is about new groups. The effective degrees of freedom are
/// ρ, which depends on the method, and one for σ.
/// </summary>
/// <param name="LogLikelihood">log f(y | β̂, b̂, σ̂), given the conditional modes.</param>
/// <param name="EffectiveDegreesOfFreedom">ρ: Σ ∂ŷᵢ/∂yᵢ, ŷ the fitted values about the conditional modes; by Vaida and Blanchard with the covariance parameters held.</param>
/// <param name="Method">How ρ was counted.</param>
public readonly record struct ConditionalAic(double LogLikelihood, double EffectiveDegreesOfFreedom, ConditionalAicMethod Method)
{
    /// <summary>−2 log f + 2(ρ + 1).</summary>
    public double Value => (-2 * LogLikelihood) + (2 * (EffectiveDegreesOfFreedom + 1));

    /// <summary>The authors of the method.</summary>
    internal string Authors => Method == ConditionalAicMethod.GrevenKneib ? "Greven and Kneib" : "Vaida and Blanchard";

    /// <summary>The criterion with what it is made of.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"conditional AIC {Value:G7} ({Authors}; conditional log-likelihood {LogLikelihood:G7}, effective df {EffectiveDegreesOfFreedom:G5} + 1)");
}
