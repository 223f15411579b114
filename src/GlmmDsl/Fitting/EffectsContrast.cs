namespace GlmmDsl.Fitting;

/// <summary>A combination of coefficients and random effects, xᵀβ + zᵀb: the linear predictor of a row is one.</summary>
/// <param name="Fixed">x, one number for each kept column.</param>
/// <param name="Random">The entries of z that are not 0: a term, a level of its group, a column of the term, and the weight.</param>
internal sealed record EffectsContrast(double[] Fixed, IReadOnlyList<(int Term, int Level, int Column, double Weight)> Random);
