using System.Collections.Immutable;

namespace GlmmDsl.Formulas;

/// <summary>
/// An expression in one of the many spellings that compute the same: arguments by position (<c>poly(x, degree = 2)</c> is <c>poly(x, 2)</c>), one
/// name per function (<c>as.factor</c> is <c>factor</c>), numbers without R's integer mark, no redundant parentheses.
/// </summary>
internal static class CanonicalExpression
{
    /// <summary>The expression's canonical text.</summary>
    public static string Of(ExpressionSyntax expression) => Rewrite(expression).ToString();

    /// <summary>Parentheses, arguments and powers nest no deeper than the parser allows; a long sum is nested to the left and is walked in a loop.</summary>
    private static ExpressionSyntax Rewrite(ExpressionSyntax expression)
    {
        IReadOnlyList<BinarySyntax> spine = expression.LeftSpine();
        ExpressionSyntax result = RewriteOperand(spine.Count > 0 ? spine[0].Left : expression);
        foreach (BinarySyntax node in spine)
        {
            result = new BinarySyntax(node.Operator, node.OperatorSpan, result, Rewrite(node.Right));
        }

        return result;
    }

    private static ExpressionSyntax RewriteOperand(ExpressionSyntax operand)
    {
        switch (operand)
        {
            case ParenthesizedSyntax parenthesized:
                ExpressionSyntax inner = Rewrite(SyntaxQuestions.Unwrap(parenthesized));
                return inner is BinarySyntax or UnarySyntax ? new ParenthesizedSyntax(inner, operand.Span) : inner;
            case NumberSyntax { IsInteger: true } number:
                return new NumberSyntax(number.Value, number.Span);
            case UnarySyntax unary:
                return new UnarySyntax(unary.Operator, unary.OperatorSpan, Rewrite(unary.Operand));
            case CallSyntax call:
                return RewriteCall(call);
            default:
                return operand;
        }
    }

    private static CallSyntax RewriteCall(CallSyntax call)
    {
        NameSyntax name = call.Function.Name == "as.factor" ? new NameSyntax("factor", isQuoted: false, call.Function.Span) : call.Function;
        ImmutableArray<ExpressionSyntax?> bound = FunctionCatalog.Find(name.Name)?.Bind(call) ?? default;
        IEnumerable<ArgumentSyntax> arguments = bound.IsDefault
            ? call.Arguments.Select(argument => new ArgumentSyntax(argument.Name, Argument(argument.Value)))
            : bound.Where(value => value is not null).Select(value => new ArgumentSyntax(null, Argument(value!)));
        return new CallSyntax(name, arguments.ToImmutableArray(), call.Span);
    }

    /// <summary>An argument is delimited by its commas: parentheses around all of it mean nothing.</summary>
    private static ExpressionSyntax Argument(ExpressionSyntax value) => Rewrite(SyntaxQuestions.Unwrap(value));
}
