using GlmmDsl.Formulas;

namespace GlmmDsl.Analyzers.Models;

/// <summary>Walks the syntax of formulas, without recursion: a chain of operators is as deep as it is long.</summary>
internal static class FormulaWalk
{
    /// <summary>The names in an expression in order of their places; those of functions and of arguments are not among them.</summary>
    public static IEnumerable<NameSyntax> Names(ExpressionSyntax expression) => expression.DescendantsAndSelf().OfType<NameSyntax>();

    /// <summary>The names in a formula, response first.</summary>
    public static IEnumerable<NameSyntax> Names(FormulaSyntax formula) =>
        (formula.Response is null ? Enumerable.Empty<NameSyntax>() : Names(formula.Response)).Concat(Names(formula.Right));

    /// <summary>The bars of a formula's right-hand side that make random-effects terms, in order of their places.</summary>
    public static IEnumerable<BinarySyntax> Bars(ExpressionSyntax expression)
    {
        var open = new Stack<ExpressionSyntax>();
        open.Push(expression);
        while (open.Count > 0)
        {
            switch (open.Pop())
            {
                case ParenthesizedSyntax parenthesized:
                    open.Push(parenthesized.Inner);
                    break;
                case UnarySyntax unary:
                    open.Push(unary.Operand);
                    break;
                case BinarySyntax { Operator: BinaryOperator.Bar or BinaryOperator.DoubleBar } bar:
                    yield return bar;
                    break;
                case BinarySyntax binary:
                    open.Push(binary.Right);
                    open.Push(binary.Left);
                    break;
                case CallSyntax call when StructureNames.TryFind(call.Function.Name, out _):
                    foreach (ArgumentSyntax argument in call.Arguments)
                    {
                        open.Push(argument.Value);
                    }

                    break;
            }
        }
    }

    /// <summary>An expression without the parentheses around it.</summary>
    public static ExpressionSyntax Unwrap(ExpressionSyntax expression)
    {
        while (expression is ParenthesizedSyntax parenthesized)
        {
            expression = parenthesized.Inner;
        }

        return expression;
    }
}
