namespace GlmmDsl.Formulas.Tests.Parsing;

/// <summary>Writes trees in prefix notation, <c>(+ a (* b c))</c>, so that a test can state the shape of a tree.</summary>
internal static class Shapes
{
    public static string Of(FormulaSyntax formula) =>
        formula.Response is null ? $"(~ {Of(formula.Right)})" : $"(~ {Of(formula.Response)} {Of(formula.Right)})";

    public static string Of(ExpressionSyntax node) => node switch
    {
        BinarySyntax binary => $"({OperatorTable.Of(binary.Operator).Spelling} {Of(binary.Left)} {Of(binary.Right)})",
        UnarySyntax unary => $"({unary.Operator switch { UnaryOperator.Minus => "-", UnaryOperator.Plus => "+", _ => "!" }} {Of(unary.Operand)})",
        ParenthesizedSyntax parenthesized => $"[{Of(parenthesized.Inner)}]",
        CallSyntax call => $"({string.Join(' ', call.Arguments.Select(a => a.Name is null ? Of(a.Value) : $"{a.Name}={Of(a.Value)}").Prepend(call.Function.Name))})",
        MissingSyntax => "?",
        _ => node.ToString(),
    };

    /// <summary>The shape of a formula's right side; the formula must be valid.</summary>
    public static string OfTerms(string terms)
    {
        FormulaParseResult result = FormulaParser.Parse("y ~ " + terms);
        Assert.Empty(result.Diagnostics);
        return Of(result.Syntax!.Right);
    }
}
