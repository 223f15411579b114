namespace GlmmDsl;

/// <summary>
/// Declares that a member of a row type is what counts are counted over: person-years, an area, a number of pages. In a model of counts with a log link it belongs in
/// <c>offset(log(..))</c>: the compiler says so where it is a predictor (GLMM109) or is left out (GLMM116).
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Parameter)]
public sealed class ExposureAttribute : Attribute;
