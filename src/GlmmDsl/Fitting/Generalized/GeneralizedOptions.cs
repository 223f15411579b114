namespace GlmmDsl.Fitting;

/// <summary>How the random effects are integrated out.</summary>
internal enum Integration
{
    /// <summary>The Laplace approximation, β and θ optimised jointly.</summary>
    Laplace,

    /// <summary>Adaptive Gauss–Hermite quadrature: one grouping factor.</summary>
    Quadrature,

    /// <summary>The Laplace approximation with β profiled inside the inner problem: lme4's nAGQ = 0.</summary>
    Fast,
}

/// <summary>Which information stands in the Laplace determinant.</summary>
internal enum Information
{
    /// <summary>W = −∂²log f/∂η²: the Laplace approximation proper, as glmmTMB.</summary>
    Observed,

    /// <summary>Its expectation, as lme4 and MixedModels.jl; the same for canonical links.</summary>
    Expected,
}

/// <summary>How a generalised model is fitted.</summary>
internal sealed record GeneralizedOptions
{
    /// <summary>The approximation of the integral.</summary>
    public Integration Approximation { get; init; } = Integration.Laplace;

    /// <summary>Nodes in each dimension; read for <see cref="Integration.Quadrature"/> only, at least 1.</summary>
    public int Nodes { get; init; } = 1;

    /// <summary>The information of the determinant.</summary>
    public Information Information { get; init; } = Information.Observed;
}
