using GlmmDsl.Generators.Symbols;
using Microsoft.CodeAnalysis;

namespace GlmmDsl.Analyzers.Models;

/// <summary>Recognises the attributes that make a class a model.</summary>
internal static class ModelAttributes
{
    /// <summary>Whether an attribute class is one of them.</summary>
    public static bool IsModel(INamedTypeSymbol? attribute, INamedTypeSymbol? linear) =>
        attribute is not null && linear is not null && SymbolEqualityComparer.Default.Equals(attribute.OriginalDefinition, linear);

    /// <summary>The attribute of linear models, as the compilation knows it.</summary>
    public static INamedTypeSymbol? Linear(Compilation compilation) => compilation.GetTypeByMetadataName(MarkerNames.LinearMixedModel);
}
