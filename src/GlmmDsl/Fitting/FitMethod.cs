namespace GlmmDsl;

/// <summary>By which likelihood a linear mixed model is fitted.</summary>
public enum FitMethod
{
    /// <summary>Restricted maximum likelihood: variances less biased; criteria comparable only between equal fixed effects.</summary>
    Reml,

    /// <summary>Maximum likelihood: what comparisons of fixed effects need.</summary>
    Ml,
}
