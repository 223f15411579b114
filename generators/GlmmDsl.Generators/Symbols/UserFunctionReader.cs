using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace GlmmDsl.Generators.Symbols;

/// <summary>Finds the static methods <c>double F(double, ..)</c> that a formula may call.</summary>
internal static class UserFunctionReader
{
    /// <summary>The functions of the model class (of any accessibility: generated code is part of it) and of the row type. Functions of the model hide those of the row type.</summary>
    public static ImmutableArray<UserFunction> Read(ITypeSymbol rowType, INamedTypeSymbol modelType)
    {
        var found = ImmutableArray.CreateBuilder<UserFunction>();
        var taken = new HashSet<(string, int)>();
        foreach (ITypeSymbol owner in new[] { modelType, rowType })
        {
            for (ITypeSymbol? type = owner; type is not null; type = type.BaseType)
            {
                foreach (IMethodSymbol method in type.GetMembers().OfType<IMethodSymbol>())
                {
                    if (IsFunction(method) && !DiscouragedUses.IsForbidden(method) && IsAccessible(method, modelType) && taken.Add((method.Name, method.Parameters.Length)))
                    {
                        found.Add(new UserFunction(method.Name, method.Parameters.Length, type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat), new EquatableArray<string>(DiscouragedUses.IdsOf(method))));
                    }
                }
            }
        }

        return found.ToImmutable();
    }

    private static bool IsFunction(IMethodSymbol method) =>
        method is { IsStatic: true, MethodKind: MethodKind.Ordinary, IsGenericMethod: false, ReturnsVoid: false, Parameters.IsEmpty: false }
        && method.ReturnType.SpecialType == SpecialType.System_Double
        && method.Parameters.All(p => p.RefKind == RefKind.None && p.Type.SpecialType == SpecialType.System_Double);

    private static bool IsAccessible(IMethodSymbol method, INamedTypeSymbol modelType)
    {
        if (SymbolEqualityComparer.Default.Equals(method.ContainingType, modelType))
        {
            return true;
        }

        return method.DeclaredAccessibility switch
        {
            Accessibility.Public => true,
            Accessibility.Internal or Accessibility.ProtectedOrInternal =>
                SymbolEqualityComparer.Default.Equals(method.ContainingAssembly, modelType.ContainingAssembly),
            _ => false,
        };
    }
}
