namespace GlmmDsl;

/// <summary>
/// Declares that a member of a row type is the time at which its row was measured: a number, a date, or a factor whose levels are in order. A model that explains it is
/// questioned (GLMM119).
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Parameter)]
public sealed class TimeAttribute : Attribute
{
    /// <summary>
    /// The member that is measured, at one time once: <c>[Time(Within = nameof(Patient))]</c>. Each fit then checks that no two of its rows have the same time, and a random
    /// effect for each of its times in a Gaussian model is an error (GLMM214). Null where several rows may be of one time.
    /// </summary>
    public string? Within { get; set; }
}
