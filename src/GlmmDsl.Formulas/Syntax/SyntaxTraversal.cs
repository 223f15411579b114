namespace GlmmDsl.Formulas;

/// <summary>Walks through a syntax tree without recursion: <c>a + b + c + ..</c> is as deep as it is long.</summary>
public static class SyntaxTraversal
{
    /// <summary>The node and all nodes below it, parents first, left before right. A call's function name and its arguments' names are not visited.</summary>
    /// <exception cref="ArgumentNullException">The root is null.</exception>
    public static IEnumerable<ExpressionSyntax> DescendantsAndSelf(this ExpressionSyntax root) => Walk(Guard.NotNull(root, nameof(root)), null);

    /// <summary>As <see cref="DescendantsAndSelf(ExpressionSyntax)"/>, but goes below a node only to the children that a filter accepts.</summary>
    /// <param name="root">The node to begin with.</param>
    /// <param name="visits">Takes a node and one of its children; whether the child is visited.</param>
    /// <exception cref="ArgumentNullException">The root or the filter is null.</exception>
    public static IEnumerable<ExpressionSyntax> DescendantsAndSelf(this ExpressionSyntax root, Func<ExpressionSyntax, ExpressionSyntax, bool> visits) =>
        Walk(Guard.NotNull(root, nameof(root)), Guard.NotNull(visits, nameof(visits)));

    private static IEnumerable<ExpressionSyntax> Walk(ExpressionSyntax root, Func<ExpressionSyntax, ExpressionSyntax, bool>? visits)
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
                    Push(node, unary.Operand);
                    break;
                case ParenthesizedSyntax parenthesized:
                    Push(node, parenthesized.Inner);
                    break;
                case BinarySyntax binary:
                    Push(node, binary.Right);
                    Push(node, binary.Left);
                    break;
                case CallSyntax call:
                    for (int i = call.Arguments.Length - 1; i >= 0; i--)
                    {
                        Push(node, call.Arguments[i].Value);
                    }

                    break;
                default:
                    break;
            }
        }

        void Push(ExpressionSyntax parent, ExpressionSyntax child)
        {
            if (visits is null || visits(parent, child))
            {
                pending.Push(child);
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
