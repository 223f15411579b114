using System.Collections.Immutable;
using GlmmDsl.Analyzers.Models;
using GlmmDsl.Formulas;
using Microsoft.CodeAnalysis;

namespace GlmmDsl.Analyzers.Formulas;

/// <summary>GLMM101 to GLMM105: what the parser, the expansion and the plan found, each at its place in the string.</summary>
internal sealed class FormulaErrorsRule : ModelRule
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> Descriptors { get; } = ImmutableArray.Create(
        DiagnosticDescriptors.FormulaSyntax,
        DiagnosticDescriptors.UnknownColumn,
        DiagnosticDescriptors.ColumnType,
        DiagnosticDescriptors.Function,
        DiagnosticDescriptors.ResponseOnRight);

    /// <inheritdoc/>
    public override void Check(ModelDeclaration model, Action<Diagnostic> report)
    {
        if (model.Formula is not { } formula || model.RowType.TypeKind == TypeKind.Error)
        {
            return;
        }

        foreach (FormulaDiagnostic error in model.Errors)
        {
            report(FormulaErrorReport.Of(error, formula));
        }

        if (model.Plan is { Response: null } oneSided)
        {
            report(Diagnostic.Create(DiagnosticDescriptors.FormulaSyntax, formula.Map(oneSided.Terms.Syntax.TildeSpan), "A model needs a response before '~'"));
        }
        else if (model.Plan is { ResponseKind: not ResponseKind.Numeric, Response: { } response })
        {
            report(Diagnostic.Create(
                DiagnosticDescriptors.ColumnType,
                formula.Map(response.Expression.Span),
                $"The response '{response.Name}' is not a number, and a linear mixed model has a normally distributed one; as.numeric(..) makes a factor's level codes numbers"));
        }
    }
}
