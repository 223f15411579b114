using GlmmDsl.Formulas;

namespace GlmmDsl.Analyzers.Models;

/// <summary>Walks the syntax of formulas, without recursion: a chain of operators is as deep as it is long.</summary>
internal static class FormulaWalk
{
    /// <summary>The names in an expression in order of their places; those of functions and of arguments are not among them.</summary>
    public static IEnumerable<NameSyntax> Names(ExpressionSyntax expression) => expression.DescendantsAndSelf().OfType<NameSyntax>();

    /// <summary>The names in a formula, response first.</summary>
    public static IEnumerable<NameSyntax> Names(FormulaSyntax formula) =>
        (formula.Response is null ? Enumerable.Empty<NameSyntax>() : Names(formula.Response)).Concat(Names(formula.Right));

    /// <summary>The bars of a formula's right-hand side that make random-effects terms, in order of their places.</summary>
    public static IEnumerable<BinarySyntax> Bars(ExpressionSyntax expression) => Operators(expression, isLeftOfBars: false).Where(IsBar);

    /// <summary>The operators between terms, in order of their places. Those inside functions and comparisons are arithmetic, and those right of a bar nest groups.</summary>
    public static IEnumerable<BinarySyntax> TermOperators(ExpressionSyntax expression) => Operators(expression, isLeftOfBars: true).Where(node => !IsBar(node));

    private static bool IsBar(BinarySyntax node) => node.Operator is BinaryOperator.Bar or BinaryOperator.DoubleBar;

    private static IEnumerable<BinarySyntax> Operators(ExpressionSyntax expression, bool isLeftOfBars) =>
        expression.DescendantsAndSelf((parent, child) => parent switch
        {
            BinarySyntax bar when IsBar(bar) => isLeftOfBars && ReferenceEquals(child, bar.Left),
            CallSyntax call => StructureNames.TryFind(call.Function.Name, out _),
            BinarySyntax { Operator: BinaryOperator.And or BinaryOperator.Equal or BinaryOperator.NotEqual or BinaryOperator.Less or BinaryOperator.LessOrEqual or BinaryOperator.Greater or BinaryOperator.GreaterOrEqual } => false,
            _ => true,
        }).OfType<BinarySyntax>();

    /// <summary>An expression without the parentheses around it.</summary>
    public static ExpressionSyntax Unwrap(ExpressionSyntax expression)
    {
        while (expression is ParenthesizedSyntax parenthesized)
        {
            expression = parenthesized.Inner;
        }

        return expression;
    }
}
