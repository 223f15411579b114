using GlmmDsl.Formulas;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GlmmDsl.Generators.Symbols;

/// <summary>Reads the class of a family of the program's own, <c>typeof(Weibull)</c>.</summary>
internal static class FamilyTypeReader
{
    private const string BaseName = "ResponseFamily";
    private const string BaseNamespace = "GlmmDsl.Families";

    /// <summary>Why a model cannot have the family, as the end of a sentence that begins with its name; null where it can.</summary>
    /// <param name="type">The type given.</param>
    /// <param name="model">The model's class, in whose generated part the family is created.</param>
    /// <param name="compilation">The program.</param>
    public static string? FaultOf(ITypeSymbol type, INamedTypeSymbol model, Compilation compilation)
    {
        if (type is not INamedTypeSymbol { TypeKind: TypeKind.Class } family || !IsFamily(family))
        {
            return "is not a family: it must be a class that derives from GlmmDsl.Families.ResponseFamily and gives its density";
        }

        if (family.IsUnboundGenericType || family.IsFileLocal || !compilation.IsSymbolAccessibleWithin(family, model))
        {
            return "cannot be created by the model, because it is not accessible there or is generic without arguments";
        }

        if (family.IsAbstract)
        {
            return "is abstract: name a class that derives from it";
        }

        return family.InstanceConstructors.Any(c => c.Parameters.All(p => p.IsOptional || p.IsParams) && c.Parameters.IsEmpty && compilation.IsSymbolAccessibleWithin(c, model))
            ? null
            : "has no accessible constructor without parameters, by which the model creates it: give it one, with the usual values of what it takes";
    }

    /// <summary>What the family's responses may be, where the source of its constructor names it; null where it cannot be told.</summary>
    public static ResponseRange? RangeOf(ITypeSymbol type)
    {
        for (ITypeSymbol? family = type; family is not null && !IsBase(family); family = family.BaseType)
        {
            foreach (SyntaxReference reference in family.DeclaringSyntaxReferences)
            {
                IEnumerable<ArgumentListSyntax?> calls = reference.GetSyntax() is TypeDeclarationSyntax declaration
                    ? (declaration.BaseList?.Types.OfType<PrimaryConstructorBaseTypeSyntax>().Select(b => (ArgumentListSyntax?)b.ArgumentList) ?? [])
                        .Concat(declaration.Members.OfType<ConstructorDeclarationSyntax>().Where(c => c.ParameterList.Parameters.Count == 0).Select(c => c.Initializer?.ArgumentList))
                    : [];
                foreach (MemberAccessExpressionSyntax member in calls.SelectMany(c => c?.Arguments.Select(a => a.Expression) ?? []).OfType<MemberAccessExpressionSyntax>())
                {
                    if (member.Expression.ToString().Split('.').Last() == nameof(ResponseRange) && Enum.TryParse(member.Name.Identifier.ValueText, out ResponseRange range))
                    {
                        return range;
                    }
                }
            }
        }

        return null;
    }

    private static bool IsFamily(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? ancestor = type.BaseType; ancestor is not null; ancestor = ancestor.BaseType)
        {
            if (IsBase(ancestor))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsBase(ITypeSymbol type) => type.Name == BaseName && type.ContainingNamespace?.ToDisplayString() == BaseNamespace;
}
