namespace GlmmDsl.Formulas;

/// <summary>Questions about expressions that expansion asks.</summary>
internal static class SyntaxQuestions
{
    /// <summary>The names that are columns whatever the table: without the constants of the language.</summary>
    public static HashSet<string> ColumnNames(ExpressionSyntax expression) =>
        new(expression.DescendantsAndSelf().OfType<NameSyntax>().Where(name => !IsConstant(name)).Select(name => name.Name), StringComparer.Ordinal);

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
