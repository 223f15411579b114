namespace GlmmDsl;

/// <summary>
/// Declares that a member of a row type has another value in each row. A random effect of it in a Gaussian model is an error, because the residual is one already
/// (GLMM214), and each fit checks that no value occurs twice.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Parameter)]
public sealed class RowKeyAttribute : Attribute;
