namespace GlmmDsl.Inference;

/// <summary>A point of a profile.</summary>
/// <param name="Value">The value at which the parameter is held.</param>
/// <param name="Zeta">ζ, the signed square root of the increase of −2 log L over its minimum, all other parameters estimated again: standard normal where the likelihood is quadratic.</param>
public readonly record struct ProfilePoint(double Value, double Zeta);
