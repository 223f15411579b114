using GlmmDsl.Generators.Symbols;
using Microsoft.CodeAnalysis;

namespace GlmmDsl.Analyzers.Models;

/// <summary>The attributes that make a class a model, as a compilation knows them.</summary>
internal sealed class ModelAttributes
{
    private readonly INamedTypeSymbol? linear;
    private readonly INamedTypeSymbol? generalized;

    private ModelAttributes(INamedTypeSymbol? linear, INamedTypeSymbol? generalized)
    {
        this.linear = linear;
        this.generalized = generalized;
    }

    /// <summary>The attributes; null where the compilation does not reference the library.</summary>
    public static ModelAttributes? Of(Compilation compilation)
    {
        INamedTypeSymbol? linear = compilation.GetTypeByMetadataName(MarkerNames.LinearMixedModel);
        INamedTypeSymbol? generalized = compilation.GetTypeByMetadataName(MarkerNames.GeneralizedLinearMixedModel);
        return linear is null && generalized is null ? null : new ModelAttributes(linear, generalized);
    }

    /// <summary>Whether an attribute class is one of them.</summary>
    public bool IsModel(INamedTypeSymbol? attribute) => Is(attribute, linear) || IsGeneralized(attribute);

    /// <summary>Whether an attribute class is that of generalised linear mixed models.</summary>
    public bool IsGeneralized(INamedTypeSymbol? attribute) => Is(attribute, generalized);

    /// <summary>The attribute that makes a class a generalised model; null for any other class.</summary>
    public AttributeData? GeneralizedOn(ITypeSymbol? model) => model?.GetAttributes().FirstOrDefault(attribute => IsGeneralized(attribute.AttributeClass));

    private static bool Is(INamedTypeSymbol? attribute, INamedTypeSymbol? sought) =>
        attribute is not null && sought is not null && SymbolEqualityComparer.Default.Equals(attribute.OriginalDefinition, sought);
}
