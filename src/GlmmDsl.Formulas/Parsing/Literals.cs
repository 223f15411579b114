using System.Globalization;

namespace GlmmDsl.Formulas;

/// <summary>Makes nodes of single tokens and reports what is wrong within them.</summary>
internal static class Literals
{
    public static NumberSyntax Number(FormulaInput place)
    {
        Token token = place.Token;
        bool isInteger = token.Text[token.Text.Length - 1] == 'L';
        string digits = isInteger ? token.Text.Substring(0, token.Text.Length - 1) : token.Text;

        // Where the platform's double.Parse throws instead of giving infinity, TryParse fails.
        if (!double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) || double.IsInfinity(value))
        {
            place.Errors.Add(token.Span, $"the number {ErrorList.Quote(token)} is too large");
            value = double.MaxValue;
        }

        // As in R: a number that does not fit an integer stays a number, with or without L.
        return new NumberSyntax(value, token.Span, isInteger && value <= int.MaxValue && Math.Floor(value) == value);
    }

    public static StringSyntax Text(FormulaInput place) => new(Unquote(place, "text"), place.Token.Span);

    public static NameSyntax Name(FormulaInput place)
    {
        Token token = place.Token;
        if (token.Kind is TokenKind.Name)
        {
            CheckPlainName(place, token);
            return new NameSyntax(token.Text, isQuoted: false, token.Span);
        }

        string name = Unquote(place, "name");
        if (name.Length == 0)
        {
            place.Errors.Add(token.Span, "a name in back-quotes cannot be empty");
        }

        return new NameSyntax(name, isQuoted: true, token.Span);
    }

    private static void CheckPlainName(FormulaInput place, Token token)
    {
        if (token.Text[0] == '_')
        {
            place.Errors.Add(token.Span, $"a name that begins with '_' is written in back-quotes, {BackQuoted(token)}");
        }
        else if (NameRules.IsKeyword(token.Text))
        {
            place.Errors.Add(token.Span, $"{ErrorList.Quote(token)} is a reserved word: a column of that name is written in back-quotes, {BackQuoted(token)}");
        }
    }

    private static string BackQuoted(Token token) => ErrorList.Quote(token).Replace('\'', '`');

    private static string Unquote(FormulaInput place, string what)
    {
        Token token = place.Token;
        bool isClosed = QuotedText.End(token.Text, 0) > 0;
        if (!isClosed)
        {
            place.Errors.Add(token.Span, $"the {what} that begins here has no closing {token.Text[0]}");
        }

        string content = token.Text.Substring(1, token.Text.Length - (isClosed ? 2 : 1));
        string value = QuotedText.Read(content, out int unknownEscape);
        if (unknownEscape >= 0)
        {
            // The mark before the content shifts the place by one.
            place.Errors.Add(
                new TextSpan(token.Span.Start + 1 + unknownEscape, 2), $"unknown escape '{content.Substring(unknownEscape, 2)}' ('\\\\' is a backslash)");
        }

        return value;
    }
}
