namespace GlmmDsl;

/// <content>The model matrices, and the coefficients of each group.</content>
public sealed partial class MixedModelFit
{
    /// <summary>The fixed-effects model matrix X, n × p, in the order of <see cref="SourceRows"/> and <see cref="Coefficients"/>.</summary>
    /// <exception cref="InvalidOperationException">The model was fitted to cross-products, without rows.</exception>
    public FixedEffectsMatrix FixedEffectsMatrix => new(WithRows("model matrix").Matrices);

    /// <summary>The random-effects model matrix Z, n × q, sparse, in the order of <see cref="SourceRows"/> and θ.</summary>
    /// <exception cref="InvalidOperationException">The model was fitted to cross-products, without rows.</exception>
    public RandomEffectsMatrix RandomEffectsMatrix => new(WithRows("model matrix").Matrices);

    /// <summary>For each level of each grouping factor, the fixed effects plus the level's conditional modes: R's <c>coef(fit)</c>.</summary>
    public GroupCoefficientsCollection GroupCoefficients => groupCoefficients.Value;
}
