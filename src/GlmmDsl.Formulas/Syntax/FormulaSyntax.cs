namespace GlmmDsl.Formulas;

/// <summary>A whole formula, <c>response ~ terms</c> or, for zero-inflation and dispersion, <c>~ terms</c>.</summary>
public sealed class FormulaSyntax(string text, ExpressionSyntax? response, TextSpan tildeSpan, ExpressionSyntax right)
{
    /// <summary>The text as it was written; spans count in it.</summary>
    public string Text { get; } = text;

    /// <summary>What stands before the tilde; null in a one-sided formula.</summary>
    public ExpressionSyntax? Response { get; } = response;

    /// <summary>Where the tilde stands (zero-width where it is missing).</summary>
    public TextSpan TildeSpan { get; } = tildeSpan;

    /// <summary>What stands behind the tilde.</summary>
    public ExpressionSyntax Right { get; } = right;

    /// <summary>The formula as R's <c>deparse</c> writes it.</summary>
    public override string ToString() => SyntaxPrinter.Print(this);
}
