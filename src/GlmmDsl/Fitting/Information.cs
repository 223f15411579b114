namespace GlmmDsl;

/// <summary>
/// Which information stands in the determinant of the Laplace approximation, and without random terms in the standard errors. The two are equal for canonical
/// links (logit, log).
/// </summary>
public enum Information
{
    /// <summary>W = −∂²log f/∂η²: the Laplace approximation proper, as glmmTMB makes it; standard errors of generalised linear models from the likelihood's curvature.</summary>
    Observed,

    /// <summary>Its expectation, as lme4, MixedModels.jl and, without random terms, R's <c>glm</c> have it.</summary>
    Expected,
}
