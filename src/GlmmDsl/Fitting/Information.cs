namespace GlmmDsl;

/// <summary>
/// Which information is used in the determinant of the Laplace approximation or, without random terms, in the standard errors. The two are equal for canonical
/// links (logit, log).
/// </summary>
public enum Information
{
    /// <summary>W = −∂²log f/∂η²: the Laplace approximation proper, as in glmmTMB; standard errors of generalised linear models come from the likelihood's curvature.</summary>
    Observed,

    /// <summary>Its expectation, as in lme4, MixedModels.jl and, without random terms, R's <c>glm</c>.</summary>
    Expected,
}
