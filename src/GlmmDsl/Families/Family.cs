namespace GlmmDsl;

/// <summary>The distribution of the response given the random effects.</summary>
public enum Family
{
    /// <summary>Normal, variance σ²; with the identity link a linear model, with others (log, inverse) a generalised one.</summary>
    Gaussian,

    /// <summary>Binomial: V(μ) = μ(1 − μ) for one trial; no dispersion parameter. Default link: logit.</summary>
    Binomial,

    /// <summary>Poisson: V(μ) = μ; no dispersion parameter. Default link: log.</summary>
    Poisson,

    /// <summary>Gamma: V(μ) = μ²/φ, φ the shape; sigma is 1/√φ. Default link: log (R's is inverse).</summary>
    Gamma,

    /// <summary>Inverse Gaussian: V(μ) = φμ³; sigma is √φ. Default link: 1/μ².</summary>
    InverseGaussian,

    /// <summary>Lognormal with mean μ and standard deviation φ of the response itself. Default link: log.</summary>
    Lognormal,

    /// <summary>Student's t about μ with scale φ and estimated degrees of freedom. Default link: identity.</summary>
    StudentT,

    /// <summary>Tweedie: V(μ) = φμᵖ with an estimated power p between 1 and 2; zeros have a probability of their own. Default link: log.</summary>
    Tweedie,

    /// <summary>Beta: V(μ) = μ(1 − μ)/(1 + φ), φ the precision. Default link: logit.</summary>
    Beta,

    /// <summary>Beta-binomial: successes whose probability varies between rows with precision φ. Default link: logit.</summary>
    BetaBinomial,

    /// <summary>Negative binomial with V(μ) = μ + μ²/φ (glmmTMB's nbinom2). Default link: log.</summary>
    NegativeBinomial2,

    /// <summary>Negative binomial with V(μ) = μ(1 + φ) (glmmTMB's nbinom1). Default link: log.</summary>
    NegativeBinomial1,

    /// <summary>Generalised Poisson: V(μ) = μφ, φ above or below 1. Default link: log.</summary>
    GeneralizedPoisson,

    /// <summary>Poisson without 0; μ is the mean before 0 was excluded. With zero inflation a hurdle model. Default link: log.</summary>
    TruncatedPoisson,

    /// <summary>Negative binomial with V(μ) = μ + μ²/φ without 0; μ is the mean before 0 was excluded. Default link: log.</summary>
    TruncatedNegativeBinomial2,

    /// <summary>Negative binomial with V(μ) = μ(1 + φ) without 0; μ is the mean before 0 was excluded. Default link: log.</summary>
    TruncatedNegativeBinomial1,

    /// <summary>
    /// Ordered categories, the cumulative link model of R's <c>ordinal::clmm</c>: P(Y ≤ j) = F(θⱼ − η) with thresholds θ₁ &lt; θ₂ &lt; .. and no intercept. The link is that of the higher categories,
    /// P(Y > j) = 1 − F(θⱼ − η) = g⁻¹(η − θⱼ), so that with two categories the model is the binomial one. Default link: logit, proportional odds. For cloglog and loglog, this and clmm are each other's
    /// mirror image of R's clm and polr.
    /// </summary>
    Cumulative,

    /// <summary>A family of the program's own: a <see cref="Families.ResponseFamily"/>, given in place of a member of this enumeration.</summary>
    Custom = -1,
}

/// <summary>The function that takes the mean to the linear predictor η.</summary>
public enum Link
{
    /// <summary>The family's usual link.</summary>
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

    /// <summary>η = 1/μ</summary>
    Inverse,

    /// <summary>η = 1/μ²</summary>
    InverseSquare,

    /// <summary>η = −log(−log μ), of ordered categories: <see cref="Cloglog"/> with their order and the signs of the coefficients reversed.</summary>
    Loglog,
}
