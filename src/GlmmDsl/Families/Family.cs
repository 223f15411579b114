namespace GlmmDsl;

/// <summary>The distribution of the response given the random effects.</summary>
public enum Family
{
    /// <summary>Normal, variance σ²; with the identity link a linear model.</summary>
    Gaussian,

    /// <summary>Binomial: V(μ) = μ(1 − μ) for one trial; no dispersion parameter. Default link: logit.</summary>
    Binomial,

    /// <summary>Poisson: V(μ) = μ; no dispersion parameter. Default link: log.</summary>
    Poisson,
}

/// <summary>The function that takes the mean to the linear predictor η.</summary>
public enum Link
{
    /// <summary>The family's usual link: identity, logit, log.</summary>
    Default,

    /// <summary>η = μ</summary>
    Identity,

    /// <summary>η = log(μ/(1 − μ))</summary>
    Logit,

    /// <summary>η = Φ⁻¹(μ)</summary>
    Probit,

    /// <summary>η = log(−log(1 − μ))</summary>
    Cloglog,

    /// <summary>η = tan(π(μ − ½))</summary>
    Cauchit,

    /// <summary>η = log μ</summary>
    Log,

    /// <summary>η = √μ</summary>
    Sqrt,
}
