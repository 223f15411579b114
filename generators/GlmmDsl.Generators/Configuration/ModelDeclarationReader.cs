using System.Collections.Immutable;
using GlmmDsl.Formulas;
using GlmmDsl.Generators.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GlmmDsl.Generators.Configuration;

/// <summary>Reads the class that carries a model attribute.</summary>
internal static class ModelDeclarationReader
{
    /// <summary>The compiler version that the generator is built against has no name for it yet.</summary>
    private const LanguageVersion CSharp13 = (LanguageVersion)1300;

    /// <summary>The declaration, or null where no code can be added to the class; the analyzers say why (GLMM001, GLMM002).</summary>
    public static ModelDeclaration? Read(GeneratorAttributeSyntaxContext context, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var model = (INamedTypeSymbol)context.TargetSymbol;
        AttributeData attribute = context.Attributes[0];
        if (!IsFirstDeclaration(model, attribute, context.TargetNode)
            || !CanBeExtended(model)
            || model.Name.Length == 0
            || !IsInNamedNamespace(model)
            || attribute.AttributeClass is not { TypeArguments.Length: 1 } attributeClass
            || FormulaOf(attribute) is not { } formula)
        {
            return null;
        }

        // A class is one model: with two attributes, that of linear models is used.
        bool isGeneralized = IsGeneralized(attributeClass);
        if (isGeneralized && model.GetAttributes().Any(a => a.AttributeClass is { } other && IsMarker(other, MarkerNames.LinearMixedModel)))
        {
            return null;
        }

        RowModel row = RowTypeReader.Read(attributeClass.TypeArguments[0], model);
        if (!row.IsUsable || !IsInNamedNamespace(attributeClass.TypeArguments[0]))
        {
            return null;
        }

        return new ModelDeclaration(
            model.ContainingAssembly.Name,
            model.ContainingNamespace.IsGlobalNamespace ? "" : model.ContainingNamespace.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat.WithGlobalNamespaceStyle(SymbolDisplayGlobalNamespaceStyle.Omitted)),
            new EquatableArray<TypeHeader>(Containers(model)),
            Header(model),
            model.IsStatic || model.InstanceConstructors.Any(c => !c.IsImplicitlyDeclared),
            new EquatableArray<string>(model.GetMembers().Where(m => !m.IsImplicitlyDeclared).Select(m => m.Name).Distinct(StringComparer.Ordinal).ToImmutableArray()),
            context.TargetNode.SyntaxTree.Options is CSharpParseOptions { LanguageVersion: >= CSharp13 },
            context.TargetNode.GetLeadingTrivia().Any(trivia => trivia.IsKind(SyntaxKind.SingleLineDocumentationCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineDocumentationCommentTrivia)),
            row,
            formula,
            isGeneralized ? Family(attribute) : null,
            EnumMember(Named(attribute, "Link"), "Default"),
            EnumMember(Named(attribute, "Missing"), "Fail"),
            Text(attribute, "Weights"),
            EnumMember(Named(attribute, "WeightKind"), "Precision"),
            Text(attribute, "Trials"),
            Text(attribute, "Offset"),
            Text(attribute, "Contrasts"),
            isGeneralized ? Text(attribute, "ZeroInflation") : null,
            Text(attribute, "Dispersion"),
            isGeneralized ? Own(attribute, model, context.SemanticModel.Compilation) : null);
    }

    /// <summary>Two partial declarations with the attribute are a compiler error; code is generated for the first.</summary>
    private static bool IsFirstDeclaration(INamedTypeSymbol model, AttributeData attribute, SyntaxNode node)
    {
        AttributeData first = model.GetAttributes().First(a =>
            SymbolEqualityComparer.Default.Equals(a.AttributeClass?.OriginalDefinition, attribute.AttributeClass?.OriginalDefinition));
        return first.ApplicationSyntaxReference is { } reference && reference.SyntaxTree == node.SyntaxTree && node.Span.Contains(reference.Span);
    }

    private static bool CanBeExtended(INamedTypeSymbol model)
    {
        for (INamedTypeSymbol? type = model; type is not null; type = type.ContainingType)
        {
            if (type.IsGenericType || type.IsFileLocal || !IsPartial(type))
            {
                return false;
            }
        }

        return model.TypeKind == TypeKind.Class;
    }

    /// <summary>Whether the namespaces around a type have names: a namespace that is being typed has none, and generated code could not open it.</summary>
    private static bool IsInNamedNamespace(ITypeSymbol type)
    {
        for (INamespaceSymbol? scope = type.ContainingNamespace; scope is { IsGlobalNamespace: false }; scope = scope.ContainingNamespace)
        {
            if (scope.Name.Length == 0)
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsPartial(INamedTypeSymbol type) =>
        type.DeclaringSyntaxReferences.All(r => r.GetSyntax() is TypeDeclarationSyntax declaration && declaration.Modifiers.Any(SyntaxKind.PartialKeyword));

    private static ImmutableArray<TypeHeader> Containers(INamedTypeSymbol model)
    {
        var containers = new Stack<TypeHeader>();
        for (INamedTypeSymbol? type = model.ContainingType; type is not null; type = type.ContainingType)
        {
            containers.Push(Header(type));
        }

        return containers.ToImmutableArray();
    }

    private static TypeHeader Header(INamedTypeSymbol type) =>
        new(
            (type.TypeKind, type.IsRecord) switch
            {
                (TypeKind.Struct, true) => "record struct",
                (TypeKind.Struct, false) => "struct",
                (TypeKind.Interface, _) => "interface",
                (_, true) => "record",
                _ => "class",
            },
            RowColumnReader.Escaped(type.Name));

    /// <summary>The formula; empty while the attribute lacks an argument, so that its class still has a stand-in.</summary>
    private static string? FormulaOf(AttributeData attribute) =>
        attribute.AttributeConstructor is null ? "" : attribute.ConstructorArguments.FirstOrDefault().Value as string;

    private static bool IsGeneralized(INamedTypeSymbol attributeClass) => IsMarker(attributeClass, MarkerNames.GeneralizedLinearMixedModel);

    private static bool IsMarker(INamedTypeSymbol attributeClass, string metadataName) =>
        attributeClass is { ContainingType: null, ContainingNamespace: { Name: MarkerNames.Namespace, ContainingNamespace.IsGlobalNamespace: true } }
        && metadataName.Length == MarkerNames.Namespace.Length + 1 + attributeClass.MetadataName.Length
        && metadataName.EndsWith(attributeClass.MetadataName, StringComparison.Ordinal);

    private static TypedConstant Named(AttributeData attribute, string name) => attribute.NamedArguments.FirstOrDefault(a => a.Key == name).Value;

    private static string? Text(AttributeData attribute, string name) => Named(attribute, name).Value is string { Length: > 0 } text ? text : null;

    private static string Family(AttributeData attribute) =>
        attribute.ConstructorArguments.ElementAtOrDefault(1) is { Kind: TypedConstantKind.Type } ? FamilyFacts.Own : EnumMember(attribute.ConstructorArguments.ElementAtOrDefault(1), "");

    private static OwnFamily? Own(AttributeData attribute, INamedTypeSymbol model, Compilation compilation)
    {
        TypedConstant argument = attribute.ConstructorArguments.ElementAtOrDefault(1);
        if (argument is not { Kind: TypedConstantKind.Type, Value: ITypeSymbol type })
        {
            return Family(attribute) == FamilyFacts.Own ? new OwnFamily("", "", null, "") : null;
        }

        return new OwnFamily(type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat), type.Name, FamilyTypeReader.RangeOf(type), FamilyTypeReader.FaultOf(type, model, compilation));
    }

    /// <summary>The member of an enum that an argument gives, by its value.</summary>
    private static string EnumMember(TypedConstant argument, string otherwise) =>
        argument is { Kind: TypedConstantKind.Enum, Type: INamedTypeSymbol type, Value: { } value }
        && type.GetMembers().OfType<IFieldSymbol>().FirstOrDefault(f => f.HasConstantValue && Equals(f.ConstantValue, value)) is { } member
            ? member.Name
            : otherwise;
}
