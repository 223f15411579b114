using System.Collections.Immutable;
using GlmmDsl.Analyzers.Edits;
using GlmmDsl.Analyzers.Models;
using GlmmDsl.Formulas;
using Microsoft.CodeAnalysis;

namespace GlmmDsl.Analyzers.Formulas;

/// <summary>GLMM202: a categorical column left of a double bar.</summary>
internal sealed class CategoricalInDoubleBarRule : ModelRule
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> Descriptors { get; } = ImmutableArray.Create(DiagnosticDescriptors.CategoricalInDoubleBar);

    /// <inheritdoc/>
    public override void Check(DeclaredModel model, Action<Diagnostic> report)
    {
        if (model.Plan is not { } plan)
        {
            return;
        }

        var categorical = new HashSet<string>(plan.Variables.Where(variable => variable.IsCategorical).Select(variable => variable.Name), StringComparer.Ordinal);
        foreach (BinarySyntax bar in FormulaWalk.Bars(plan.Terms.Syntax.Right).Where(bar => bar.Operator == BinaryOperator.DoubleBar))
        {
            Variable? first = plan.Terms.Random
                .Where(term => term.Whole is not null && Contains(bar.Span, term.GroupSpan))
                .SelectMany(term => term.Terms)
                .SelectMany(term => term.Variables)
                .FirstOrDefault(variable => categorical.Contains(variable.Name));
            if (first is not null)
            {
                // A variable keeps the place of its first appearance, which may be among the fixed effects: it is searched for in the term itself.
                ExpressionSyntax place = FormulaWalk.Names(bar.Left).FirstOrDefault(name => name.Name == first.Name) ?? bar.Left;
                RandomTerm term = plan.Terms.Random.First(t => t.Whole is not null && Contains(bar.Span, t.GroupSpan));
                report(FormulaFixReport.Of(
                    model,
                    DiagnosticDescriptors.CategoricalInDoubleBar,
                    place.Span,
                    [AsDiagonal(model, term.Span, bar)],
                    first.Name,
                    bar.Left,
                    bar.Right));
            }
        }
    }

    private static FormulaFix? AsDiagonal(DeclaredModel model, TextSpan term, BinarySyntax bar) =>
        model.TextOf(term).StartsWith("(", StringComparison.Ordinal)
            ? new FormulaFix($"Write diag({bar.Left} | {bar.Right})", FormulaEdits.Insert(term.Start, "diag"), new FormulaEdit(bar.OperatorSpan, "|"))
            : null;

    private static bool Contains(TextSpan outer, TextSpan inner) => outer.Start <= inner.Start && inner.End <= outer.End;
}
