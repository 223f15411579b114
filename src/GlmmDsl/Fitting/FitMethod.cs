namespace GlmmDsl;

/// <summary>The likelihood by which a linear mixed model is fitted.</summary>
public enum FitMethod
{
    /// <summary>Restricted maximum likelihood: variances are less biased; criteria can be compared only between models with the same fixed effects.</summary>
    Reml,

    /// <summary>Maximum likelihood: what comparisons of fixed effects need.</summary>
    Ml,
}
