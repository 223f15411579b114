using System.Collections.Immutable;
using GlmmDsl.Analyzers.Edits;
using GlmmDsl.Analyzers.Models;
using GlmmDsl.Formulas;
using GlmmDsl.Generators.Symbols;
using Microsoft.CodeAnalysis;

namespace GlmmDsl.Analyzers.Facts;

/// <summary>GLMM209: nesting written the other way round than it is declared, <c>(1 | Cask/Batch)</c> where casks lie in batches.</summary>
internal sealed class ReversedNestingRule() : FactRule(DiagnosticDescriptors.ReversedNesting)
{
    /// <inheritdoc/>
    protected override void Check(DeclaredModel model, DesignPlan plan, Action<Diagnostic> report)
    {
        var nesting = new Nesting(model.Row);
        foreach (BinarySyntax bar in FormulaWalk.Bars(plan.Terms.Syntax.Right))
        {
            if (Reversed(nesting, bar) is { } pair)
            {
                string sorted = string.Join("/", Sorted(nesting, Parts(bar.Right)).Select(part => model.TextOf(part.Span)));
                report(FormulaFixReport.Of(
                    model,
                    DiagnosticDescriptors.ReversedNesting,
                    bar.Right.Span,
                    [new FormulaFix($"Write {sorted}", new FormulaEdit(bar.Right.Span, sorted))],
                    model.TextOf(bar.Right.Span),
                    pair.Inner.Name,
                    pair.Outer.Name,
                    sorted));
            }
        }
    }

    /// <summary>Whether the term as written nests the other way round than it is declared.</summary>
    public static bool IsReversed(DesignPlan plan, Nesting nesting, RandomTerm random) =>
        FormulaWalk.Bars(plan.Terms.Syntax.Right).Any(bar => random.Span.Start <= bar.Span.Start && bar.Span.End <= random.Span.End && Reversed(nesting, bar) is not null);

    private static (RowColumn Inner, RowColumn Outer)? Reversed(Nesting nesting, BinarySyntax bar)
    {
        ImmutableArray<RowColumn?> columns = Parts(bar.Right).Select(part => nesting.ColumnOf(new Variable(part))).ToImmutableArray();
        for (int i = 0; i < columns.Length; i++)
        {
            for (int j = i + 1; j < columns.Length; j++)
            {
                if (columns[i] is { } first && columns[j] is { } second && nesting.IsIn(first, second))
                {
                    return (first, second);
                }
            }
        }

        return null;
    }

    /// <summary>The parts of <c>a/b/c</c>.</summary>
    private static ImmutableArray<ExpressionSyntax> Parts(ExpressionSyntax group)
    {
        var parts = ImmutableArray.CreateBuilder<ExpressionSyntax>();
        ExpressionSyntax rest = FormulaWalk.Unwrap(group);
        while (rest is BinarySyntax { Operator: BinaryOperator.Divide } nest)
        {
            parts.Insert(0, nest.Right);
            rest = nest.Left;
        }

        parts.Insert(0, rest);
        return parts.ToImmutable();
    }

    /// <summary>The parts with each after those that contain it, otherwise in order.</summary>
    private static List<ExpressionSyntax> Sorted(Nesting nesting, ImmutableArray<ExpressionSyntax> parts)
    {
        var sorted = new List<ExpressionSyntax>();
        foreach (ExpressionSyntax part in parts)
        {
            RowColumn? column = nesting.ColumnOf(new Variable(part));
            int place = sorted.FindIndex(other => column is not null && nesting.ColumnOf(new Variable(other)) is { } inner && nesting.IsIn(inner, column));
            sorted.Insert(place < 0 ? sorted.Count : place, part);
        }

        return sorted;
    }
}
