namespace GlmmDsl.Formulas;

/// <summary>Cuts a formula into tokens. Every text can be cut: a character that cannot begin a token is a token of a separate kind. The last token is the end.</summary>
internal static class Tokenizer
{
    // Longest first among those with the same beginning.
    private static readonly string[] Operators =
    {
        "||", "|", "&", "==", "!=", "<=", "<", ">=", ">", "+", "-", "**", "*", "/", ":", "^", "!",
    };

    public static List<Token> Cut(string text)
    {
        var tokens = new List<Token>((text.Length / 2) + 2);
        int position = SkipBlanks(text, 0);
        while (position < text.Length)
        {
            Token token = Next(text, position);
            tokens.Add(token);
            position = SkipBlanks(text, token.Span.End);
        }

        tokens.Add(new Token(TokenKind.End, new TextSpan(text.Length, 0), ""));
        return tokens;
    }

    private static int SkipBlanks(string text, int position)
    {
        while (position < text.Length && char.IsWhiteSpace(text[position]))
        {
            position++;
        }

        return position;
    }

    private static Token Next(string text, int start)
    {
        char first = text[start];
        switch (first)
        {
            case '~': return Make(TokenKind.Tilde, text, start, 1);
            case '(': return Make(TokenKind.Open, text, start, 1);
            case ')': return Make(TokenKind.Close, text, start, 1);
            case ',': return Make(TokenKind.Comma, text, start, 1);
            case '"' or '\'': return Quoted(TokenKind.Text, text, start);
            case '`': return Quoted(TokenKind.QuotedName, text, start);
            case '%': return Percent(text, start);
        }

        if (IsDigit(text, start) || (first == '.' && IsDigit(text, start + 1)))
        {
            return Make(TokenKind.Number, text, start, NumberEnd(text, start) - start);
        }

        // R requires back-quotes around a name that begins with an underscore; reading it as a name gives that message and no other.
        if (first == '_' || NameRules.StartsName(text, start))
        {
            return Make(TokenKind.Name, text, start, NameRules.NameEnd(text, start) - start);
        }

        if (LookAlikes.Find(first) is { } meant)
        {
            return Next(meant, 0) with { Span = new TextSpan(start, 1) };
        }

        string? foreign = ForeignOperators.At(text, start);
        if (foreign is not null)
        {
            return new Token(TokenKind.Foreign, new TextSpan(start, foreign.Length), foreign);
        }

        foreach (string candidate in Operators)
        {
            if (string.CompareOrdinal(text, start, candidate, 0, candidate.Length) == 0)
            {
                return new Token(TokenKind.Operator, new TextSpan(start, candidate.Length), candidate);
            }
        }

        return first == '='
            ? Make(TokenKind.Equals, text, start, 1)
            : Make(TokenKind.Unknown, text, start, char.IsSurrogatePair(text, start) ? 2 : 1);
    }

    private static Token Make(TokenKind kind, string text, int start, int length) =>
        new(kind, new TextSpan(start, length), text.Substring(start, length));

    private static Token Quoted(TokenKind kind, string text, int start)
    {
        int end = QuotedText.End(text, start);
        return Make(kind, text, start, (end < 0 ? text.Length : end) - start);
    }

    private static Token Percent(string text, int start)
    {
        int end = text.IndexOfAny(['%', '\n'], start + 1);
        if (end < 0 || text[end] != '%')
        {
            return Make(TokenKind.Unknown, text, start, 1);
        }

        Token token = Make(TokenKind.Foreign, text, start, end + 1 - start);
        return token.Text == "%in%" ? token with { Kind = TokenKind.Operator } : token;
    }

    private static int NumberEnd(string text, int position)
    {
        position = DigitsEnd(text, position);
        if (position < text.Length && text[position] == '.')
        {
            position = DigitsEnd(text, position + 1);
        }

        if (position < text.Length && (text[position] is 'e' or 'E'))
        {
            int exponent = position + 1;
            if (exponent < text.Length && (text[exponent] is '+' or '-'))
            {
                exponent++;
            }

            if (IsDigit(text, exponent))
            {
                position = DigitsEnd(text, exponent);
            }
        }

        return position < text.Length && text[position] == 'L' ? position + 1 : position;
    }

    private static int DigitsEnd(string text, int position)
    {
        while (IsDigit(text, position))
        {
            position++;
        }

        return position;
    }

    private static bool IsDigit(string text, int position) => position < text.Length && text[position] is >= '0' and <= '9';
}
