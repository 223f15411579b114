using GlmmDsl.Analyzers.Models;
using GlmmDsl.Formulas;

namespace GlmmDsl.Analyzers.Formulas;

/// <summary>
/// Decides whether a fixed effect in one form can contain the mean of a random slope in another: <c>scale(x)</c>, <c>I(x - 5)</c> and <c>poly(x, 2)</c> all
/// contain a line in <c>x</c>, and <c>factor(x)</c> any function of it.
/// </summary>
internal static class SlopeBasis
{
    /// <summary>Whether the columns of <paramref name="fixedForm"/>, with an intercept, span those of <paramref name="slope"/>.</summary>
    public static bool Holds(ExpressionSyntax fixedForm, ExpressionSyntax slope)
    {
        (string Name, int Degree)? fixedPower = PowerOf(fixedForm);
        (string Name, int Degree)? slopePower = PowerOf(slope);
        if (FormulaWalk.Unwrap(fixedForm) is CallSyntax { Function.Name: "factor" or "as.factor", Arguments: { Length: 1 } arguments })
        {
            string name = FormulaWalk.Unwrap(arguments[0].Value).ToString();
            return FormulaWalk.Names(slope).All(n => n.ToString() == name);
        }

        return fixedForm.ToString() == slope.ToString()
            || (fixedPower is { } have && slopePower is { } need && have.Name == need.Name && (have.Degree == need.Degree || (IsPolynomial(fixedForm) && have.Degree >= need.Degree)));
    }

    private static bool IsPolynomial(ExpressionSyntax expression) => FormulaWalk.Unwrap(expression) is CallSyntax { Function.Name: "poly" };

    /// <summary>The column of which an expression is a power, up to shift and scale; null for any other function.</summary>
    private static (string Name, int Degree)? PowerOf(ExpressionSyntax expression)
    {
        expression = FormulaWalk.Unwrap(expression);
        switch (expression)
        {
            case NameSyntax name:
                return (name.ToString(), 1);
            case CallSyntax { Function.Name: "I" or "scale" or "center" or "as.numeric", Arguments: { Length: 1 } arguments }:
                return PowerOf(arguments[0].Value);
            case CallSyntax { Function.Name: "poly", Arguments: { Length: 2 } arguments }:
                return PowerOf(arguments[0].Value) is { Degree: 1 } line && FormulaWalk.Unwrap(arguments[1].Value) is NumberSyntax { Value: >= 1 and < 100 } degree
                    ? (line.Name, (int)degree.Value)
                    : null;
            case UnarySyntax { Operator: UnaryOperator.Plus or UnaryOperator.Minus } signed:
                return PowerOf(signed.Operand);
            case BinarySyntax { Operator: BinaryOperator.Power } power:
                return PowerOf(power.Left) is { Degree: 1 } root && FormulaWalk.Unwrap(power.Right) is NumberSyntax { Value: >= 1 and < 100 } exponent
                    ? (root.Name, (int)exponent.Value)
                    : null;
            case BinarySyntax { Operator: BinaryOperator.Add or BinaryOperator.Subtract or BinaryOperator.Multiply } linear when IsConstant(linear.Left):
                return PowerOf(linear.Right);
            case BinarySyntax { Operator: BinaryOperator.Add or BinaryOperator.Subtract or BinaryOperator.Multiply or BinaryOperator.Divide } linear when IsConstant(linear.Right):
                return PowerOf(linear.Left);
            default:
                return null;
        }
    }

    /// <summary>Numbers, and summaries such as <c>mean(x)</c>, which are one number for all rows.</summary>
    private static bool IsConstant(ExpressionSyntax expression) =>
        FormulaWalk.Unwrap(expression) switch
        {
            NumberSyntax or CallSyntax { Function.Name: "mean" or "sd" or "min" or "max" } => true,
            UnarySyntax { Operator: UnaryOperator.Plus or UnaryOperator.Minus } signed => IsConstant(signed.Operand),
            NameSyntax { IsQuoted: false, Name: "pi" } => true,
            _ => false,
        };
}
