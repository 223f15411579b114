namespace GlmmDsl;

/// <summary>The scale of residuals, which are those about the conditional modes: r = y − μ̂, μ̂ the fitted mean and y a proportion in binomial models.</summary>
public enum ResidualKind
{
    /// <summary>r, in the response's units.</summary>
    Response,

    /// <summary>
    /// Of a linear model √w·r, in the response's units: of equal variance where the precision weights are right. Of a generalised model
    /// √m·r/√V(μ̂), m the trials or weight and V the family's variance function.
    /// </summary>
    Pearson,

    /// <summary>Pearson's over σ̂, without units; lme4's scaled residuals. σ = 1 in binomial and Poisson models.</summary>
    Scaled,

    /// <summary>The signed root of the row's part of the deviance; of a linear model the same as Pearson's.</summary>
    Deviance,
}
