using GlmmDsl.Formulas;

namespace GlmmDsl.Generators.Symbols;

/// <summary>The kind of value a member holds; decides how generated code reads it.</summary>
internal enum ValueKind
{
    /// <summary>Not a value that a model can use.</summary>
    None,

    /// <summary>A whole number of any size: a number that has exact levels as a factor.</summary>
    Integer,

    /// <summary><c>double</c> and <c>Half</c>.</summary>
    Double,

    /// <summary><c>float</c>: its levels are written as those of a float, not of the double that it widens to.</summary>
    Single,

    /// <summary><c>decimal</c>.</summary>
    Decimal,

    /// <summary><c>bool</c>.</summary>
    Boolean,

    /// <summary>An enum that is not a flags enum.</summary>
    Enum,

    /// <summary><c>string</c>.</summary>
    Text,

    /// <summary><c>char</c>.</summary>
    Character,

    /// <summary><c>Guid</c>.</summary>
    Guid,

    /// <summary><c>DateOnly</c>: days since 1970-01-01 as a number.</summary>
    Date,

    /// <summary><c>DateTime</c>, <c>DateTimeOffset</c>, <c>TimeSpan</c>, <c>TimeOnly</c>: groups only.</summary>
    Moment,
}

/// <summary>A column of a row type: one public readable property or field.</summary>
/// <param name="Name">The name that formulas use: the member's, or the one in <c>[Column]</c>.</param>
/// <param name="Member">The member in code, with <c>@</c> where it is a keyword.</param>
/// <param name="TypeName">The member's type as generated code writes it, with its nullability.</param>
/// <param name="KeyTypeName">The type without nullability: the type of the levels' keys.</param>
/// <param name="Value">The kind of value that it holds.</param>
/// <param name="Kind">What it is to a formula.</param>
/// <param name="IsNullableValue">Whether it is a <c>Nullable&lt;T&gt;</c>.</param>
/// <param name="IsNullable">Whether its declared type allows a missing value: a nullable value or reference type.</param>
/// <param name="IsDeclaredFactor">Whether <c>[Factor]</c>, <c>[Ordered]</c> or its type make it a factor.</param>
/// <param name="AreLevelsKnown">Whether its levels are known at compile time: bool, enum, <c>[Factor("a", "b")]</c>.</param>
/// <param name="Levels">The levels known at compile time, in order.</param>
/// <param name="EnumMembers">For an enum: its distinct values, in order of declaration.</param>
/// <param name="IsOrdered">Whether it has <c>[Ordered]</c>.</param>
/// <param name="Coding">The coding of <c>[Contrasts]</c>.</param>
/// <param name="Silenced">Diagnostics that naming the member and its type causes.</param>
/// <param name="Remark">For an unusable or group-only column: why, and what to do.</param>
internal sealed record RowColumn(
    string Name,
    string Member,
    string TypeName,
    string KeyTypeName,
    ValueKind Value,
    ColumnKind Kind,
    bool IsNullableValue,
    bool IsNullable,
    bool IsDeclaredFactor,
    bool AreLevelsKnown,
    EquatableArray<string> Levels,
    EquatableArray<EnumLevel> EnumMembers,
    bool IsOrdered,
    Coding? Coding,
    EquatableArray<string> Silenced,
    string? Remark)
{
    /// <summary>What the attributes on the member declare about the data.</summary>
    public EquatableArray<ColumnFact> Facts { get; init; }

    /// <summary>The column as the formula language sees it.</summary>
    public ColumnType ToColumnType() =>
        new(Name, Kind, AreLevelsKnown ? Levels.Items : default, IsOrdered, Coding, Remark);
}

/// <summary>A value of an enum.</summary>
/// <param name="Name">The level: the member's <c>[Level]</c> or its name; if several members have the value, those of the first one.</param>
/// <param name="Code">The value in generated code; an obsolete member is written as a number, so that reading it causes no warning.</param>
internal sealed record EnumLevel(string Name, string Code);
