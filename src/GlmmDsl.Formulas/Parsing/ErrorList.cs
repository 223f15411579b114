using System.Collections.Immutable;
using System.Globalization;

namespace GlmmDsl.Formulas;

/// <summary>Collects the syntax errors of one formula and writes their messages.</summary>
/// <param name="formula">The formula's text.</param>
internal sealed class ErrorList(string formula)
{
    /// <summary>The most errors reported; a text that is not a formula at all would give one per character.</summary>
    private const int MaximumErrors = 20;

    private const int LongestQuote = 40;

    private readonly List<FormulaDiagnostic> _errors = [];

    /// <summary>Adds an error; its column goes before the sentence.</summary>
    public void Add(TextSpan span, string sentence, FormulaErrorKind kind = FormulaErrorKind.Syntax, string? suggestion = null)
    {
        if (_errors.Count < MaximumErrors)
        {
            _errors.Add(new FormulaDiagnostic(kind, span, $"{Place(span)}: {sentence}.", suggestion));
        }
    }

    /// <summary>Reports a token where none of its kind is allowed.</summary>
    public void AddUnexpected(FormulaInput input, bool isInCall)
    {
        Token token = input.Token;
        Add(token.Span, token.Kind switch
        {
            TokenKind.Foreign => $"formulas have no operator {Quote(token)}: {ForeignOperators.Advice(token.Text)}",
            TokenKind.Equals when isInCall => "expected the name of an argument before '=' ('==' compares)",
            TokenKind.Equals => "formulas have no operator '=': '==' compares, and '~' goes between response and terms",
            TokenKind.Tilde => "a formula has one '~', outside parentheses",
            TokenKind.Close => "')' closes nothing: no '(' is open",
            TokenKind.Comma => "',' is allowed only between the arguments of a function",
            TokenKind.Unknown => $"unexpected character {Quote(token)}",
            _ => $"expected an operator such as '+' between {Quote(input.Previous)} and {Quote(token)}",
        });
    }

    /// <summary>Reports a comma after the terms of a formula: what follows are arguments of R's fitting functions.</summary>
    public void AddArguments(FormulaInput comma)
    {
        string rest = formula.Substring(comma.Token.Span.Start);
        Add(
            new TextSpan(comma.Token.Span.Start, formula.TrimEnd().Length - comma.Token.Span.Start),
            $"a formula has no arguments: leave out {Quote(rest.TrimEnd())}; the rows are given to the fit, and family, weights and offset are set beside the formula");
    }

    /// <summary>Reports a missing operand.</summary>
    public void AddMissingOperand(FormulaInput input)
    {
        Token previous = input.Previous;
        if (input.AtEnd && previous.Kind is TokenKind.End)
        {
            Add(input.Token.Span, "expected a formula such as 'y ~ x + (1 | g)', found nothing");
            return;
        }

        string expected = previous.Kind switch
        {
            TokenKind.End => "a response or '~'",
            TokenKind.Comma => "an argument after ','",
            _ => $"a term after {Quote(previous)}",
        };
        Add(input.Token.Span, $"expected {expected}, found {Found(input.Token)}");
    }

    /// <summary>The errors in order of their places.</summary>
    public ImmutableArray<FormulaDiagnostic> ToImmutable() => _errors.OrderBy(e => e.Span.Start).ToImmutableArray();

    /// <summary>Where a span begins, in words.</summary>
    public string Place(TextSpan span) => FormulaPlace.Of(formula, span.Start);

    /// <summary>The token found, or that there is none.</summary>
    public static string Found(Token token) => token.Kind is TokenKind.End ? "the end of the formula" : Quote(token);

    /// <summary>The token in quotation marks, cut when long; an invisible character is shown by its code.</summary>
    public static string Quote(Token token)
    {
        string text = token.Text;
        return token.Kind is TokenKind.Unknown && (IsInvisible(text[0]) || (text.Length == 1 && char.IsSurrogate(text[0])))
            ? "U+" + ((int)text[0]).ToString("X4", CultureInfo.InvariantCulture)
            : Quote(text);
    }

    /// <summary>A piece of the formula in quotation marks, cut when long.</summary>
    public static string Quote(string text) => "'" + (text.Length <= LongestQuote ? text : text.Substring(0, LongestQuote) + "...") + "'";

    private static bool IsInvisible(char character) => char.IsControl(character) || CharUnicodeInfo.GetUnicodeCategory(character) is UnicodeCategory.Format;
}
