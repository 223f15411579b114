using Microsoft.CodeAnalysis.CSharp;

namespace GlmmDsl.Generators.Emit;

/// <summary>Writes values into C# and its documentation.</summary>
internal static class Literals
{
    /// <summary>A string literal on one line, whatever the text contains.</summary>
    public static string Text(string value) => SymbolDisplay.FormatLiteral(value, quote: true);

    /// <summary>A text inside documentation, on one line.</summary>
    public static string Xml(string value) =>
        value.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;").Replace("\r", " ").Replace("\n", " ").Replace("\u2028", " ").Replace("\u2029", " ").Replace("\u0085", " ");

    /// <summary>A text inside a comment to the end of the line.</summary>
    public static string Comment(string value) => value.Replace("\r", " ").Replace("\n", " ").Replace("\u2028", " ").Replace("\u2029", " ").Replace("\u0085", " ");
}
