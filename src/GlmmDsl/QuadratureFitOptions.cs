namespace GlmmDsl;

/// <summary>How a typed generalised model is fitted by adaptive Gauss–Hermite quadrature.</summary>
public sealed record QuadratureFitOptions : GeneralizedFitOptions
{
    /// <summary>Nodes in each dimension, from 1 to <see cref="FitOptions.MostQuadratureNodes"/>, 9 by default: the more, the more exact.</summary>
    public int Nodes { get; init; } = 9;
}
