using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GlmmDsl.Generators.Symbols;

/// <summary>Finds the static methods <c>double F(double, ..)</c> that a formula may call.</summary>
internal static class UserFunctionReader
{
    /// <summary>The folder that the compiler gives the generated files: the generator's name.</summary>
    private const string OwnFolder = "GlmmDsl.Generators.MixedModelGenerator";

    private static readonly ConditionalWeakTable<ITypeSymbol, StrongBox<ImmutableArray<IMethodSymbol>>> Known = new();

    /// <summary>The functions of the model class (of any accessibility: generated code is part of it) and of the row type. Functions of the model hide those of the row type.</summary>
    public static ImmutableArray<UserFunction> Read(ITypeSymbol rowType, INamedTypeSymbol modelType)
    {
        ImmutableArray<IMethodSymbol> ofModel = FunctionsOf(modelType), ofRow = FunctionsOf(rowType);
        if (ofModel.IsEmpty && ofRow.IsEmpty)
        {
            return ImmutableArray<UserFunction>.Empty;
        }

        var found = ImmutableArray.CreateBuilder<UserFunction>();
        var taken = new HashSet<(string, int)>();
        foreach (IMethodSymbol method in ofModel.AddRange(ofRow))
        {
            if (!DiscouragedUses.IsForbidden(method) && IsAccessible(method, modelType) && taken.Add((method.Name, method.Parameters.Length)))
            {
                found.Add(new UserFunction(
                    method.Name, method.Parameters.Length, method.ContainingType.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat), new EquatableArray<string>(DiscouragedUses.IdsOf(method))));
            }
        }

        return found.ToImmutable();
    }

    /// <summary>The functions of a type and its bases. Many models may share a row type: it is searched once in a compilation.</summary>
    private static ImmutableArray<IMethodSymbol> FunctionsOf(ITypeSymbol owner) =>
        Known.GetValue(owner, static type => new StrongBox<ImmutableArray<IMethodSymbol>>(Find(type))).Value;

    private static ImmutableArray<IMethodSymbol> Find(ITypeSymbol owner)
    {
        if (IsWrittenWithoutMembers(owner))
        {
            return ImmutableArray<IMethodSymbol>.Empty;
        }

        var found = ImmutableArray.CreateBuilder<IMethodSymbol>();
        for (ITypeSymbol? type = owner; type is not null && type.SpecialType is not (SpecialType.System_Object or SpecialType.System_ValueType); type = type.BaseType)
        {
            foreach (ISymbol member in type.GetMembers())
            {
                if (member is IMethodSymbol method && IsFunction(method))
                {
                    found.Add(method);
                }
            }
        }

        return found.ToImmutable();
    }

    /// <summary>
    /// Whether a class has no base and no member but those that this generator has written, as most model classes: to ask for its members would make the compiler bind all of what
    /// is generated, at every keystroke.
    /// </summary>
    private static bool IsWrittenWithoutMembers(ITypeSymbol owner) =>
        owner is { TypeKind: TypeKind.Class, DeclaringSyntaxReferences: { IsEmpty: false } parts }
        && parts.All(part => part.SyntaxTree.FilePath.IndexOf(OwnFolder, StringComparison.Ordinal) >= 0 || part.GetSyntax() is TypeDeclarationSyntax { Members.Count: 0, BaseList: null });

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
