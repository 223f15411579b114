namespace GlmmDsl;

/// <summary>The scale of residuals. Residuals are about the conditional modes: r = y − μ̂, μ̂ the fitted mean and y a proportion in binomial models.</summary>
public enum ResidualKind
{
    /// <summary>r, in the response's units.</summary>
    Response,

    /// <summary>
    /// For a linear model √w·r, in the response's units, which have equal variances if the precision weights are right. For a generalised model
    /// √m·r/√V(μ̂), with m the trials or weight and V the family's variance function.
    /// </summary>
    Pearson,

    /// <summary>Pearson's divided by σ̂, without units; lme4's scaled residuals. σ = 1 in binomial and Poisson models.</summary>
    Scaled,

    /// <summary>The signed square root of the row's part of the deviance; for a linear model, the same as Pearson's.</summary>
    Deviance,
}
