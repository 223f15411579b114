using System.Collections.Immutable;

namespace GlmmDsl.Cli.Scaffolding;

/// <summary>How the program reads a field.</summary>
internal enum FieldKind
{
    /// <summary>A whole number that fits an <c>int</c>.</summary>
    Int,

    /// <summary>A whole number that does not.</summary>
    Long,

    /// <summary>A whole number of so many digits that a <c>double</c> would lose the last: it is read from its text.</summary>
    LongDigits,

    /// <summary>A whole number that is too large for a <c>long</c>; it is read from its text.</summary>
    BigInteger,

    /// <summary>Any number.</summary>
    Double,

    /// <summary>TRUE or FALSE.</summary>
    Bool,

    /// <summary>A date as 2024-03-31.</summary>
    Date,

    /// <summary>A text.</summary>
    Text,

    /// <summary>A text that is one of an enum's labels.</summary>
    Enum,
}

/// <summary>A column of the file as a member of the record.</summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="Member">The member.</param>
/// <param name="Kind">How a field is read.</param>
/// <param name="IsNullable">Whether values are missing.</param>
/// <param name="Attributes">The attributes of the member, without brackets.</param>
internal sealed record ScaffoldedColumn(string Name, string Member, FieldKind Kind, bool IsNullable, ImmutableArray<string> Attributes)
{
    /// <summary>For <see cref="FieldKind.Enum"/>: the enum's name.</summary>
    public string EnumName { get; init; } = "";

    /// <summary>For <see cref="FieldKind.Enum"/>: its levels in order, each with its member.</summary>
    public ImmutableArray<(string Label, string Member)> Levels { get; init; } = [];

    /// <summary>The member's type.</summary>
    public string Type => Kind switch
    {
        FieldKind.Int => "int",
        FieldKind.Long or FieldKind.LongDigits => "long",
        FieldKind.BigInteger => "BigInteger",
        FieldKind.Double => "double",
        FieldKind.Bool => "bool",
        FieldKind.Date => "DateOnly",
        FieldKind.Text => "string",
        _ => EnumName,
    }
        + (IsNullable ? "?" : "");
}
