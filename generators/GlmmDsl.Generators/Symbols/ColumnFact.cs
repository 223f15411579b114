namespace GlmmDsl.Generators.Symbols;

/// <summary>The kinds of facts about the data that attributes on members declare.</summary>
internal enum FactKind
{
    /// <summary><c>[NestedIn]</c>.</summary>
    NestedIn,

    /// <summary><c>[ConstantWithin]</c>.</summary>
    ConstantWithin,

    /// <summary><c>[Aliases]</c>.</summary>
    Aliases,

    /// <summary><c>[RowKey]</c>.</summary>
    RowKey,

    /// <summary><c>[Exposure]</c>.</summary>
    Exposure,

    /// <summary><c>[Trials]</c>.</summary>
    Trials,

    /// <summary><c>[Weights]</c>.</summary>
    Weights,

    /// <summary><c>[Time]</c>.</summary>
    Time,
}

/// <summary>A fact about the data that an attribute on a member declares.</summary>
/// <param name="Kind">What is declared.</param>
/// <param name="Other">The member that the attribute names; null for kinds that name none.</param>
/// <param name="LabelsRepeat">For <see cref="FactKind.NestedIn"/>: whether labels are given anew in each level of the other column.</param>
internal sealed record ColumnFact(FactKind Kind, string? Other, bool LabelsRepeat);
