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

    /// <summary>
    /// Reads the attributes of a property or field. On a positional record member an attribute belongs to the constructor's parameter
    /// unless it is targeted, so parameters of the member's name are read too.
    /// </summary>
    public static MemberMarkers Read(ISymbol member)
    {
        var markers = new MemberMarkers();
        foreach (AttributeData attribute in member.GetAttributes())
        {
            markers.Add(attribute);
        }

        foreach (IMethodSymbol constructor in member.ContainingType.InstanceConstructors)
        {
            foreach (IParameterSymbol parameter in constructor.Parameters)
            {
                if (parameter.Name == member.Name)
                {
                    foreach (AttributeData attribute in parameter.GetAttributes())
                    {
                        markers.Add(attribute);
                    }
                }
            }
        }

        return markers;
    }

    private void Add(AttributeData attribute)
    {
        if (attribute.AttributeClass is not { } type
            || type.ContainingNamespace is not { Name: MarkerNames.Namespace, ContainingNamespace.IsGlobalNamespace: true })
        {
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
