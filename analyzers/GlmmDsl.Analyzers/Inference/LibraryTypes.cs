using GlmmDsl.Generators.Symbols;
using Microsoft.CodeAnalysis;

namespace GlmmDsl.Analyzers.Inference;

/// <summary>Tells the library's own types, and those that are generated over them, from others.</summary>
internal static class LibraryTypes
{
    /// <summary>Whether a type is the library's, derives from one of its types or is generated inside a model.</summary>
    public static bool IsOurs(ITypeSymbol? type)
    {
        for (ITypeSymbol? candidate = type; candidate is not null; candidate = candidate.BaseType)
        {
            if (IsInLibrary(candidate) || candidate.ContainingType is { } container && IsModel(container))
            {
                return true;
            }
        }

        return IsModel(type);
    }

    /// <summary>Whether a type is, or derives from, a type of the library's of that name.</summary>
    public static bool DerivesFrom(ITypeSymbol? type, string name)
    {
        for (ITypeSymbol? candidate = type; candidate is not null; candidate = candidate.BaseType)
        {
            if (candidate.Name == name && IsInLibrary(candidate))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsInLibrary(ITypeSymbol type)
    {
        INamespaceSymbol? space = type.ContainingNamespace;
        while (space is { ContainingNamespace.IsGlobalNamespace: false })
        {
            space = space.ContainingNamespace;
        }

        return space is { Name: MarkerNames.Namespace, IsGlobalNamespace: false } && type.ContainingAssembly?.Name == MarkerNames.Namespace;
    }

    private static bool IsModel(ITypeSymbol? type) =>
        type is INamedTypeSymbol && type.GetAttributes().Any(a => a.AttributeClass is { Name: "LinearMixedModelAttribute" or "GeneralizedLinearMixedModelAttribute" } attribute && IsInLibrary(attribute));
}
