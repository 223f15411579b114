namespace GlmmDsl;

/// <summary>Gives a member of a row type the name by which formulas and tables call it: <c>[Column("Reaction time")]</c>.</summary>
/// <param name="name">The column's name; one that is no plain name stands in back-quotes in a formula.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Parameter)]
public sealed class ColumnAttribute(string name) : Attribute
{
    /// <summary>The column's name.</summary>
    public string Name { get; } = name;
}
