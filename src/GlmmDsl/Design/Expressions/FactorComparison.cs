using System.Collections.Immutable;
using GlmmDsl.Data;
using GlmmDsl.Formulas;

namespace GlmmDsl.Design.Expressions;

/// <summary>Comparisons of a factor with a level in quotation marks, as in <c>I(arm == "drug")</c> or, for ordered factors, <c>I(dose &lt; "high")</c>.</summary>
internal static class FactorComparison
{
    /// <summary>The comparison; null when neither side is a text.</summary>
    public static NumberValue? TryCompare(
        BinarySyntax binary, ExpressionValue left, ExpressionValue right, ExpressionEvaluator evaluator, BasisRecorder basis)
    {
        (FactorColumn Factor, ExpressionSyntax Expression, string Level, BinaryOperator Operator)? comparison = (left, right) switch
        {
            (FactorValue f, TextValue t) => (f.Factor, binary.Left, t.Text, binary.Operator),
            (TextValue t, FactorValue f) => (f.Factor, binary.Right, t.Text, Mirrored(binary.Operator)),
            _ => null,
        };
        if (comparison is not (FactorColumn factor, ExpressionSyntax expression, string level, BinaryOperator @operator))
        {
            return null;
        }

        bool isEquality = @operator is BinaryOperator.Equal or BinaryOperator.NotEqual;
        if (!isEquality && !factor.IsOrdered)
        {
            throw evaluator.Problem(binary, $"'{factor.Name}' is not ordered, so its levels can only be compared with == and !=.");
        }

        ImmutableArray<string> levels = basis.LevelsOf(expression.ToString(), () => factor.Levels);
        int place = levels.IndexOf(level);
        if (place < 0)
        {
            throw evaluator.Problem(binary, $"'{factor.Name}' has no level {ValueText.Quote(level)}; it has {ValueText.QuoteFew(levels)}.");
        }

        (Func<double, double, double> function, _) = ElementwiseOperators.Find(@operator)
            ?? throw evaluator.Problem(binary, "A factor and a text can only be compared.");
        double[] resultOfLevel = [.. LevelMap.Of(factor.Levels, levels).Select(l => function(l, place))];
        return new NumberValue(Array.ConvertAll(factor.Array, code => code < 0 ? double.NaN : resultOfLevel[code]), IsLogical: true);
    }

    private static BinaryOperator Mirrored(BinaryOperator @operator) => @operator switch
    {
        BinaryOperator.Less => BinaryOperator.Greater,
        BinaryOperator.LessOrEqual => BinaryOperator.GreaterOrEqual,
        BinaryOperator.Greater => BinaryOperator.Less,
        BinaryOperator.GreaterOrEqual => BinaryOperator.LessOrEqual,
        _ => @operator,
    };
}
