using GlmmDsl.Formulas;

namespace GlmmDsl.Generators.Configuration;

/// <summary>Finds the columns an expression names.</summary>
internal static class ExpressionNames
{
    /// <summary>The names in an expression, except those of functions, and whether each is inside <c>factor(..)</c>. Uses its own stack, because a chain of 5 000 sums is 5 000 deep.</summary>
    public static IEnumerable<(string Name, bool InFactorCall)> In(ExpressionSyntax expression)
    {
        var pending = new Stack<(ExpressionSyntax Node, bool InFactorCall)>();
        pending.Push((expression, false));
        while (pending.Count > 0)
        {
            (ExpressionSyntax node, bool inFactorCall) = pending.Pop();
            switch (node)
            {
                case NameSyntax name:
                    yield return (name.Name, inFactorCall);
                    break;
                case ParenthesizedSyntax parenthesized:
                    pending.Push((parenthesized.Inner, inFactorCall));
                    break;
                case UnarySyntax unary:
                    pending.Push((unary.Operand, inFactorCall));
                    break;
                case BinarySyntax binary:
                    pending.Push((binary.Right, inFactorCall));
                    pending.Push((binary.Left, inFactorCall));
                    break;
                case CallSyntax call:
                    foreach (ArgumentSyntax argument in call.Arguments)
                    {
                        pending.Push((argument.Value, inFactorCall || call.Function.Name is "factor" or "as.factor"));
                    }

                    break;
            }
        }
    }
}
