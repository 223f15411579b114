using GlmmDsl.Analyzers.Edits;
using GlmmDsl.Analyzers.Models;
using GlmmDsl.Formulas;

namespace GlmmDsl.Completion.Refactorings;

/// <summary><c>(x | g)</c> to <c>(x || g)</c> and back: the correlations of random effects are taken out or put in.</summary>
internal static class BarRefactorings
{
    /// <summary>The refactorings at the caret.</summary>
    public static IEnumerable<FormulaFix> Of(FormulaContext formula)
    {
        CallSyntax[] structures = [.. formula.Syntax.Right.DescendantsAndSelf().OfType<CallSyntax>().Where(call => StructureNames.TryFind(call.Function.Name, out _))];
        foreach (CallSyntax call in structures)
        {
            // A structure but the diagonal says more of the correlations than that there are some.
            if (formula.Touches(call.Span) && call is { Function.Name: "diag", Arguments: { Length: 1 } arguments } && FormulaWalk.Unwrap(arguments[0].Value) is BinarySyntax { Operator: BinaryOperator.Bar } diagonal)
            {
                yield return new FormulaFix($"Add correlations: ({formula.TextOf(diagonal.Left)} | {formula.TextOf(diagonal.Right)})", new FormulaEdit(call.Function.Span, ""));
            }
        }

        foreach (ParenthesizedSyntax term in formula.Syntax.Right.DescendantsAndSelf().OfType<ParenthesizedSyntax>())
        {
            // A pair of parentheses inside cs(..) is the structure's.
            if (structures.Any(call => call.Span.Start < term.Span.Start && term.Span.End < call.Span.End))
            {
                continue;
            }

            if (!formula.Touches(term.Span) || term.Inner is not BinarySyntax { Operator: BinaryOperator.Bar or BinaryOperator.DoubleBar } bar || IsIntercept(bar.Left))
            {
                continue;
            }

            string left = formula.TextOf(bar.Left), group = formula.TextOf(bar.Right);
            if (bar.Operator == BinaryOperator.DoubleBar)
            {
                yield return new FormulaFix($"Add correlations: ({left} | {group})", new FormulaEdit(bar.OperatorSpan, "|"));
            }
            else if (FormulaWalk.Names(bar.Left).Any(name => formula.Known?.Find(name.Name)?.Type.Kind is ColumnKind.Factor or ColumnKind.Logical))
            {
                // A double bar leaves the columns of a factor correlated; a diagonal structure does not.
                yield return new FormulaFix($"Remove correlations: diag({left} | {group})", FormulaEdits.Insert(term.Span.Start, "diag"));
            }
            else
            {
                yield return new FormulaFix($"Remove correlations: ({left} || {group})", new FormulaEdit(bar.OperatorSpan, "||"));
            }
        }
    }

    private static bool IsIntercept(ExpressionSyntax left) => FormulaWalk.Unwrap(left) is NumberSyntax;
}
