using GlmmDsl.Analyzers.Models;
using GlmmDsl.Formulas;

namespace GlmmDsl.Analyzers.Specifications;

/// <summary>
/// Recognises responses that cannot be whole numbers, by what is computed and not by the types of columns: a <c>double</c> column may hold counts, or
/// 0 and 1, which only the run can see.
/// </summary>
internal static class FractionalExpression
{
    private static readonly HashSet<string> Transformations = new(StringComparer.Ordinal) { "log", "log10", "log1p", "sqrt", "exp", "expm1", "center", "scale" };

    /// <summary>The quotient of two columns that an expression is, alone or times a number; null when it is not a quotient.</summary>
    public static BinarySyntax? QuotientIn(ExpressionSyntax expression)
    {
        expression = Bare(expression);
        return expression switch
        {
            BinarySyntax { Operator: BinaryOperator.Divide } quotient when HasColumn(quotient.Right) && HasColumn(quotient.Left) => quotient,
            BinarySyntax { Operator: BinaryOperator.Multiply } product when Bare(product.Right) is NumberSyntax => QuotientIn(product.Left),
            BinarySyntax { Operator: BinaryOperator.Multiply } product when Bare(product.Left) is NumberSyntax => QuotientIn(product.Right),
            _ => null,
        };
    }

    /// <summary>Whether an expression is a logarithm, a root or another function that takes whole numbers to fractions.</summary>
    public static bool IsTransformed(ExpressionSyntax expression) => Bare(expression) is CallSyntax { Function.Name: var name } && Transformations.Contains(name);

    /// <summary>An expression without the parentheses and the <c>I(..)</c> around it.</summary>
    public static ExpressionSyntax Bare(ExpressionSyntax expression)
    {
        while (true)
        {
            switch (expression)
            {
                case ParenthesizedSyntax parenthesized:
                    expression = parenthesized.Inner;
                    break;
                case CallSyntax { Function.Name: "I", Arguments: { Length: 1 } arguments }:
                    expression = arguments[0].Value;
                    break;
                default:
                    return expression;
            }
        }
    }

    /// <summary>Whether it differs between rows: it names a column outside of summaries such as <c>mean(x)</c>.</summary>
    private static bool HasColumn(ExpressionSyntax expression)
    {
        int inSummaries = FormulaCalls(expression).Where(call => FunctionCatalog.Find(call.Function.Name)?.Result == FunctionResult.Summary).Sum(call => FormulaWalk.Names(call).Count());
        return FormulaWalk.Names(expression).Count() > inSummaries;
    }

    private static IEnumerable<CallSyntax> FormulaCalls(ExpressionSyntax expression) => expression.DescendantsAndSelf().OfType<CallSyntax>();
}
