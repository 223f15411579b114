using System.Collections.Immutable;
using GlmmDsl.Analyzers.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GlmmDsl.Analyzers.Declarations;

/// <summary>GLMM001: the generator can only complete a <c>sealed partial</c> class of its own kind.</summary>
internal sealed class ModelClassRule : ModelRule
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> Descriptors { get; } = ImmutableArray.Create(DiagnosticDescriptors.ModelClass);

    /// <inheritdoc/>
    public override void Check(ModelDeclaration model, Action<Diagnostic> report)
    {
        var faults = Faults(model.Model, model.Syntax).ToList();
        if (faults.Count > 0)
        {
            report(Diagnostic.Create(DiagnosticDescriptors.ModelClass, model.Syntax.Identifier.GetLocation(), model.Model.Name, string.Join(", and ", faults)));
        }
    }

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
            yield return "or a type round it must not be generic, because a model has one row type and one formula";
        }

        foreach (TypeDeclarationSyntax container in syntax.Ancestors().OfType<TypeDeclarationSyntax>().Where(container => !IsPartial(container)))
        {
            yield return $"needs '{container.Identifier.ValueText}' round it to be 'partial' too";
        }

        if (model.IsFileLocal || model.ContainingType is { IsFileLocal: true })
        {
            yield return "must not be local to its file, because the generator's part stands in another";
        }

        if (model.InstanceConstructors.Any(constructor => !constructor.IsImplicitlyDeclared && constructor.DeclaringSyntaxReferences.Any(IsInSameFile)))
        {
            yield return "must not have a constructor of its own, because nothing creates it";
        }

        bool IsInSameFile(SyntaxReference reference) => reference.SyntaxTree == syntax.SyntaxTree;
    }

    private static bool IsPartial(TypeDeclarationSyntax type) => type.Modifiers.Any(SyntaxKind.PartialKeyword);
}
