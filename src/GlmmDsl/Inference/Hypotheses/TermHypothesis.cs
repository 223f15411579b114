namespace GlmmDsl.Inference.Hypotheses;

/// <summary>What is tested of a term.</summary>
/// <param name="Term">The term's name.</param>
/// <param name="Combinations">One row for each combination of coefficients that is zero under the hypothesis, one column for each kept coefficient.</param>
internal sealed record TermHypothesis(string Term, double[,] Combinations);
