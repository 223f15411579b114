namespace GlmmDsl;

/// <summary>How a typed generalised model is fitted by the Laplace approximation.</summary>
public sealed record LaplaceFitOptions : GeneralizedFitOptions;
