using System.ComponentModel;

namespace GlmmDsl.Modeling;

/// <summary>What an attribute on a member of a row type declares about the data.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public enum DeclaredFactKind
{
    /// <summary>Each level of the column lies in one level of the other.</summary>
    NestedIn,

    /// <summary>The column has one value for all rows of a level of the other.</summary>
    ConstantWithin,

    /// <summary>Equal values of the column go with equal values of the other, and the reverse.</summary>
    Aliases,

    /// <summary>The column has another value in each row.</summary>
    RowKey,

    /// <summary>The column is a time, at which each level of the other has one row.</summary>
    Time,
}

/// <summary>A fact about the data that a row type declares and a fit checks.</summary>
/// <param name="Kind">What is declared.</param>
/// <param name="Column">The column that carries the attribute.</param>
/// <param name="Other">The column that the attribute names; null for <see cref="DeclaredFactKind.RowKey"/>.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record DeclaredFact(DeclaredFactKind Kind, string Column, string? Other = null);
