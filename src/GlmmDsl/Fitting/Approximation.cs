namespace GlmmDsl;

/// <summary>How the random effects of a generalised model are integrated out of the likelihood.</summary>
public enum Approximation
{
    /// <summary>The Laplace approximation, coefficients and θ optimised jointly: lme4's nAGQ = 1.</summary>
    Laplace,

    /// <summary>Adaptive Gauss–Hermite quadrature, for one grouping factor.</summary>
    Quadrature,

    /// <summary>The Laplace approximation with the coefficients profiled inside the inner problem, faster and less exact: lme4's nAGQ = 0.</summary>
    Fast,
}
