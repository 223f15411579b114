namespace GlmmDsl;

/// <summary>
/// Which variance a row has on the scale of the linear predictor, in addition to that of the random effects: σ²_ε of intraclass correlations and R²
/// (Nakagawa, Johnson and Schielzeth 2017, J. R. Soc. Interface 14). λ is the mean count that the model expects with an
/// intercept for all its fixed effects.
/// </summary>
public enum LatentVariance
{
    /// <summary>
    /// The usual one: σ² of a linear model; that of the link's distribution in a binomial model, π²/3 (logit), 1 (probit), π²/6 (cloglog), and none
    /// for cauchit, whose distribution has no variance; of a Poisson model <see cref="LogNormal"/> (log), ¼ (sqrt), λ (identity).
    /// </summary>
    Default,

    /// <summary>log(1 + 1/λ), Poisson with the log link: as if the counts were lognormal.</summary>
    LogNormal,

    /// <summary>ψ₁(λ), the trigamma function, Poisson with the log link: the variance of log y where y is gamma with mean and variance λ.</summary>
    Trigamma,

    /// <summary>1/λ, Poisson with the log link: the variance of log y to first order (the delta method).</summary>
    Delta,

    /// <summary>1, Poisson with the log link: a convention of textbooks, as if the model were a probit.</summary>
    One,

    /// <summary>
    /// What R's package performance takes (0.10 with insight 0.19), and the command line's JSON: <see cref="Default"/>, but of counts with λ = exp β₀, the count at
    /// the intercept of that model with random effects of zero, where Nakagawa, Johnson and Schielzeth take the mean count.
    /// </summary>
    Performance,
}
