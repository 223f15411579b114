using Sprache;

namespace GlmmDsl.Formulas;

/// <summary>
/// A place in the tokens of a formula, as Sprache's input. Sprache's own input moves by characters and allocates a dictionary for each;
/// this one moves by tokens, so that a parser that fails has consumed nothing and blanks are never seen.
/// </summary>
internal sealed class FormulaInput(string source, List<Token> tokens, ErrorList errors, int index = 0) : IInput
{
    private FormulaInput? _next;
    private Dictionary<object, object>? _memos;

    /// <summary>The token at this place.</summary>
    public Token Token => tokens[index];

    /// <summary>The previous token; the end token where there is none.</summary>
    public Token Previous => index > 0 ? tokens[index - 1] : tokens[tokens.Count - 1];

    /// <summary>The next token; at the end the end token again.</summary>
    public Token Following => tokens[Math.Min(index + 1, tokens.Count - 1)];

    /// <summary>The errors found so far, shared by all places of one parse. The grammar never tries a place twice, so each is found once.</summary>
    public ErrorList Errors => errors;

    /// <inheritdoc/>
    public string Source => source;

    /// <inheritdoc/>
    public char Current => AtEnd ? '\0' : source[Position];

    /// <inheritdoc/>
    public bool AtEnd => Token.Kind is TokenKind.End;

    /// <inheritdoc/>
    public int Position => Token.Span.Start;

    /// <inheritdoc/>
    public int Line => 1;

    /// <inheritdoc/>
    public int Column => Position + 1;

    /// <inheritdoc/>
    public IDictionary<object, object> Memos => _memos ??= [];

    /// <summary>The place after the next token.</summary>
    public FormulaInput Next() =>
        AtEnd ? throw new InvalidOperationException("The input is at its end.") : _next ??= new FormulaInput(source, tokens, errors, index + 1);

    /// <summary>The place after a token that does not belong here; brackets are skipped with their contents where they are closed.</summary>
    public FormulaInput Skip()
    {
        int depth = 0;
        FormulaInput place = this;
        do
        {
            depth += place.Token.Kind is not TokenKind.Foreign ? 0 : place.Token.Text switch { "[[" => 2, "[" => 1, "]" => -1, _ => 0 };
            place = place.Next();
        }
        while (depth > 0 && !place.AtEnd);

        return depth > 0 ? Next() : place;
    }

    /// <summary>The end of the tokens.</summary>
    public FormulaInput ToEnd()
    {
        FormulaInput place = this;
        while (!place.AtEnd)
        {
            place = place.Next();
        }

        return place;
    }

    /// <inheritdoc/>
    public IInput Advance() => Next();

    /// <inheritdoc/>
    public bool Equals(IInput? other) => other is FormulaInput input && input.Position == Position && ReferenceEquals(input.Source, Source);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as IInput);

    /// <inheritdoc/>
    public override int GetHashCode() => Position;
}
