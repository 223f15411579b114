namespace GlmmDsl.Formulas;

/// <summary>How operators are written.</summary>
internal static class OperatorSigns
{
    public static string Of(BinaryOperator @operator) => @operator switch
    {
        BinaryOperator.Bar => "|",
        BinaryOperator.DoubleBar => "||",
        BinaryOperator.And => "&",
        BinaryOperator.Equal => "==",
        BinaryOperator.NotEqual => "!=",
        BinaryOperator.Less => "<",
        BinaryOperator.LessOrEqual => "<=",
        BinaryOperator.Greater => ">",
        BinaryOperator.GreaterOrEqual => ">=",
        BinaryOperator.Add => "+",
        BinaryOperator.Subtract => "-",
        BinaryOperator.Multiply => "*",
        BinaryOperator.Divide => "/",
        BinaryOperator.In => "%in%",
        BinaryOperator.Interaction => ":",
        _ => "^",
    };
}
