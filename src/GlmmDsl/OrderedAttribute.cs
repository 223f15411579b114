namespace GlmmDsl;

/// <summary>
/// Makes a member of a row type an ordered factor, or all members of an enumeration: a response for <see cref="Family.Cumulative"/>, and as a predictor polynomial contrasts (<c>.L</c>, <c>.Q</c>,
/// <c>.C</c>) unless another coding is given.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Parameter | AttributeTargets.Enum)]
public sealed class OrderedAttribute : Attribute
{
    /// <summary>An ordered factor with the levels of its type, of <c>[Factor]</c> or of the rows.</summary>
    public OrderedAttribute() => Levels = [];

    /// <summary>An ordered factor with these levels, lowest first. A value outside them is an error that names the row.</summary>
    /// <param name="levels">The levels, each once.</param>
    public OrderedAttribute(params string[] levels) => Levels = levels;

    /// <summary>The levels, lowest first; empty where none are given.</summary>
    public IReadOnlyList<string> Levels { get; }
}
