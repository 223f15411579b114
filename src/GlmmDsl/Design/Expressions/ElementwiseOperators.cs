using GlmmDsl.Formulas;

namespace GlmmDsl.Design.Expressions;

/// <summary>Operators inside functions: arithmetic, comparisons and logic, with R's rules for missing values (NaN).</summary>
internal static class ElementwiseOperators
{
    /// <summary>The operator as a function of two numbers and whether it yields logicals; null for operators of formulas only.</summary>
    public static (Func<double, double, double> Function, bool IsLogical)? Find(BinaryOperator @operator) => @operator switch
    {
        BinaryOperator.Add => ((a, b) => a + b, false),
        BinaryOperator.Subtract => ((a, b) => a - b, false),
        BinaryOperator.Multiply => ((a, b) => a * b, false),
        BinaryOperator.Divide => ((a, b) => a / b, false),
        BinaryOperator.Power => (Power, false),
        BinaryOperator.Equal => ((a, b) => Compare(a, b, a == b), true),
        BinaryOperator.NotEqual => ((a, b) => Compare(a, b, a != b), true),
        BinaryOperator.Less => ((a, b) => Compare(a, b, a < b), true),
        BinaryOperator.LessOrEqual => ((a, b) => Compare(a, b, a <= b), true),
        BinaryOperator.Greater => ((a, b) => Compare(a, b, a > b), true),
        BinaryOperator.GreaterOrEqual => ((a, b) => Compare(a, b, a >= b), true),
        BinaryOperator.And => (And, true),
        BinaryOperator.Bar or BinaryOperator.DoubleBar => (Or, true),
        _ => null,
    };

    /// <summary>The prefix operator as a function and whether it yields logicals.</summary>
    public static (Func<double, double> Function, bool IsLogical) Of(UnaryOperator @operator) => @operator switch
    {
        UnaryOperator.Minus => (a => -a, false),
        UnaryOperator.Not => (a => double.IsNaN(a) ? a : Truth(a == 0), true),
        _ => (a => a, false),
    };

    // As in R: squares are products, which avoid the rounding of a logarithm.
    private static double Power(double a, double b) => b == 2 ? a * a : Math.Pow(a, b);

    private static double Compare(double a, double b, bool result) => double.IsNaN(a) || double.IsNaN(b) ? double.NaN : Truth(result);

    // FALSE & NA is FALSE, TRUE | NA is TRUE: the missing operand cannot change the outcome.
    private static double And(double a, double b) =>
        a == 0 || b == 0 ? 0 : double.IsNaN(a) || double.IsNaN(b) ? double.NaN : 1;

    private static double Or(double a, double b) =>
        IsTrue(a) || IsTrue(b) ? 1 : double.IsNaN(a) || double.IsNaN(b) ? double.NaN : 0;

    private static bool IsTrue(double a) => !double.IsNaN(a) && a != 0;

    private static double Truth(bool value) => value ? 1 : 0;
}
