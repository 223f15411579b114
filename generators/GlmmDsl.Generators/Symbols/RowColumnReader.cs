using System.Collections.Immutable;
using System.Globalization;
using GlmmDsl.Formulas;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace GlmmDsl.Generators.Symbols;

/// <summary>Reads one member of a row type as a column.</summary>
internal static class RowColumnReader
{
    private static readonly SymbolDisplayFormat QualifiedFormat =
        SymbolDisplayFormat.FullyQualifiedFormat.AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    /// <summary>The column of a property or field.</summary>
    /// <param name="member">The property or field.</param>
    /// <param name="type">Its type.</param>
    public static RowColumn Read(ISymbol member, ITypeSymbol type)
    {
        MemberMarkers markers = MemberMarkers.Read(member);
        ITypeSymbol valueType = UnderlyingOfNullable(type) ?? type;
        ValueKind value = ValueKinds.Of(valueType);
        string? remark = RemarkOn(member, valueType, value);
        ImmutableArray<EnumLevel> enumMembers = value == ValueKind.Enum ? EnumMembers((INamedTypeSymbol)valueType) : ImmutableArray<EnumLevel>.Empty;
        ImmutableArray<string> levels = LevelsOf(value, markers, enumMembers);
        bool isFactor = markers.IsFactor
            || value is ValueKind.Boolean or ValueKind.Enum or ValueKind.Text or ValueKind.Character or ValueKind.Guid;

        return new RowColumn(
            markers.ColumnName ?? member.Name,
            Escaped(member.Name),
            type.ToDisplayString(QualifiedFormat),
            valueType.WithNullableAnnotation(NullableAnnotation.NotAnnotated).ToDisplayString(QualifiedFormat),
            value,
            DiscouragedUses.IsForbidden(member) ? ColumnKind.Unusable : KindOf(value, isFactor, markers, remark, enumMembers),
            UnderlyingOfNullable(type) is not null,
            UnderlyingOfNullable(type) is not null || type.NullableAnnotation == NullableAnnotation.Annotated,
            isFactor,
            !levels.IsDefault,
            new EquatableArray<string>(levels),
            new EquatableArray<EnumLevel>(enumMembers),
            markers.IsOrdered,
            markers.Coding,
            new EquatableArray<string>(DiscouragedUses.IdsOf(member, type)),
            remark)
        {
            Facts = new EquatableArray<ColumnFact>(markers.Facts),
        };
    }

    /// <summary>A member's name as code must write it.</summary>
    public static string Escaped(string name) =>
        SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None && SyntaxFacts.GetContextualKeywordKind(name) == SyntaxKind.None ? name : "@" + name;

    private static ITypeSymbol? UnderlyingOfNullable(ITypeSymbol type) =>
        type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable ? nullable.TypeArguments[0] : null;

    private static ColumnKind KindOf(
        ValueKind value, bool isFactor, MemberMarkers markers, string? remark, ImmutableArray<EnumLevel> enumMembers) =>
        value switch
        {
            ValueKind.None => ColumnKind.Unusable,
            ValueKind.Enum when remark is not null || enumMembers.IsEmpty => ColumnKind.Unusable,
            ValueKind.Boolean when !markers.IsFactor => ColumnKind.Logical,
            ValueKind.Moment when !isFactor => ColumnKind.GroupOnly,
            _ => isFactor ? ColumnKind.Factor : ColumnKind.Numeric,
        };

    private static ImmutableArray<string> LevelsOf(ValueKind value, MemberMarkers markers, ImmutableArray<EnumLevel> enumMembers) =>
        value switch
        {
            _ when !markers.Levels.IsDefault => markers.Levels,
            ValueKind.Boolean => ImmutableArray.Create("FALSE", "TRUE"),
            ValueKind.Enum => enumMembers.Select(m => m.Name).ToImmutableArray(),
            _ => default,
        };

    /// <summary>The values of an enum in order of declaration; if several members have the same value, the first one.</summary>
    private static ImmutableArray<EnumLevel> EnumMembers(INamedTypeSymbol type)
    {
        string typeName = type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);
        var seen = new HashSet<object>();
        var members = ImmutableArray.CreateBuilder<EnumLevel>();
        foreach (IFieldSymbol field in type.GetMembers().OfType<IFieldSymbol>())
        {
            if (field is { HasConstantValue: true, ConstantValue: { } constant } && seen.Add(constant))
            {
                string code = field.GetAttributes().Any(a => a.AttributeClass?.Name == "ObsoleteAttribute")
                    ? $"({typeName})({Convert.ToString(constant, CultureInfo.InvariantCulture)})"
                    : typeName + "." + Escaped(field.Name);
                members.Add(new EnumLevel(LabelOf(field), code));
            }
        }

        return members.ToImmutable();
    }

    /// <summary>The label of a member's <c>[Level]</c>, or its name.</summary>
    private static string LabelOf(IFieldSymbol member) =>
        member.GetAttributes().FirstOrDefault(a => a.AttributeClass is { Name: MarkerNames.Level, ContainingNamespace: { Name: MarkerNames.Namespace, ContainingNamespace.IsGlobalNamespace: true } })
            is { ConstructorArguments: { Length: 1 } arguments } && arguments[0] is { Kind: TypedConstantKind.Primitive, Value: string { Length: > 0 } label }
            ? label
            : member.Name;

    private static string? RemarkOn(ISymbol member, ITypeSymbol type, ValueKind value)
    {
        string shown = type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);
        return value switch
        {
            _ when DiscouragedUses.IsForbidden(member) => $"'{member.Name}' is marked [Obsolete] so that using it is an error; name the member that replaces it",
            ValueKind.None => $"'{member.Name}' is of type {shown}, which is neither a number nor a factor; add a property that computes a number, an enum or a string from it",
            ValueKind.Moment => $"'{member.Name}' is of type {shown}, whose unit and origin cannot be guessed; add a numeric property that states them (days since a date, say), or use it as a grouping factor",
            ValueKind.Enum when IsFlags(type) => $"'{member.Name}' is of type {shown}, a flags enum, whose values are sets and not levels; add a bool property for each flag the model needs",
            ValueKind.Enum when !type.GetMembers().OfType<IFieldSymbol>().Any(f => f.HasConstantValue) => $"'{member.Name}' is of type {shown}, an enum without members, and so has no levels",
            ValueKind.Enum when LabelTwice((INamedTypeSymbol)type) is { } label => $"'{member.Name}' is of type {shown}, two members of which are called '{label}'; give each a [Level] of its own",
            _ => null,
        };
    }

    private static string? LabelTwice(INamedTypeSymbol type) =>
        EnumMembers(type).GroupBy(m => m.Name, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1)?.Key;

    private static bool IsFlags(ITypeSymbol type) =>
        type.GetAttributes().Any(a => a.AttributeClass is { Name: "FlagsAttribute", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } });
}
