namespace GlmmDsl.Inference.Profiles;

/// <summary>A point of a profile.</summary>
/// <param name="Value">The value held.</param>
/// <param name="Deviance">The minimum over all other parameters; infinite where none was found.</param>
/// <param name="Others">The other parameters there.</param>
/// <param name="Curvature">What the search knows of their Hessian there, row-major.</param>
internal sealed record SolvedPoint(double Value, double Deviance, double[] Others, double[] Curvature);
