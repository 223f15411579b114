namespace GlmmDsl.Inference;

/// <summary>How the replicates of a bootstrap are made.</summary>
public enum BootstrapKind
{
    /// <summary>Responses are simulated from the fit, random effects drawn anew (R's <c>bootMer</c> as it is called by <c>confint</c>).</summary>
    Parametric,

    /// <summary>
    /// Conditional modes and residuals of a linear model are drawn with replacement, after they are centred and reflated to the estimated covariances, which shrinkage
    /// has taken from them (Carpenter, Goldstein and Rasbash 2003, Appl. Stat. 52). It does not take them to be normal.
    /// </summary>
    Residual,

    /// <summary>Levels of the outermost grouping factor are drawn with replacement, with all their rows: the case bootstrap. It takes neither the distributions nor the covariances for true.</summary>
    Cluster,
}

/// <summary>How an interval is read from bootstrap replicates (Davison and Hinkley 1997, chapter 5).</summary>
public enum BootstrapInterval
{
    /// <summary>The quantiles of the replicates.</summary>
    Percentile,

    /// <summary>Twice the estimate less the quantiles of the replicates.</summary>
    Basic,

    /// <summary>The estimate less the bias, ± normal quantile × standard error.</summary>
    Normal,
}
