namespace GlmmDsl;

/// <summary>Which information stands in the determinant of the Laplace approximation. The two are equal for canonical links (logit, log).</summary>
public enum Information
{
    /// <summary>W = −∂²log f/∂η²: the Laplace approximation proper, as glmmTMB makes it.</summary>
    Observed,

    /// <summary>Its expectation, as lme4 and MixedModels.jl have it.</summary>
    Expected,
}
