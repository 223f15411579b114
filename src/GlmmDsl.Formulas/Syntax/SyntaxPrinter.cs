using System.Text;

namespace GlmmDsl.Formulas;

/// <summary>
/// Writes syntax trees as R's <c>deparse</c> does, so that printed names are R's and printing then parsing gives the same tree.
/// Parentheses are written where the tree has them and nowhere else. Uses its own stack: a long sum is a tree thousands of levels deep.
/// </summary>
internal static class SyntaxPrinter
{
    public static string Print(ExpressionSyntax expression)
    {
        // What is still to be written, the next on top: texts, and nodes not yet split up.
        var pending = new Stack<object>();
        var result = new StringBuilder();
        pending.Push(expression);
        while (pending.Count > 0)
        {
            object next = pending.Pop();
            if (next is ExpressionSyntax node)
            {
                TakeApart(node, pending);
            }
            else
            {
                result.Append((string)next);
            }
        }

        return result.ToString();
    }

    public static string Print(FormulaSyntax formula) =>
        formula.Response is null ? "~" + formula.Right : formula.Response + " ~ " + formula.Right;

    private static void TakeApart(ExpressionSyntax node, Stack<object> pending)
    {
        switch (node)
        {
            case NameSyntax name:
                pending.Push(PrintName(name));
                break;
            case NumberSyntax number:
                pending.Push(NumberPrinter.Print(number));
                break;
            case StringSyntax text:
                pending.Push(QuotedText.Write(text.Value, '"'));
                break;
            case ParenthesizedSyntax parenthesized:
                PushReversed(pending, "(", parenthesized.Inner, ")");
                break;
            case UnarySyntax unary:
                PushReversed(pending, unary.Operator switch { UnaryOperator.Plus => "+", UnaryOperator.Minus => "-", _ => "!" }, unary.Operand);
                break;
            case BinarySyntax binary:
                PushReversed(pending, binary.Left, OperatorTable.Of(binary.Operator).Printed, binary.Right);
                break;
            case CallSyntax call:
                TakeApart(call, pending);
                break;
            default:
                // A missing node is zero-width in print as in the source.
                break;
        }
    }

    private static void TakeApart(CallSyntax call, Stack<object> pending)
    {
        pending.Push(")");
        for (int i = call.Arguments.Length - 1; i >= 0; i--)
        {
            ArgumentSyntax argument = call.Arguments[i];
            pending.Push(argument.Value);
            if (argument.Name is not null)
            {
                PushReversed(pending, argument.Name, " = ");
            }

            if (i > 0)
            {
                pending.Push(", ");
            }
        }

        PushReversed(pending, call.Function, "(");
    }

    // Back-quotes are written where R needs them, not where the source had them: `x` is printed x, `TRUE` keeps them (TRUE is a constant).
    private static string PrintName(NameSyntax name) =>
        NameRules.IsSyntactic(name.Name) && !(name.IsQuoted && NameRules.IsReserved(name.Name)) ? name.Name : QuotedText.Write(name.Name, '`');

    private static void PushReversed(Stack<object> pending, params object[] parts)
    {
        for (int i = parts.Length - 1; i >= 0; i--)
        {
            pending.Push(parts[i]);
        }
    }
}
