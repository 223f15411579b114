namespace GlmmDsl;

/// <summary>The scale of residuals, which are those about the conditional modes: r = y − Xβ̂ − Zb̂ − offset.</summary>
public enum ResidualKind
{
    /// <summary>r, in the response's units.</summary>
    Response,

    /// <summary>√w·r, in the response's units: of equal variance where the precision weights are right.</summary>
    Pearson,

    /// <summary>√w·r/σ̂, without units; lme4's scaled residuals.</summary>
    Scaled,
}
