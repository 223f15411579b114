namespace GlmmDsl.Fitting;

/// <summary>How a generalised model is fitted.</summary>
internal sealed record GeneralizedOptions
{
    /// <summary>The approximation of the integral.</summary>
    public Approximation Approximation { get; init; } = Approximation.Laplace;

    /// <summary>Nodes in each dimension, at least 1; used only for <see cref="Approximation.Quadrature"/>.</summary>
    public int Nodes { get; init; } = 1;

    /// <summary>The information used in the determinant.</summary>
    public Information Information { get; init; } = Information.Observed;

    /// <summary>The prior on the coefficients; null for maximum likelihood.</summary>
    public NormalPrior? CoefficientPrior { get; init; }
}
