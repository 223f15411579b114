namespace GlmmDsl.Fitting;

/// <summary>A combination of coefficients and random effects, xᵀβ + zᵀb: the linear predictor of a row is one.</summary>
/// <param name="Fixed">x, one number per kept column.</param>
/// <param name="Random">The nonzero entries of z: the term, the level of its group, the column of the term, and the weight.</param>
internal sealed record EffectsContrast(double[] Fixed, IReadOnlyList<(int Term, int Level, int Column, double Weight)> Random);
