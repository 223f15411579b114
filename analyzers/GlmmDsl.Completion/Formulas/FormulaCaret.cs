using GlmmDsl.Formulas;

namespace GlmmDsl.Completion.Formulas;

/// <summary>What can be written at a place of a formula.</summary>
internal enum CaretKind
{
    /// <summary>Nothing that is known by name: an operator, a number, the middle of a text.</summary>
    Nothing,

    /// <summary>The response.</summary>
    Response,

    /// <summary>A term of the right-hand side.</summary>
    Term,

    /// <summary>A term inside parentheses, which a bar may make a random-effects term.</summary>
    InnerTerm,

    /// <summary>A grouping factor: right of a bar.</summary>
    Group,

    /// <summary>An argument of a function.</summary>
    Argument,

    /// <summary>A level that a factor is compared with.</summary>
    Level,

    /// <summary>An argument of a covariance structure after its random-effects term.</summary>
    StructureArgument,

    /// <summary>The value of such an argument.</summary>
    StructureValue,
}

/// <summary>The place in a formula where somebody writes.</summary>
/// <param name="Kind">What can be written there.</param>
/// <param name="Word">The word at the place, which is replaced; quotation marks are not part of it.</param>
/// <param name="Quote">The quotation mark that the word is in; null where there is none.</param>
/// <param name="Function">For an argument: the function's name.</param>
/// <param name="Argument">For an argument: which one, from 0.</param>
/// <param name="Compared">For a level: the name that is compared.</param>
internal sealed record FormulaCaret(CaretKind Kind, TextSpan Word, char? Quote = null, string? Function = null, int Argument = 0, string? Compared = null)
{
    /// <summary>
    /// Reads the text before a place, as tokens. A formula that is being written seldom has a tree, and what comes after the place matters only to the word there.
    /// </summary>
    /// <param name="text">The formula so far.</param>
    /// <param name="offset">The place.</param>
    /// <param name="isExpression">Whether the text is an expression, the argument of an offset, and no formula.</param>
    public static FormulaCaret Of(string text, int offset, bool isExpression = false)
    {
        if (text.Length > FormulaParser.MaximumLength)
        {
            return new FormulaCaret(CaretKind.Nothing, new TextSpan(offset, 0));
        }

        List<Token> tokens = Tokenizer.Cut(text.Substring(0, offset));
        tokens.RemoveAt(tokens.Count - 1);
        Token? partial = tokens.Count > 0 && IsPartial(tokens[tokens.Count - 1], offset) ? tokens[tokens.Count - 1] : null;
        if (partial is not null)
        {
            tokens.RemoveAt(tokens.Count - 1);
        }

        char? quote = partial is { Kind: TokenKind.Text or TokenKind.QuotedName } ? partial.Value.Text[0] : null;
        TextSpan word = WordAt(text, offset, partial, quote);
        Token previous = tokens.Count > 0 ? tokens[tokens.Count - 1] : default;
        if (tokens.Count > 0 && previous.EndsOperand)
        {
            // An operator comes next.
            return new FormulaCaret(CaretKind.Nothing, word);
        }

        Surroundings around = Surroundings.Of(tokens, isExpression);
        if (around.Kind == CaretKind.StructureArgument)
        {
            return new FormulaCaret(quote is not null ? CaretKind.Nothing : previous.Kind == TokenKind.Equals ? CaretKind.StructureValue : around.Kind, word, quote);
        }

        if (around.Call is null)
        {
            return new FormulaCaret(quote is '"' or '\'' ? CaretKind.Nothing : around.Kind, word, quote);
        }

        string? compared = tokens.Count >= 2 && (previous.Is("==") || previous.Is("!=")) && tokens[tokens.Count - 2] is { Kind: TokenKind.Name or TokenKind.QuotedName } name
            ? name.Text.Trim('`')
            : null;
        return quote is '"' or '\'' && compared is null
            ? new FormulaCaret(CaretKind.Nothing, word)
            : new FormulaCaret(compared is null ? CaretKind.Argument : CaretKind.Level, word, quote, around.Call, around.Argument, compared);
    }

    private static bool IsPartial(Token last, int offset) =>
        last.Span.End == offset
        && last.Kind switch
        {
            TokenKind.Name => true,
            TokenKind.Text or TokenKind.QuotedName => QuotedText.End(last.Text, 0) < 0,
            _ => false,
        };

    private static TextSpan WordAt(string text, int offset, Token? partial, char? quote)
    {
        if (partial is not { } token)
        {
            return new TextSpan(offset, 0);
        }

        int start = token.Span.Start + (quote is null ? 0 : 1);
        if (quote is null)
        {
            return TextSpan.FromBounds(start, NameRules.NameEnd(text, offset));
        }

        // An open quotation mark ends the word where its partner stands; without one, at the caret.
        int end = QuotedText.End(text, token.Span.Start);
        return TextSpan.FromBounds(start, end < 0 ? offset : end - 1);
    }

    /// <summary>What stands around a place: parentheses, calls and bars that are open there.</summary>
    private sealed record Surroundings(CaretKind Kind, string? Call, int Argument)
    {
        public static Surroundings Of(List<Token> tokens, bool isExpression)
        {
            var open = new Stack<Frame>();
            bool hasTilde = false;
            for (int i = 0; i < tokens.Count; i++)
            {
                Token token = tokens[i];
                switch (token.Kind)
                {
                    case TokenKind.Open:
                        string? function = i > 0 && tokens[i - 1].Kind is TokenKind.Name or TokenKind.QuotedName ? tokens[i - 1].Text.Trim('`') : null;
                        bool isStructure = function is not null && StructureNames.TryFind(function, out _);
                        open.Push(new Frame(isStructure ? null : function) { TakesArguments = isStructure && function != "us" });
                        break;
                    case TokenKind.Close when open.Count > 0:
                        open.Pop();
                        break;
                    case TokenKind.Comma when open.Count > 0:
                        open.Peek().Commas++;
                        break;
                    case TokenKind.Operator when open.Count > 0 && token.Text is "|" or "||":
                        open.Peek().HasBar = true;
                        break;
                    case TokenKind.Tilde when open.Count == 0:
                        hasTilde = true;
                        break;
                    default:
                        break;
                }
            }

            // From the innermost outwards: a call makes arithmetic of everything in it.
            foreach (Frame frame in open)
            {
                if (frame.Function is not null)
                {
                    return new Surroundings(CaretKind.Argument, frame.Function, frame.Commas);
                }

                if (frame is { TakesArguments: true, Commas: > 0 })
                {
                    return new Surroundings(CaretKind.StructureArgument, null, 0);
                }

                if (frame.HasBar)
                {
                    return new Surroundings(CaretKind.Group, null, 0);
                }
            }

            return isExpression ? new Surroundings(CaretKind.Argument, "offset", 0)
                : !hasTilde ? new Surroundings(CaretKind.Response, null, 0)
                : new Surroundings(open.Count > 0 ? CaretKind.InnerTerm : CaretKind.Term, null, 0);
        }

        private sealed class Frame(string? function)
        {
            public string? Function { get; } = function;

            public int Commas { get; set; }

            public bool HasBar { get; set; }

            /// <summary>Whether it is a covariance structure that takes arguments beside its term.</summary>
            public bool TakesArguments { get; init; }
        }
    }
}
