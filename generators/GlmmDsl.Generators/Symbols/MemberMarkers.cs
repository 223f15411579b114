using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace GlmmDsl.Generators.Symbols;

/// <summary>What the attributes on a member of a row type say about its column.</summary>
internal sealed class MemberMarkers
{
    private MemberMarkers()
    {
    }

    public bool IsFactor { get; private set; }

    public bool IsOrdered { get; private set; }

    /// <summary>The levels of <c>[Factor("a", "b")]</c>; default when none are given.</summary>
    public ImmutableArray<string> Levels { get; private set; }

    public string? ColumnName { get; private set; }

    public Coding? Coding { get; private set; }

    /// <summary>What the attributes declare about the data.</summary>
    public ImmutableArray<ColumnFact> Facts { get; private set; } = ImmutableArray<ColumnFact>.Empty;

    private bool IsEmpty => !IsFactor && !IsOrdered && ColumnName is null && Coding is null && Facts.IsEmpty;

    /// <summary>The fact that an attribute of the library declares; null for the other attributes.</summary>
    public static ColumnFact? FactOf(AttributeData attribute)
    {
        FactKind? kind = attribute.AttributeClass?.Name switch
        {
            MarkerNames.NestedIn => FactKind.NestedIn,
            MarkerNames.ConstantWithin => FactKind.ConstantWithin,
            MarkerNames.Aliases => FactKind.Aliases,
            MarkerNames.RowKey => FactKind.RowKey,
            MarkerNames.Exposure => FactKind.Exposure,
            MarkerNames.Trials => FactKind.Trials,
            MarkerNames.Weights => FactKind.Weights,
            MarkerNames.Time => FactKind.Time,
            _ => null,
        };
        if (kind is not { } known || attribute.AttributeClass!.ContainingNamespace is not { Name: MarkerNames.Namespace, ContainingNamespace.IsGlobalNamespace: true })
        {
            return null;
        }

        if (known == FactKind.Time)
        {
            return new ColumnFact(known, attribute.NamedArguments.FirstOrDefault(a => a.Key == "Within").Value is { Kind: TypedConstantKind.Primitive, Value: string unit } ? unit : null, LabelsRepeat: false);
        }

        string? other = attribute.ConstructorArguments.FirstOrDefault() is { Kind: TypedConstantKind.Primitive, Value: string name } ? name : null;
        bool needsOther = known is FactKind.NestedIn or FactKind.ConstantWithin or FactKind.Aliases;
        return needsOther && other is null ? null : new ColumnFact(known, other, attribute.NamedArguments.Any(a => a.Key == "LabelsRepeat" && a.Value.Value is true));
    }

    /// <summary>
    /// Reads the attributes of a property or field. On a positional record member an attribute belongs to the constructor's parameter
    /// unless it is targeted, so parameters of the member's name are read too. A property that overrides another without attributes of its own has that one's.
    /// </summary>
    public static MemberMarkers Read(ISymbol member)
    {
        var markers = new MemberMarkers();
        markers.AddOwn(member);
        for (IPropertySymbol? property = (member as IPropertySymbol)?.OverriddenProperty; property is not null && markers.IsEmpty; property = property.OverriddenProperty)
        {
            markers.AddOwn(property);
        }

        foreach (AttributeData attribute in EnumOf(member)?.GetAttributes() ?? ImmutableArray<AttributeData>.Empty)
        {
            if (attribute.AttributeClass is { Name: MarkerNames.Ordered })
            {
                markers.Add(attribute);
            }
        }

        return markers;
    }

    private void AddOwn(ISymbol member)
    {
        foreach (AttributeData attribute in member.GetAttributes())
        {
            Add(attribute);
        }

        foreach (IMethodSymbol constructor in member.ContainingType.InstanceConstructors)
        {
            foreach (IParameterSymbol parameter in constructor.Parameters)
            {
                if (parameter.Name == member.Name)
                {
                    foreach (AttributeData attribute in parameter.GetAttributes())
                    {
                        Add(attribute);
                    }
                }
            }
        }
    }

    /// <summary>The enumeration of a member, which may be nullable; null for any other type. <c>[Ordered]</c> on it holds for all members of that type.</summary>
    private static INamedTypeSymbol? EnumOf(ISymbol member)
    {
        ITypeSymbol? type = (member as IPropertySymbol)?.Type ?? (member as IFieldSymbol)?.Type;
        type = type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T, TypeArguments: { Length: 1 } inner } ? inner[0] : type;
        return type is INamedTypeSymbol { TypeKind: TypeKind.Enum } named ? named : null;
    }

    private void Add(AttributeData attribute)
    {
        if (attribute.AttributeClass is not { } type
            || type.ContainingNamespace is not { Name: MarkerNames.Namespace, ContainingNamespace.IsGlobalNamespace: true })
        {
            return;
        }

        if (FactOf(attribute) is { } fact)
        {
            Facts = Facts.Add(fact);
            return;
        }

        TypedConstant? argument = attribute.ConstructorArguments.Length == 1 ? attribute.ConstructorArguments[0] : null;
        switch (type.Name)
        {
            case MarkerNames.Factor:
                IsFactor = true;
                AddLevels(argument);
                break;
            case MarkerNames.Ordered:
                IsFactor = true;
                IsOrdered = true;
                AddLevels(argument);
                break;
            case MarkerNames.Column when argument is { Kind: TypedConstantKind.Primitive, Value: string { Length: > 0 } name }:
                ColumnName = name;
                break;
            case MarkerNames.Contrasts when argument is { Kind: TypedConstantKind.Enum, Value: int coding }:
                Coding = (Coding)coding;
                break;
        }
    }

    private void AddLevels(TypedConstant? argument)
    {
        if (argument is not { Kind: TypedConstantKind.Array, IsNull: false } list)
        {
            return;
        }

        ImmutableArray<string> levels = list.Values.Select(v => v.Value).OfType<string>().Distinct(StringComparer.Ordinal).ToImmutableArray();
        if (!levels.IsEmpty)
        {
            Levels = levels;
        }
    }
}
