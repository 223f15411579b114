using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GlmmDsl.Completion.Places;

/// <summary>Writes text as a literal of source does.</summary>
internal static class SourceLiteral
{
    /// <summary>A text as the inside of a literal writes it: with escapes, doubled quotation marks or doubled braces, by its notation.</summary>
    public static string Encode(string text, ExpressionSyntax literal)
    {
        (bool isRaw, bool isVerbatim, bool isInterpolated) = literal switch
        {
            InterpolatedStringExpressionSyntax interpolated => (interpolated.StringStartToken.Text.Contains("\"\"\""), interpolated.StringStartToken.Text.Contains("@"), true),
            LiteralExpressionSyntax plain => (plain.Token.IsKind(SyntaxKind.SingleLineRawStringLiteralToken) || plain.Token.IsKind(SyntaxKind.MultiLineRawStringLiteralToken), plain.Token.Text.StartsWith("@", StringComparison.Ordinal), false),
            _ => (false, false, false),
        };
        if (isRaw)
        {
            return text;
        }

        var written = new StringBuilder(text.Length);
        foreach (char c in text)
        {
            written.Append(c switch
            {
                '"' => isVerbatim ? "\"\"" : "\\\"",
                '\\' when !isVerbatim => "\\\\",
                '{' or '}' when isInterpolated => new string(c, 2),
                _ => c.ToString(),
            });
        }

        return written.ToString();
    }
}
