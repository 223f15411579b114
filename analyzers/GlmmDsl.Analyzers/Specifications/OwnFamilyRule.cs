using System.Collections.Immutable;
using GlmmDsl.Analyzers.Models;
using GlmmDsl.Generators.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GlmmDsl.Analyzers.Specifications;

/// <summary>GLMM311: the class that a model names as its family is none, or cannot be created.</summary>
internal sealed class OwnFamilyRule : ModelRule
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> Descriptors { get; } = ImmutableArray.Create(DiagnosticDescriptors.OwnFamily);

    /// <inheritdoc/>
    public override void Check(DeclaredModel model, Action<Diagnostic> report)
    {
        if (model.Named(Specification.FamilyName) is TypeOfExpressionSyntax { Type: { } written }
            && model.SemanticModel.GetTypeInfo(written).Type is { TypeKind: not TypeKind.Error } type
            && FamilyTypeReader.FaultOf(type, model.Model, model.SemanticModel.Compilation) is { } fault)
        {
            report(Diagnostic.Create(DiagnosticDescriptors.OwnFamily, written.GetLocation(), type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat), fault));
        }
    }
}
