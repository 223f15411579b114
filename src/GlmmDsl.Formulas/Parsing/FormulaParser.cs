using System.Collections.Immutable;

namespace GlmmDsl.Formulas;

/// <summary>What the parser made of a text: always a tree (with <see cref="MissingSyntax"/> where something is missing), and the errors.</summary>
/// <param name="Syntax">The tree; null only where a limit was passed and the text was not parsed.</param>
/// <param name="Diagnostics">The errors, in order of their places; empty for a valid formula.</param>
public sealed record FormulaParseResult(FormulaSyntax? Syntax, ImmutableArray<FormulaDiagnostic> Diagnostics);

/// <summary>Parses the formula language. Never overflows the stack, and throws for null only.</summary>
public static class FormulaParser
{
    /// <summary>The longest formula that is parsed, in characters.</summary>
    public const int MaximumLength = 10_000;

    /// <summary>The deepest nesting of parentheses, calls, prefix operators and powers that is parsed.</summary>
    public const int MaximumNesting = 100;

    /// <summary>Parses a formula. After twenty errors the rest are not reported.</summary>
    /// <param name="text">The formula's text.</param>
    /// <exception cref="ArgumentNullException">The text is null.</exception>
    public static FormulaParseResult Parse(string text)
    {
        var errors = new ErrorList(Guard.NotNull(text, nameof(text)));
        if (!Limits.CheckLength(text, errors))
        {
            return new FormulaParseResult(null, errors.ToImmutable());
        }

        List<Token> tokens = Tokenizer.Cut(text);
        if (!Limits.CheckNesting(tokens, errors))
        {
            return new FormulaParseResult(null, errors.ToImmutable());
        }

        LookAlikes.Report(text, tokens, errors);
        tokens = PastedCall.Unwrap(text, tokens, errors);
        try
        {
            FormulaSyntax syntax = FormulaGrammar.Formula(new FormulaInput(text, tokens, errors)).Value;
            return new FormulaParseResult(syntax, errors.ToImmutable());
        }
        catch (InsufficientExecutionStackException)
        {
            // The nesting is within the limit, but the caller has left too little stack; an overflow could not be caught.
            return new FormulaParseResult(null, Limits.LittleStack(text));
        }
    }
}
