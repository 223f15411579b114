using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace GlmmDsl.Generators.Symbols;

/// <summary>
/// Finds <c>[Obsolete]</c> and <c>[Experimental]</c> on symbols that generated code must name. The user has already named them, in the formula or as
/// the row type, so generated files silence these diagnostics and no others.
/// </summary>
internal static class DiscouragedUses
{
    /// <summary>
    /// The identifiers of the diagnostics that naming a symbol causes, including those of the types around it and in it. Each symbol is checked once, because a type
    /// argument can lead back to the type that contains it.
    /// </summary>
    public static ImmutableArray<string> IdsOf(params ISymbol[] symbols)
    {
        var ids = new SortedSet<string>(StringComparer.Ordinal);
        var seen = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        var open = new Stack<ISymbol>(symbols);
        while (open.Count > 0)
        {
            ISymbol symbol = open.Pop();
            if (!seen.Add(symbol))
            {
                continue;
            }

            foreach (AttributeData attribute in symbol.GetAttributes())
            {
                ids.UnionWith(IdsOf(attribute));
            }

            foreach (ISymbol part in symbol is INamedTypeSymbol type ? type.TypeArguments.Cast<ISymbol>() : Array.Empty<ISymbol>())
            {
                open.Push(part);
            }

            if (symbol.ContainingType is { } container)
            {
                open.Push(container);
            }
        }

        return ids.ToImmutableArray();
    }

    /// <summary>Whether using a symbol is an error that cannot be silenced.</summary>
    public static bool IsForbidden(ISymbol symbol) =>
        symbol.GetAttributes().Any(a => IsNamed(a, "System", "ObsoleteAttribute") && a.ConstructorArguments.Any(c => c.Value is true));

    private static string[] IdsOf(AttributeData attribute)
    {
        if (IsNamed(attribute, "System", "ObsoleteAttribute"))
        {
            return attribute.NamedArguments.FirstOrDefault(a => a.Key == "DiagnosticId").Value.Value is string { Length: > 0 } id
                ? new[] { id }
                : new[] { "CS0612", "CS0618" };
        }

        return IsNamed(attribute, "System.Diagnostics.CodeAnalysis", "ExperimentalAttribute")
            && attribute.ConstructorArguments.FirstOrDefault().Value is string { Length: > 0 } experiment
                ? new[] { experiment }
                : Array.Empty<string>();
    }

    private static bool IsNamed(AttributeData attribute, string scope, string name) =>
        attribute.AttributeClass is { } type && type.Name == name && type.ContainingNamespace?.ToDisplayString() == scope;
}
