namespace GlmmDsl;

/// <summary>A point at which a fit's criterion is asked for.</summary>
/// <param name="Theta">θ in the order of the fit's names of it.</param>
/// <param name="Beta">The coefficients that were kept, in order; null profiles them out. Generalised models only.</param>
public sealed record CriterionPoint(IReadOnlyList<double> Theta, IReadOnlyList<double>? Beta = null);
