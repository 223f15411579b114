namespace GlmmDsl;

/// <summary>
/// Declares that a member of a row type has one value for all rows of a group: the sex of a patient, the size of a school. A random slope of it by that group is an
/// error (GLMM207), and each fit checks that the rows keep to it.
/// </summary>
/// <param name="group">The member that is the group: <c>[ConstantWithin(nameof(Patient))]</c>.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Parameter, AllowMultiple = true)]
public sealed class ConstantWithinAttribute(string group) : Attribute
{
    /// <summary>The member that is the group.</summary>
    public string Group { get; } = group;
}
