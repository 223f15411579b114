namespace GlmmDsl;

/// <summary>Gives a member of a row type the name by which formulas and tables call it: <c>[Column("Reaction time")]</c>.</summary>
/// <param name="name">The column's name; a formula writes it in back-quotes unless it is a plain name.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Parameter)]
public sealed class ColumnAttribute(string name) : Attribute
{
    /// <summary>The column's name.</summary>
    public string Name { get; } = name;
}
