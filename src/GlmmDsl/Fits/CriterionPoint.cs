namespace GlmmDsl;

/// <summary>A point at which to evaluate a fit's criterion.</summary>
/// <param name="Theta">θ in the order of the fit's names for it.</param>
/// <param name="Beta">
/// The coefficients that were kept, in order; null profiles them out. For generalised models only. Of an ordinal model also the coefficients followed by the thresholds, which are at their
/// estimates otherwise.
/// </param>
public sealed record CriterionPoint(IReadOnlyList<double> Theta, IReadOnlyList<double>? Beta = null);
