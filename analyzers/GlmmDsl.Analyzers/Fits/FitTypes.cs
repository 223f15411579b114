using System.Collections.Immutable;
using GlmmDsl.Generators.Symbols;
using Microsoft.CodeAnalysis;

namespace GlmmDsl.Analyzers.Fits;

/// <summary>What the types of an expression say about the fit it comes from.</summary>
internal static class FitTypes
{
    /// <summary>The fit of a value of a fit's type, <c>Trial.RemlFit</c> or <c>IMlFit&lt;..&gt;</c>, or of a task that makes one; null for any other type.</summary>
    public static FitSource? OfFit(ITypeSymbol? type)
    {
        if (type is INamedTypeSymbol { Name: "Task" or "ValueTask", TypeArguments: { Length: 1 } results, ContainingNamespace.Name: "Tasks" })
        {
            type = results[0];
        }

        return type is null ? null : type is INamedTypeSymbol self && OfInterface(type, self) is { } fit ? fit : OfInterfaces(type);
    }

    private static FitSource? OfInterfaces(ITypeSymbol type)
    {
        foreach (INamedTypeSymbol candidate in type.AllInterfaces)
        {
            if (OfInterface(type, candidate) is { } fit)
            {
                return fit;
            }
        }

        return null;
    }

    private static FitSource? OfInterface(ITypeSymbol type, INamedTypeSymbol candidate)
    {
        if (!candidate.IsGenericType || !IsLibraryType(candidate, "IRemlFit", "IMlFit") || !IsKey(candidate.TypeArguments[0]))
        {
            return null;
        }

        INamedTypeSymbol? model = type is INamedTypeSymbol { TypeKind: TypeKind.Class, ContainingType: { } container } ? container : null;
        return new FitSource(model, candidate.TypeArguments[0], candidate.Name == "IRemlFit", CriterionName.None, ImmutableArray<Location>.Empty);
    }

    /// <summary>The fit of a value of a keyed criterion's type; null for any other type.</summary>
    public static FitSource? OfCriterion(ITypeSymbol? type) =>
        type is INamedTypeSymbol { TypeArguments: { Length: 2 } arguments } named
        && IsLibraryType(named, "RemlCriterion", "MlCriterion")
        && IsKey(arguments[1])
        && NameOf(arguments[0].Name) is var criterion and not CriterionName.None
            ? new FitSource(null, arguments[1], named.Name == "RemlCriterion", criterion, ImmutableArray<Location>.Empty)
            : null;

    /// <summary>Whether a type is a fit of some sort or a criterion, keyed or not.</summary>
    public static bool IsCriterionType(ITypeSymbol? type) =>
        type is INamedTypeSymbol named && IsLibraryType(named, "RemlCriterion", "MlCriterion", "Criterion");

    /// <summary>The criterion a property gives; none for other properties.</summary>
    public static CriterionName NameOf(string property) =>
        property switch
        {
            "Aic" => CriterionName.Aic,
            "Bic" => CriterionName.Bic,
            "LogLikelihood" => CriterionName.LogLikelihood,
            _ => CriterionName.None,
        };

    /// <summary>Whether a type is one of the library's, by name; in its namespace or one directly inside, as <c>GlmmDsl.Inference</c>.</summary>
    public static bool IsLibraryType(ITypeSymbol? type, string name) => type is { ContainingType: null } && type.Name == name && IsLibrarys(type);

    /// <inheritdoc cref="IsLibraryType(ITypeSymbol?, string)"/>
    public static bool IsLibraryType(ITypeSymbol? type, string name, string other) => type is { ContainingType: null } && (type.Name == name || type.Name == other) && IsLibrarys(type);

    /// <summary>Whether a type is one of the library's, by name; in its namespace or one directly inside, as <c>GlmmDsl.Inference</c>.</summary>
    public static bool IsLibraryType(ITypeSymbol? type, params string[] names) =>
        type is { ContainingType: null } && names.Contains(type.Name) && IsLibrarys(type);

    private static bool IsLibrarys(ITypeSymbol type) => IsRoot(type.ContainingNamespace) || IsRoot(type.ContainingNamespace?.ContainingNamespace);

    private static bool IsRoot(INamespaceSymbol? space) => space is { Name: MarkerNames.Namespace, ContainingNamespace.IsGlobalNamespace: true };

    private static bool IsKey(ITypeSymbol key) => key.TypeKind == TypeKind.Class;
}
