using System.Collections.Immutable;
using GlmmDsl.Analyzers.Edits;
using GlmmDsl.Formulas;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using SourceSpan = Microsoft.CodeAnalysis.Text.TextSpan;

namespace GlmmDsl.Analyzers.Specifications;

/// <summary>GLMM303: a binomial model of a proportion without the number of trials.</summary>
internal sealed class FractionalBinomialRule : SpecificationRule
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> Descriptors { get; } = ImmutableArray.Create(DiagnosticDescriptors.FractionalBinomial);

    /// <inheritdoc/>
    public override bool NeedsFormula => true;

    /// <inheritdoc/>
    public override void Check(Specification specification, Action<Diagnostic> report)
    {
        if (FamilyFacts.IsOfTrials(specification.Family)
            && !MayHaveTrials(specification)
            && specification.Terms?.Response is { } response
            && FractionalExpression.QuotientIn(response.Expression) is { } quotient)
        {
            string remedy = specification.IsAttribute ? "name their column as Trials" : "name their column as Weights of kind Trials";
            report(SourceFix.Report(
                DiagnosticDescriptors.FractionalBinomial,
                specification.PlaceOf(response.Expression.Span),
                [AsCounts(specification, response.Expression, quotient), WithTrials(specification, response.Expression, quotient)],
                response.Name,
                remedy));
        }
    }

    /// <summary>Weights without a kind are probably the trials: GLMM304 asks.</summary>
    private static bool MayHaveTrials(Specification specification) =>
        !specification.Lacks("Trials") || !(specification.Lacks("Weights") || specification.Find("WeightKind")?.Member == "Frequency");

    private static SourceFix? AsCounts(Specification specification, ExpressionSyntax response, BinarySyntax quotient)
    {
        if (specification.Formula is not { } formula || FractionalExpression.Bare(response) != quotient || FractionalExpression.Bare(quotient.Left) is not NameSyntax successes)
        {
            return null;
        }

        ExpressionSyntax trials = FractionalExpression.Bare(quotient.Right);
        string counts = $"cbind({successes}, {Failures(successes, trials, formula.Value.Substring(trials.Span.Start, trials.Span.Length))})";
        return SourceFix.In(formula, new FormulaFix("Write " + counts, new FormulaEdit(response.Span, counts)));
    }

    /// <summary>The trials less the successes; for <c>a / (a + b)</c> simply b.</summary>
    private static string Failures(NameSyntax successes, ExpressionSyntax trials, string text)
    {
        if (trials is BinarySyntax { Operator: BinaryOperator.Add } sum)
        {
            ExpressionSyntax left = FractionalExpression.Bare(sum.Left);
            ExpressionSyntax right = FractionalExpression.Bare(sum.Right);
            ExpressionSyntax? other = left.ToString() == successes.ToString() ? right : right.ToString() == successes.ToString() ? left : null;
            if (other is not null)
            {
                return other.ToString();
            }
        }

        return trials is NameSyntax ? $"{text} - {successes}" : $"({text}) - {successes}";
    }

    private static SourceFix? WithTrials(Specification specification, ExpressionSyntax response, BinarySyntax quotient)
    {
        if (specification.InsertionPoint is not { } place || !specification.Lacks("Weights") || FractionalExpression.Bare(response) != quotient || FractionalExpression.Bare(quotient.Right) is not NameSyntax trials)
        {
            return null;
        }

        string text = specification.IsAttribute
            ? $", Trials = \"{trials.Name}\""
            : $", Weights = \"{trials.Name}\", WeightKind = {specification.NameOf("WeightKind")}.Trials";
        return new SourceFix($"Take {trials.Name} as the trials", new TextChange(new SourceSpan(place, 0), text));
    }
}
