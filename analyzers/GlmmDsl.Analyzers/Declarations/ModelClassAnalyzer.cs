using System.Collections.Immutable;
using GlmmDsl.Analyzers.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace GlmmDsl.Analyzers.Declarations;

/// <summary>
/// GLMM001: the generator can only complete a <c>sealed partial</c> class that it may add to. Separate from the other rules on models, because an editor
/// requests the diagnostics of a declaration and of its attributes separately, and this one is at the class's name.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ModelClassAnalyzer : LibraryAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(DiagnosticDescriptors.ModelClass);

    private protected override void Start(CompilationStartAnalysisContext start, ModelAttributes attributes) =>
        start.RegisterSyntaxNodeAction(node => Check(node, attributes), SyntaxKind.ClassDeclaration, SyntaxKind.RecordDeclaration);

    private static void Check(SyntaxNodeAnalysisContext context, ModelAttributes attributes)
    {
        var syntax = (TypeDeclarationSyntax)context.Node;
        if (syntax.AttributeLists.Count == 0
            || context.SemanticModel.GetDeclaredSymbol(syntax, context.CancellationToken) is not { } model
            || !model.GetAttributes().Any(attribute => attributes.IsModel(attribute.AttributeClass) && IsOn(syntax, attribute)))
        {
            return;
        }

        var faults = Faults(model, syntax).ToList();
        if (model.GetAttributes().Count(attribute => attributes.IsModel(attribute.AttributeClass)) > 1)
        {
            faults.Add("must have one model attribute, because a class is one model");
        }

        if (faults.Count > 0)
        {
            context.ReportDiagnostic(Diagnostic.Create(DiagnosticDescriptors.ModelClass, syntax.Identifier.GetLocation(), model.Name, string.Join(", and ", faults)));
        }
    }

    /// <summary>Among the parts of a partial class, the one with the attribute reports.</summary>
    private static bool IsOn(TypeDeclarationSyntax syntax, AttributeData attribute) =>
        attribute.ApplicationSyntaxReference is { } reference && reference.SyntaxTree == syntax.SyntaxTree && syntax.AttributeLists.Span.Contains(reference.Span);

    private static IEnumerable<string> Faults(INamedTypeSymbol model, TypeDeclarationSyntax syntax)
    {
        if (model.IsRecord)
        {
            yield return "must be a class and not a record";
        }

        if (model.IsStatic)
        {
            yield return "must be 'sealed' and not 'static', because a static class cannot be a type argument";
        }
        else if (!model.IsSealed)
        {
            yield return model.IsAbstract ? "must be 'sealed' and not 'abstract'" : "must be 'sealed'";
        }

        if (!IsPartial(syntax))
        {
            yield return "must be 'partial', because the generator writes its other part";
        }

        if (model.IsGenericType)
        {
            yield return "or a type around it must not be generic, because a model has one row type and one formula";
        }

        foreach (TypeDeclarationSyntax container in syntax.Ancestors().OfType<TypeDeclarationSyntax>().Where(container => !IsPartial(container)))
        {
            yield return $"needs '{container.Identifier.ValueText}' around it to be 'partial' too";
        }

        if (model.IsFileLocal || model.ContainingType is { IsFileLocal: true })
        {
            yield return "must not be local to its file, because the generator's part is in another file";
        }

        if (model.InstanceConstructors.Any(constructor => !constructor.IsImplicitlyDeclared && constructor.DeclaringSyntaxReferences.Any(IsInSameFile)))
        {
            yield return "must not have its own constructor, because nothing creates it";
        }

        bool IsInSameFile(SyntaxReference reference) => reference.SyntaxTree == syntax.SyntaxTree;
    }

    private static bool IsPartial(TypeDeclarationSyntax type) => type.Modifiers.Any(SyntaxKind.PartialKeyword);
}
