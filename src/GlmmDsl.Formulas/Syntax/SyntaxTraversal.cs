namespace GlmmDsl.Formulas;

/// <summary>Walks through a syntax tree without recursion: <c>a + b + c + ..</c> is as deep as it is long.</summary>
public static class SyntaxTraversal
{
    /// <summary>The node and all nodes below it, parents first, left before right. A call's function name and its arguments' names are not visited.</summary>
    /// <exception cref="ArgumentNullException">The root is null.</exception>
    public static IEnumerable<ExpressionSyntax> DescendantsAndSelf(this ExpressionSyntax root) => Walk(Guard.NotNull(root, nameof(root)));

    private static IEnumerable<ExpressionSyntax> Walk(ExpressionSyntax root)
    {
        var pending = new Stack<ExpressionSyntax>();
        pending.Push(root);
        while (pending.Count > 0)
        {
            ExpressionSyntax node = pending.Pop();
            yield return node;
            switch (node)
            {
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
                default:
                    break;
            }
        }
    }

    /// <summary>
    /// The infix nodes down the left side of the tree, the innermost (leftmost in the text) first: for <c>a + b * c - d</c> the sum, then
    /// the difference. To fold over them, start with <c>[0].Left</c>; empty when the node is not an infix node.
    /// </summary>
    /// <exception cref="ArgumentNullException">The root is null.</exception>
    public static IReadOnlyList<BinarySyntax> LeftSpine(this ExpressionSyntax root)
    {
        var spine = new List<BinarySyntax>();
        for (ExpressionSyntax node = Guard.NotNull(root, nameof(root)); node is BinarySyntax binary; node = binary.Left)
        {
            spine.Add(binary);
        }

        spine.Reverse();
        return spine;
    }
}
