using System.Collections.Immutable;
using GlmmDsl.Analyzers.Edits;
using GlmmDsl.Formulas;
using Microsoft.CodeAnalysis;

namespace GlmmDsl.Analyzers.Specifications;

/// <summary>GLMM302: a model of counts whose response is a rate or a transform, and so not a count.</summary>
internal sealed class NonIntegerCountsRule : SpecificationRule
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> Descriptors { get; } = ImmutableArray.Create(DiagnosticDescriptors.NonIntegerCounts);

    /// <inheritdoc/>
    public override bool NeedsFormula => true;

    /// <inheritdoc/>
    public override void Check(Specification specification, Action<Diagnostic> report)
    {
        if (!FamilyFacts.IsOfCounts(specification.Family) || specification.Terms?.Response is not { } response)
        {
            return;
        }

        BinarySyntax? quotient = FractionalExpression.QuotientIn(response.Expression);
        if (quotient is null && !FractionalExpression.IsTransformed(response.Expression))
        {
            return;
        }

        string remedy = quotient is null
            ? "write the counts themselves; the link transforms their mean"
            : $"write the counts as the response, and offset(log({FractionalExpression.Bare(quotient.Right)})) among the predictors";
        report(SourceFix.Report(
            DiagnosticDescriptors.NonIntegerCounts,
            specification.PlaceOf(response.Expression.Span),
            [quotient is null ? null : AsOffset(specification, specification.Terms, response.Expression, quotient)],
            response.Name,
            FamilyFacts.InWords(specification.Family!),
            remedy));
    }

    /// <summary>With a logarithmic link, a model of the rate is one of the counts with the logarithm of the exposure as offset.</summary>
    private static SourceFix? AsOffset(Specification specification, ModelTerms terms, ExpressionSyntax response, BinarySyntax quotient)
    {
        if (specification.Link != FamilyFacts.Log || specification.Formula is not { } formula || FractionalExpression.Bare(response) != quotient)
        {
            return null;
        }

        string counts = TextOf(formula.Value, FractionalExpression.Bare(quotient.Left));
        string offset = "offset(log(" + TextOf(formula.Value, FractionalExpression.Bare(quotient.Right)) + "))";
        return SourceFix.In(formula, new FormulaFix(
            $"Model {counts} with {offset}",
            new FormulaEdit(response.Span, counts),
            FormulaEdits.Insert(terms.Syntax.Right.Span.End, " + " + offset)));
    }

    private static string TextOf(string formula, ExpressionSyntax expression) => formula.Substring(expression.Span.Start, expression.Span.Length);
}
