using System.Collections.Immutable;

namespace GlmmDsl.Formulas;

/// <summary>What kind of value an expression has.</summary>
internal enum ValueKind
{
    Numeric,
    Logical,
    Factor,
    Text,
    GroupOnly,
}

/// <summary>What is known of an expression's value before any row is read.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="IsConstant">Whether it is one value for all rows.</param>
/// <param name="PolynomialDegree">For <c>poly(x, n)</c>, n; 0 for anything else.</param>
/// <param name="Levels">A factor's levels where they are known; default where they are known only from the rows.</param>
/// <param name="IsOrdered">Whether a factor is ordered.</param>
/// <param name="Coding">The coding declared for the column; null for none.</param>
/// <param name="Column">For a column that can only group: the column, for its remark.</param>
internal sealed record ExpressionType(
    ValueKind Kind,
    bool IsConstant = false,
    int PolynomialDegree = 0,
    ImmutableArray<string> Levels = default,
    bool IsOrdered = false,
    Coding? Coding = null,
    ColumnType? Column = null)
{
    public static ExpressionType Numeric { get; } = new(ValueKind.Numeric);

    public static ExpressionType Constant { get; } = new(ValueKind.Numeric, IsConstant: true);

    public static ExpressionType Logical { get; } = new(ValueKind.Logical, Levels: ImmutableArray.Create("FALSE", "TRUE"));

    /// <summary>Whether it can enter arithmetic.</summary>
    public bool IsNumber => Kind is ValueKind.Numeric or ValueKind.Logical && PolynomialDegree == 0;

    /// <summary>What it is, in words.</summary>
    public string Description => Kind switch
    {
        ValueKind.Numeric => PolynomialDegree > 0 ? "a set of polynomial columns" : "a number",
        ValueKind.Logical => "a logical",
        ValueKind.Factor => "a factor",
        ValueKind.Text => "a text",
        _ => "a column that can only group",
    };

    /// <summary>What the column holds.</summary>
    public static ExpressionType Of(ColumnType column) => column.Kind switch
    {
        ColumnKind.Numeric => Numeric with { Coding = column.Coding },
        ColumnKind.Logical => Logical with { Coding = column.Coding },
        ColumnKind.Factor => new ExpressionType(ValueKind.Factor, Levels: column.Levels, IsOrdered: column.IsOrdered, Coding: column.Coding),
        _ => new ExpressionType(ValueKind.GroupOnly, Levels: column.Levels, Coding: column.Coding, Column: column),
    };

    /// <summary>What <c>factor(..)</c> makes of it: levels are known only where they were known before.</summary>
    public ExpressionType AsFactor() => this with { Kind = ValueKind.Factor, Column = null };
}
