namespace GlmmDsl.Fitting.Linear.Criteria;

/// <summary>A direction in which V changes: ZSZᵀ, S the same symmetric block for each level of a factor.</summary>
/// <param name="Factor">The factor of the layout.</param>
/// <param name="Block">S of one level, k × k row-major.</param>
internal sealed record InformationDirection(int Factor, double[] Block);
