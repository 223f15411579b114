namespace GlmmDsl;

/// <summary>How far a fit has come.</summary>
/// <param name="Stage">What is being done: reading rows, cross-products, optimising, random effects.</param>
/// <param name="Evaluations">Evaluations of the criterion so far.</param>
/// <param name="Criterion">The best criterion so far; NaN before the first evaluation.</param>
public readonly record struct FitProgress(string Stage, int Evaluations, double Criterion);
