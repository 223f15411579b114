namespace GlmmDsl;

/// <summary>
/// How a typed generalised model is fitted, whatever integrates the random effects out: what <see cref="LaplaceFitOptions"/>,
/// <see cref="QuadratureFitOptions"/> and <see cref="FastFitOptions"/> share. Immutable; a setting that is left out has its default.
/// </summary>
public abstract record GeneralizedFitOptions
{
    private protected GeneralizedFitOptions()
    {
    }

    /// <summary>
    /// Which information of the likelihood the approximation takes: the observed one as glmmTMB, the expected one as lme4. Null, the default, is the observed
    /// one, but with a cauchit link the expected one. With canonical links (logit, log) they are equal.
    /// </summary>
    public Information? Information { get; init; }

    /// <summary>A weak prior that keeps the coefficients finite where the fixed effects separate the outcomes; null, the default, for maximum likelihood.</summary>
    public NormalPrior? CoefficientPrior { get; init; }

    /// <summary>Which notices are reported, ignored or thrown; all are reported by default.</summary>
    public NoticePolicy Notices { get; init; } = NoticePolicy.Default;
}
