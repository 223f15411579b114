using GlmmDsl.Formulas;

namespace GlmmDsl.Design;

/// <summary>The names an expression uses as values (not those of functions), in order of places.</summary>
internal static class ReferencedNames
{
    /// <summary>Walks the expression without recursion: a sum of thousands of terms is as deep as it is long.</summary>
    public static IReadOnlyList<string> In(ExpressionSyntax expression)
    {
        var names = new List<string>();
        var pending = new Stack<ExpressionSyntax>();
        pending.Push(expression);
        while (pending.TryPop(out ExpressionSyntax? node))
        {
            switch (node)
            {
                case NameSyntax name when !names.Contains(name.Name):
                    names.Add(name.Name);
                    break;
                case UnarySyntax unary:
                    pending.Push(unary.Operand);
                    break;
                case ParenthesizedSyntax parenthesized:
                    pending.Push(parenthesized.Inner);
                    break;
                case BinarySyntax binary:
                    pending.Push(binary.Right);
                    pending.Push(binary.Left);
                    break;
                case CallSyntax call:
                    for (int i = call.Arguments.Length - 1; i >= 0; i--)
                    {
                        pending.Push(call.Arguments[i].Value);
                    }

                    break;
            }
        }

        return names;
    }
}
