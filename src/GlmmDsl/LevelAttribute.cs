namespace GlmmDsl;

/// <summary>Gives a member of an enum the label by which formulas, tables and results call the level: <c>[Level("high dose")] HighDose</c>.</summary>
/// <param name="label">The label, another for each member of the enum.</param>
[AttributeUsage(AttributeTargets.Field)]
public sealed class LevelAttribute(string label) : Attribute
{
    /// <summary>The label.</summary>
    public string Label { get; } = label;
}
