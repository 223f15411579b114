namespace GlmmDsl;

/// <summary>Makes a member of a row type a factor, whatever its type; when levels are given, their order is fixed and the compiler knows them.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Parameter)]
public sealed class FactorAttribute : Attribute
{
    /// <summary>A factor whose levels are those of the rows: text in ordinal order, numbers by value.</summary>
    public FactorAttribute() => Levels = [];

    /// <summary>A factor with these levels in this order. A value outside them is an error that names the row.</summary>
    /// <param name="levels">The levels, each once; the first is the reference.</param>
    public FactorAttribute(params string[] levels) => Levels = levels;

    /// <summary>The levels in order; empty where they are taken from the rows.</summary>
    public IReadOnlyList<string> Levels { get; }
}
