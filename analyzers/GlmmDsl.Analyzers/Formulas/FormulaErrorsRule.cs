using System.Collections.Immutable;
using GlmmDsl.Analyzers.Models;
using GlmmDsl.Analyzers.Specifications;
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
        else if (model.Plan is { Response: { } response } plan && ResponseFault(model, plan, response.Name) is { } fault)
        {
            report(Diagnostic.Create(DiagnosticDescriptors.ColumnType, formula.Map(response.Expression.Span), fault));
        }
    }

    /// <summary>What keeps a response from the model's family; null where nothing does or the family is not seen.</summary>
    private static string? ResponseFault(ModelDeclaration model, DesignPlan plan, string name) =>
        (model.Specification.Family, plan.ResponseKind) switch
        {
            (null, _) or (_, ResponseKind.Numeric) => null,
            ({ } family, _) when FamilyFacts.IsOfTrials(family) => null,
            (FamilyFacts.Gaussian, ResponseKind.SuccessesAndFailures) => "cbind(successes, failures) is the response of a binomial model, and a linear mixed model has a normally distributed one",

            // GLMM301 says more of a response of two values.
            (FamilyFacts.Gaussian, _) => GaussianResponseRule.TwoValues(model, plan) is not null
                ? null
                : $"The response '{name}' is not a number, and a linear mixed model has a normally distributed one; as.numeric(..) makes a factor's level codes numbers",
            ({ } family, ResponseKind.SuccessesAndFailures) => $"cbind(successes, failures) is the response of a binomial model, and a {family} model explains one number",
            ({ } family, _) => $"The response '{name}' is not a number, and a {family} model explains one",
        };
}
