namespace GlmmDsl.Formulas;

internal enum TokenKind
{
    Name,
    QuotedName,
    Number,
    Text,
    Operator,
    Tilde,
    Open,
    Close,
    Comma,
    Equals,

    /// <summary>An operator or a mark that R has and formulas do not.</summary>
    Foreign,

    /// <summary>A character that cannot begin a token.</summary>
    Unknown,
    End,
}

/// <summary>A word of the formula language with its place; <see cref="Text"/> is as written.</summary>
internal readonly record struct Token(TokenKind Kind, TextSpan Span, string Text)
{
    /// <summary>Whether an operand can begin with it (prefix operators aside).</summary>
    public bool StartsOperand => Kind is TokenKind.Name or TokenKind.QuotedName or TokenKind.Number or TokenKind.Text or TokenKind.Open;

    /// <summary>Whether an operand can end with it.</summary>
    public bool EndsOperand => Kind is TokenKind.Name or TokenKind.QuotedName or TokenKind.Number or TokenKind.Text or TokenKind.Close;

    public bool Is(string @operator) => Kind is TokenKind.Operator && Text == @operator;
}
