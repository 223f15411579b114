namespace GlmmDsl.Inference;

/// <summary>
/// The share of variance explained, on the scale of the linear predictor (Nakagawa and Schielzeth 2013, Methods Ecol. Evol. 4; Nakagawa, Johnson and
/// Schielzeth 2017 for generalised models).
/// </summary>
/// <param name="Marginal">σ²_f/(σ²_f + σ²_b + σ²_ε): explained by the fixed effects.</param>
/// <param name="Conditional">(σ²_f + σ²_b)/(σ²_f + σ²_b + σ²_ε): explained by fixed and random effects together.</param>
public readonly record struct RSquared(double Marginal, double Conditional)
{
    /// <summary>Both to three decimals.</summary>
    public override string ToString() => FormattableString.Invariant($"R2: marginal {Marginal:F3}, conditional {Conditional:F3}");
}
