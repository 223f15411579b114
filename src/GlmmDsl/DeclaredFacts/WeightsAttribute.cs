namespace GlmmDsl;

/// <summary>Declares that a member of a row type is the weight of its row. The compiler says so where a model leaves it out (GLMM116).</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Parameter)]
public sealed class WeightsAttribute : Attribute;
