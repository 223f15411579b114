using System.Globalization;

namespace GlmmDsl.Formulas;

/// <summary>
/// Characters that word processors, web pages and keyboards of other scripts put where an operator of the language was meant. They are read as
/// what they look like, so that the rest of the formula is checked, and reported.
/// </summary>
internal static class LookAlikes
{
    private static readonly Dictionary<char, string> Meant = new()
    {
        ['\u223C'] = "~", // tilde operator
        ['\u02DC'] = "~", // small tilde
        ['\uFF5E'] = "~", // fullwidth tilde
        ['\u2010'] = "-", // hyphen
        ['\u2011'] = "-", // non-breaking hyphen
        ['\u2012'] = "-", // figure dash
        ['\u2013'] = "-", // en dash
        ['\u2014'] = "-", // em dash
        ['\u2212'] = "-", // minus sign
        ['\uFF0D'] = "-", // fullwidth hyphen-minus
        ['\u00D7'] = "*", // multiplication sign
        ['\u00B7'] = "*", // middle dot
        ['\u22C5'] = "*", // dot operator
        ['\u2217'] = "*", // asterisk operator
        ['\uFF0A'] = "*", // fullwidth asterisk
        ['\u00F7'] = "/", // division sign
        ['\u2044'] = "/", // fraction slash
        ['\u2215'] = "/", // division slash
        ['\uFF0F'] = "/", // fullwidth solidus
        ['\uFF0B'] = "+", // fullwidth plus sign
        ['\u2236'] = ":", // ratio
        ['\uFF1A'] = ":", // fullwidth colon
        ['\u2223'] = "|", // divides
        ['\u00A6'] = "|", // broken bar
        ['\uFF5C'] = "|", // fullwidth vertical line
        ['\u2016'] = "||", // double vertical line
        ['\u2225'] = "||", // parallel to
        ['\uFF3E'] = "^", // fullwidth circumflex accent
        ['\u2264'] = "<=", // less-than or equal to
        ['\u2265'] = ">=", // greater-than or equal to
        ['\u2260'] = "!=", // not equal to
        ['\uFF0C'] = ",", // fullwidth comma
        ['\uFF08'] = "(", // fullwidth left parenthesis
        ['\uFF09'] = ")", // fullwidth right parenthesis
        ['\uFF1D'] = "=", // fullwidth equals sign
    };

    /// <summary>The operator a character looks like; null for any other character.</summary>
    public static string? Find(char character) => character > '\x7f' && Meant.TryGetValue(character, out string? meant) ? meant : null;

    /// <summary>Reports those among the tokens; each can be replaced by what was meant.</summary>
    public static void Report(string text, List<Token> tokens, ErrorList errors)
    {
        foreach (Token token in tokens)
        {
            if (token.Kind is not TokenKind.End && Find(text[token.Span.Start]) is { } meant)
            {
                string code = ((int)text[token.Span.Start]).ToString("X4", CultureInfo.InvariantCulture);
                errors.Add(token.Span, $"the character '{text[token.Span.Start]}' (U+{code}) only looks like '{meant}': write '{meant}'", suggestion: meant);
            }
        }
    }
}
