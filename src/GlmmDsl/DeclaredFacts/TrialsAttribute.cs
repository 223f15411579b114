namespace GlmmDsl;

/// <summary>
/// Declares that a member of a row type is the number of trials of a binomial response. The compiler says so where a binomial model of a proportion leaves it out
/// (GLMM116).
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Parameter)]
public sealed class TrialsAttribute : Attribute;
