using System.Collections.Immutable;
using GlmmDsl.Analyzers.Facts;
using GlmmDsl.Analyzers.Models;
using GlmmDsl.Analyzers.Specifications;
using GlmmDsl.Formulas;
using GlmmDsl.Generators.Symbols;
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

    /// <summary>The message about null in place of a formula.</summary>
    public const string NullFormula = "A model needs a formula such as \"Score ~ Week + (1 | Patient)\", and this is null";

    /// <inheritdoc/>
    public override void Check(DeclaredModel model, Action<Diagnostic> report)
    {
        if (model.RowType.TypeKind == TypeKind.Error)
        {
            return;
        }

        if (model.NullFormula is { } nothing && model.Component is null)
        {
            report(Diagnostic.Create(DiagnosticDescriptors.FormulaSyntax, nothing.GetLocation(), NullFormula));
        }

        if (model.Formula is not { } formula)
        {
            return;
        }

        // For a row type without columns GLMM002 has already said everything about columns.
        foreach (FormulaDiagnostic error in model.Errors.Where(error => (error.Kind != FormulaErrorKind.UnknownColumn || model.HasColumns) && !TimeStructureRule.IsOfTime(model, error)))
        {
            report(FormulaErrorReport.Of(error, formula));
        }

        if (model.Plan is not { } plan)
        {
            return;
        }

        if (model.Component is not null)
        {
            return;
        }

        if (plan.Response is not { } response)
        {
            report(Diagnostic.Create(DiagnosticDescriptors.FormulaSyntax, formula.Map(plan.Terms.Syntax.TildeSpan), "A model needs a response before '~'"));
        }
        else if (ResponseFault(model, plan, response) is { } fault)
        {
            report(Diagnostic.Create(DiagnosticDescriptors.ColumnType, formula.Map(response.Expression.Span), fault));
        }
    }

    /// <summary>Why the model's family cannot have the response; null where it can or the family is not known.</summary>
    private static string? ResponseFault(DeclaredModel model, DesignPlan plan, Variable response) =>
        (model.Specification.Family, plan.ResponseKind) switch
        {
            (null, _) => null,

            // GLMM309 and GLMM310 say more about ordered categories.
            ({ } family, ResponseKind.Factor) when FamilyFacts.IsOfCategories(family) => null,
            (_, ResponseKind.Factor) when OrdinalResponseRule.Categories(model, plan) is not null => null,
            ({ } family, ResponseKind.Factor) when FamilyFacts.IsOfTrials(family) =>
                ColumnOf(model, response) is { AreLevelsKnown: true, Levels.Count: not 2 } column ? ResponseFaults.LevelsOfBinomial(response.Name, column.Levels.Items) : null,
            ({ } family, ResponseKind.Numeric) when FamilyFacts.IsOfTrials(family) =>
                FractionalExpression.IsTransformed(response.Expression) ? ResponseFaults.TransformInBinomial(response.Name) : null,
            ({ } family, _) when FamilyFacts.IsOfTrials(family) => null,
            (_, ResponseKind.Numeric) => null,
            (FamilyFacts.Gaussian, ResponseKind.SuccessesAndFailures) => "'cbind(successes, failures)' is the response of a binomial model, and a linear mixed model has a normally distributed one",

            // GLMM301 says more about a response of two values.
            (FamilyFacts.Gaussian, _) => GaussianResponseRule.TwoValues(model, plan) is null ? ResponseFaults.FactorInLinearModel(response.Name, ColumnOf(model, response) is { IsOrdered: true }) : null,
            ({ } family, ResponseKind.SuccessesAndFailures) => $"'cbind(successes, failures)' is the response of a binomial model, and a {family} model explains one number",
            ({ } family, _) => $"The response '{response.Name}' is not a number, and a {family} model explains one",
        };

    /// <summary>The column that a response is, without parentheses, <c>I(..)</c> and <c>factor(..)</c>; null for any other expression.</summary>
    private static RowColumn? ColumnOf(DeclaredModel model, Variable response)
    {
        ExpressionSyntax bare = FractionalExpression.Bare(response.Expression);
        bare = bare is CallSyntax { Function.Name: "factor" or "as.factor", Arguments: { Length: 1 } arguments } ? FractionalExpression.Bare(arguments[0].Value) : bare;
        return bare is NameSyntax name ? model.Row.Find(name.Name) : null;
    }
}
