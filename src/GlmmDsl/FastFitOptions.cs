namespace GlmmDsl;

/// <summary>How a typed generalised model is fitted by the fast approximation, lme4's <c>nAGQ = 0</c>.</summary>
public sealed record FastFitOptions : GeneralizedFitOptions;
