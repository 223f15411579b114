namespace GlmmDsl.Formulas;

/// <summary>
/// Recognises a whole call of R that was pasted where its formula belongs, <c>lmer(y ~ x + (1 | g), data = d)</c>: the mistake is reported once,
/// and the formula in it is read.
/// </summary>
internal static class PastedCall
{
    private const int LongestQuote = 80;

    /// <summary>The tokens of the formula inside the call, followed by an end token; the same tokens where there is no such call.</summary>
    public static List<Token> Unwrap(string text, List<Token> tokens, ErrorList errors)
    {
        int open = OpeningOf(tokens);
        if (open < 0)
        {
            return tokens;
        }

        List<(int Start, int End)> arguments = ArgumentsOf(tokens, open);
        int formula = arguments.FindIndex(argument => HasTilde(tokens, argument));
        if (formula < 0)
        {
            return tokens;
        }

        (int start, int end) = arguments[formula];
        start += IsNamed(tokens, arguments[formula]) ? 2 : 0;
        string inner = text.Substring(tokens[start].Span.Start, tokens[end - 1].Span.End - tokens[start].Span.Start);

        // The rows are not part of a model. The other arguments of a call (family, weights, REML) are, and must not be lost.
        var settings = arguments.Where((argument, i) => i != formula && !IsData(tokens, argument, i)).Select(argument => TextOf(text, tokens, argument)).ToList();
        string further = settings.Count == 0 ? "the rows are given to the fit" : $"the rest of the call, {ErrorList.Quote(string.Join(", ", settings))}, is set beside the formula";
        string shown = inner.Length <= LongestQuote ? $", {"'" + inner + "'"}," : "";
        errors.Add(
            new TextSpan(0, text.Length),
            $"write the formula alone{shown} without '{tokens[open - 1].Text}(..)' around it; {further}",
            suggestion: settings.Count == 0 ? inner : null);
        return tokens.GetRange(start, end - start).Append(new Token(TokenKind.End, new TextSpan(tokens[end].Span.Start, 0), "")).ToList();
    }

    /// <summary>The parenthesis of a call that is the entire text except for an assignment or a package before it; -1 when there is none.</summary>
    private static int OpeningOf(List<Token> tokens)
    {
        int open = tokens.FindIndex(token => token.Kind is TokenKind.Open);
        bool isCall = open > 0 && tokens[open - 1].Kind is TokenKind.Name && tokens.Take(open - 1).All((token) => token.Kind is TokenKind.Name || token.Text is "<-" or "<<-" or "::" or "=");
        return isCall && ClosingOf(tokens, open) == tokens.Count - 2 ? open : -1;
    }

    private static int ClosingOf(List<Token> tokens, int open)
    {
        int depth = 0;
        for (int i = open; i < tokens.Count; i++)
        {
            depth += tokens[i].Kind switch { TokenKind.Open => 1, TokenKind.Close => -1, _ => 0 };
            if (depth == 0)
            {
                return i;
            }
        }

        return -1;
    }

    private static List<(int Start, int End)> ArgumentsOf(List<Token> tokens, int open)
    {
        var arguments = new List<(int, int)>();
        int closing = ClosingOf(tokens, open);
        int depth = 0;
        int start = open + 1;
        for (int i = open + 1; i <= closing; i++)
        {
            if (depth == 0 && (i == closing || tokens[i].Kind is TokenKind.Comma))
            {
                if (i > start)
                {
                    arguments.Add((start, i));
                }

                start = i + 1;
            }

            depth += tokens[i].Kind switch { TokenKind.Open => 1, TokenKind.Close => -1, _ => 0 };
        }

        return arguments;
    }

    private static bool HasTilde(List<Token> tokens, (int Start, int End) argument)
    {
        int start = argument.Start + (IsNamed(tokens, argument) ? 2 : 0);
        int depth = 0;
        for (int i = start; i < argument.End; i++)
        {
            depth += tokens[i].Kind switch { TokenKind.Open => 1, TokenKind.Close => -1, _ => 0 };
            if (depth == 0 && tokens[i].Kind is TokenKind.Tilde)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsNamed(List<Token> tokens, (int Start, int End) argument) =>
        argument.End - argument.Start > 2 && tokens[argument.Start].Kind is TokenKind.Name && tokens[argument.Start + 1].Kind is TokenKind.Equals;

    private static bool IsData(List<Token> tokens, (int Start, int End) argument, int position) =>
        IsNamed(tokens, argument) ? tokens[argument.Start].Text == "data" : position == 1 && argument.End - argument.Start == 1;

    private static string TextOf(string text, List<Token> tokens, (int Start, int End) argument) =>
        text.Substring(tokens[argument.Start].Span.Start, tokens[argument.End - 1].Span.End - tokens[argument.Start].Span.Start);
}
