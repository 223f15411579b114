using System.Collections.Immutable;
using GlmmDsl.Analyzers.Edits;
using GlmmDsl.Analyzers.Models;
using GlmmDsl.Formulas;
using Microsoft.CodeAnalysis;

namespace GlmmDsl.Analyzers.Formulas;

/// <summary>GLMM215: a factor of labels left of the bar and a number right of it, as in <c>(Patient | Week)</c>.</summary>
internal sealed class SwappedBarRule : ModelRule
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> Descriptors { get; } = ImmutableArray.Create(DiagnosticDescriptors.SwappedBar);

    /// <summary>Whether a term looks swapped: its one slope is a factor whose levels are known only from the rows and that is not a fixed effect, and its group is a plain number.</summary>
    public static bool IsSwapped(DeclaredModel model, RandomTerm term) =>
        NamesOf(term) is var (slope, group)
        && model.Row.Find(slope.Name) is { Kind: ColumnKind.Factor, AreLevelsKnown: false }
        && model.Row.Find(group.Name) is { Kind: ColumnKind.Numeric, IsDeclaredFactor: false }
        && model.Terms is { } terms
        && !terms.Fixed.Any(other => other.Variables.Any(variable => variable.Expression is NameSyntax name && name.Name == slope.Name));

    /// <inheritdoc/>
    public override void Check(DeclaredModel model, Action<Diagnostic> report)
    {
        if (model.Plan is not { } plan)
        {
            return;
        }

        foreach (RandomTerm term in plan.Terms.Random.Where(term => IsSwapped(model, term)))
        {
            (NameSyntax slope, NameSyntax group) = NamesOf(term)!.Value;
            BinarySyntax? bar = FormulaWalk.Bars(plan.Terms.Syntax.Right).FirstOrDefault(b => term.Span.Start <= b.Span.Start && b.Span.End <= term.Span.End);
            NameSyntax? left = bar is null ? null : FormulaWalk.Names(bar.Left).FirstOrDefault(name => name.Name == slope.Name);
            NameSyntax? right = bar is null ? null : FormulaWalk.Names(bar.Right).FirstOrDefault(name => name.Name == group.Name);
            FormulaFix? fix = left is null || right is null
                ? null
                : new FormulaFix($"Swap {slope} and {group}", new FormulaEdit(left.Span, right.ToString()), new FormulaEdit(right.Span, left.ToString()));
            report(FormulaFixReport.Of(model, DiagnosticDescriptors.SwappedBar, term.Span, [fix], model.TextOf(term.Span), slope.Name, group.Name));
        }
    }

    private static (NameSyntax Slope, NameSyntax Group)? NamesOf(RandomTerm term) =>
        term.Terms is { Length: 1 } terms
        && terms[0].Variables is { Length: 1 } variables
        && variables[0].Expression is NameSyntax slope
        && term.Group is { Length: 1 } groups
        && groups[0].Expression is NameSyntax group
            ? (slope, group)
            : null;
}
