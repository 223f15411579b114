namespace GlmmDsl.Formulas;

/// <summary>A formula, <c>response ~ terms</c> or, for zero-inflation and dispersion, <c>~ terms</c>.</summary>
public sealed class FormulaSyntax(string text, ExpressionSyntax? response, TextSpan tildeSpan, ExpressionSyntax right)
{
    /// <summary>The text as it was written; spans count in it.</summary>
    public string Text { get; } = text;

    /// <summary>The part before the tilde; null in a one-sided formula.</summary>
    public ExpressionSyntax? Response { get; } = response;

    /// <summary>The place of the tilde (zero-width where it is missing).</summary>
    public TextSpan TildeSpan { get; } = tildeSpan;

    /// <summary>The part after the tilde.</summary>
    public ExpressionSyntax Right { get; } = right;

    /// <summary>The formula as R's <c>deparse</c> writes it.</summary>
    public override string ToString() => SyntaxPrinter.Print(this);
}
