namespace GlmmDsl;

/// <summary>
/// Declares that a member of a row type says the same as another in other values: a bool made from an enum, a temperature in two units. A formula with both as fixed
/// effects is an error (GLMM108), and each fit checks that the rows keep to it: equal values of one go with equal values of the other.
/// </summary>
/// <param name="column">The other member: <c>[Aliases(nameof(Sex))]</c>.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Parameter, AllowMultiple = true)]
public sealed class AliasesAttribute(string column) : Attribute
{
    /// <summary>The other member.</summary>
    public string Column { get; } = column;
}
