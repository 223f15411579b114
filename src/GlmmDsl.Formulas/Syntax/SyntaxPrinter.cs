namespace GlmmDsl.Formulas;

/// <summary>Writes syntax trees as R's <c>deparse</c> does, so that printed names are R's and printing then parsing gives the same tree.</summary>
internal static class SyntaxPrinter
{
    public static string Print(ExpressionSyntax expression) => throw new NotSupportedException(expression.GetType().Name);

    public static string Print(FormulaSyntax formula) =>
        formula.Response is null ? "~" + formula.Right : formula.Response + " ~ " + formula.Right;
}
