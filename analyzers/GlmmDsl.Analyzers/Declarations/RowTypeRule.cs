using System.Collections.Immutable;
using GlmmDsl.Analyzers.Models;
using GlmmDsl.Generators.Symbols;
using Microsoft.CodeAnalysis;

namespace GlmmDsl.Analyzers.Declarations;

/// <summary>GLMM002: a row type without columns, or one that generated code cannot name.</summary>
internal sealed class RowTypeRule : ModelRule
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> Descriptors { get; } = ImmutableArray.Create(DiagnosticDescriptors.RowType);

    /// <inheritdoc/>
    public override void Check(DeclaredModel model, Action<Diagnostic> report)
    {
        if (FaultOf(model) is { } fault)
        {
            report(Diagnostic.Create(DiagnosticDescriptors.RowType, model.RowTypeSyntax.GetLocation(), model.RowType.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat), fault));
        }
    }

    private static string? FaultOf(DeclaredModel model) =>
        model.RowType switch
        {
            // The compiler reports what is wrong with these.
            { TypeKind: TypeKind.Error } => null,
            not INamedTypeSymbol => "cannot hold rows: write a class, record or struct with a public property for each column",
            _ when model.Row.Columns.Count == 0 => "has no public readable property or field, and so no columns: write one for each column",
            _ when !RowTypeReader.IsAtLeastAsAccessible(model.RowType, model.Model) =>
                $"is less accessible than the model class '{model.Model.Name}', whose methods take rows of it: make it as accessible, or the model class less",
            _ => null,
        };
}
