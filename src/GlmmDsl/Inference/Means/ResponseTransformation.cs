using System.Globalization;
using GlmmDsl.Formulas;

namespace GlmmDsl.Inference.Means;

/// <summary>
/// The transformation that a formula makes of its response, as emmeans finds it: <c>log</c>, <c>log2</c>, <c>log10</c>, <c>log1p</c> or <c>sqrt</c> of a column, of a column and a
/// constant, or a multiple of that, as in <c>2 * sqrt(y + 0.5)</c>. Of anything else no way back is known, and its means stay as they are.
/// </summary>
internal static class ResponseTransformation
{
    /// <summary>The scale of the means of a transformed response; that of the response itself where there is no transformation, or none with a known way back.</summary>
    /// <param name="response">The response's expression.</param>
    public static EstimateScale ScaleOf(ExpressionSyntax? response)
    {
        ExpressionSyntax? inner = Inside(response);
        double multiple = 1;
        if (inner is BinarySyntax { Operator: BinaryOperator.Multiply } product)
        {
            (double Number, ExpressionSyntax Other)? split = Split(product);
            (multiple, inner) = split is { } known ? (known.Number, known.Other) : (1, null);
        }

        if (inner is not CallSyntax { Arguments: [{ Name: null } argument] } call || Inverse(call.Function.Name) is not { } inverse || Constant(argument.Value) is not { } constant || multiple == 0)
        {
            return EstimateScale.Identity;
        }

        string own = (multiple == 1 ? "" : Text(multiple) + "*") + call.Function.Name + (multiple == 1 && constant == 0 ? "" : constant == 0 ? "(mu)" : $"(mu + {Text(constant)})");
        return new EstimateScale(
            own,
            "response",
            eta => inverse.Value(eta / multiple) - constant,
            eta => inverse.Derivative(eta / multiple) / multiple,
            inverse.HasRatios ? new EstimateScale(call.Function.Name, "ratio", d => inverse.Value(d / multiple), d => inverse.Derivative(d / multiple) / multiple, null) : null);
    }

    private static (Func<double, double> Value, Func<double, double> Derivative, bool HasRatios)? Inverse(string function) => function switch
    {
        "log" => (Math.Exp, Math.Exp, true),
        "log2" => (x => Math.Pow(2, x), x => Math.Pow(2, x) * Math.Log(2), true),
        "log10" => (x => Math.Pow(10, x), x => Math.Pow(10, x) * Math.Log(10), true),
        "log1p" => (x => Math.Exp(x) - 1, Math.Exp, false),
        "sqrt" => (x => x * x, x => 2 * x, false),
        _ => null,
    };

    /// <summary>The constant added to a column; null where the expression is another.</summary>
    private static double? Constant(ExpressionSyntax argument) => Inside(argument) switch
    {
        NameSyntax => 0,
        BinarySyntax { Operator: BinaryOperator.Add } sum => Split(sum) is { Other: NameSyntax } split ? split.Number : null,
        BinarySyntax { Operator: BinaryOperator.Subtract, Left: NameSyntax, Right: NumberSyntax number } => -number.Value,
        _ => null,
    };

    /// <summary>A number and the other operand.</summary>
    private static (double Number, ExpressionSyntax Other)? Split(BinarySyntax binary) => (binary.Left, binary.Right) switch
    {
        (NumberSyntax number, var rest) => (number.Value, Inside(rest)!),
        (var rest, NumberSyntax number) => (number.Value, Inside(rest)!),
        _ => null,
    };

    private static ExpressionSyntax? Inside(ExpressionSyntax? expression) => expression is ParenthesizedSyntax parentheses ? Inside(parentheses.Inner) : expression;

    private static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);
}
