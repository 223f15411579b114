namespace GlmmDsl.Fitting;

/// <summary>What was fitted and how.</summary>
/// <param name="Title">For the heading of a summary: "Linear mixed model fit by REML".</param>
/// <param name="Label">In a word or two: "REML", "Laplace".</param>
internal sealed record MethodDescription(string Title, string Label);
