namespace GlmmDsl.Formulas;

/// <summary>Walks expressions without recursion: a chain of a thousand operators is a tree of a thousand levels.</summary>
internal static class SyntaxWalk
{
    /// <summary>The names that can stand for columns, in no particular order: not functions', not arguments'.</summary>
    public static IEnumerable<NameSyntax> Names(ExpressionSyntax expression)
    {
        var open = new Stack<ExpressionSyntax>();
        open.Push(expression);
        while (open.Count > 0)
        {
            switch (open.Pop())
            {
                case NameSyntax name:
                    yield return name;
                    break;
                case ParenthesizedSyntax parenthesized:
                    open.Push(parenthesized.Inner);
                    break;
                case UnarySyntax unary:
                    open.Push(unary.Operand);
                    break;
                case BinarySyntax binary:
                    open.Push(binary.Right);
                    open.Push(binary.Left);
                    break;
                case CallSyntax call:
                    foreach (ArgumentSyntax argument in call.Arguments)
                    {
                        open.Push(argument.Value);
                    }

                    break;
                default:
                    break;
            }
        }
    }

    /// <summary>The names that are columns whatever the table: constants of the language left out.</summary>
    public static HashSet<string> ColumnNames(ExpressionSyntax expression) =>
        new(Names(expression).Where(name => !IsConstant(name)).Select(name => name.Name), StringComparer.Ordinal);

    /// <summary>Whether a name is one of the language's constants unless a column has that name.</summary>
    public static bool IsConstant(NameSyntax name) => !name.IsQuoted && (name.Name is "pi" or "TRUE" or "FALSE");

    /// <summary>The expression inside any parentheses.</summary>
    public static ExpressionSyntax Unwrap(ExpressionSyntax expression)
    {
        while (expression is ParenthesizedSyntax parenthesized)
        {
            expression = parenthesized.Inner;
        }

        return expression;
    }

    /// <summary>Whether it is a bar between two expressions, parentheses aside.</summary>
    public static bool IsBar(ExpressionSyntax expression) =>
        Unwrap(expression) is BinarySyntax { Operator: BinaryOperator.Bar or BinaryOperator.DoubleBar };
}
