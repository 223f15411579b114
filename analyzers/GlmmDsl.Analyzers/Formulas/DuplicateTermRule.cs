using System.Collections.Immutable;
using GlmmDsl.Analyzers.Edits;
using GlmmDsl.Analyzers.Models;
using GlmmDsl.Formulas;
using Microsoft.CodeAnalysis;

namespace GlmmDsl.Analyzers.Formulas;

/// <summary>GLMM106: a term that a sum holds twice, of the fixed effects or left of a bar. Silent for terms that an expansion holds too, <c>Week * Arm + Week</c>.</summary>
internal sealed class DuplicateTermRule : ModelRule
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> Descriptors { get; } = ImmutableArray.Create(DiagnosticDescriptors.DuplicateTerm);

    /// <inheritdoc/>
    public override void Check(DeclaredModel model, Action<Diagnostic> report)
    {
        if (model.Plan is not { } plan)
        {
            return;
        }

        foreach (ExpressionSyntax sum in FormulaWalk.Bars(plan.Terms.Syntax.Right).Select(bar => bar.Left).Prepend(plan.Terms.Syntax.Right))
        {
            Check(model, sum, report);
        }
    }

    private static void Check(DeclaredModel model, ExpressionSyntax sum, Action<Diagnostic> report)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (ExpressionSyntax term in Summands(sum))
        {
            if (KeyOf(term) is { } key && !seen.Add(key))
            {
                string text = model.TextOf(term.Span);
                FormulaEdit? removal = FormulaEdits.RemoveTerm(model.Formula!.Value, term.Span);
                report(FormulaFixReport.Of(model, DiagnosticDescriptors.DuplicateTerm, term.Span, [removal is { } edit ? new FormulaFix($"Remove the second {text}", edit) : null], text));
            }
        }
    }

    /// <summary>The terms of the sum that an expression ends with, in order; those of a sum in parentheses among them.</summary>
    private static List<ExpressionSyntax> Summands(ExpressionSyntax expression)
    {
        var summands = new List<ExpressionSyntax>();
        var open = new Stack<ExpressionSyntax>([expression]);
        while (open.Count > 0)
        {
            ExpressionSyntax next = open.Pop();
            if ((next is ParenthesizedSyntax ? FormulaWalk.Unwrap(next) : next) is BinarySyntax { Operator: BinaryOperator.Add } sum)
            {
                open.Push(sum.Left);
                open.Push(sum.Right);
            }
            else
            {
                summands.Add(next);
            }
        }

        summands.Reverse();
        return summands;
    }

    /// <summary>What makes two terms the same: the columns and calls that interact, in any order. Null for anything else.</summary>
    private static string? KeyOf(ExpressionSyntax term)
    {
        IReadOnlyList<BinarySyntax> spine = term.LeftSpine();
        IEnumerable<ExpressionSyntax> parts = spine.Count == 0 ? [term] : spine.All(node => node.Operator == BinaryOperator.Interaction) ? spine.Select(node => node.Right).Prepend(spine[0].Left) : [];
        string[] names = parts.Select(part => part is NameSyntax or CallSyntax { Function.Name: not "offset" } && !IsStructure(part) ? part.ToString() : "").OrderBy(name => name, StringComparer.Ordinal).ToArray();
        return names.Length == 0 || names[0].Length == 0 ? null : string.Join(":", names);
    }

    private static bool IsStructure(ExpressionSyntax part) => part is CallSyntax call && StructureNames.TryFind(call.Function.Name, out _);
}
