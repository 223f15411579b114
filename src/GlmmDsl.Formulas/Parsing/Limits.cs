using System.Collections.Immutable;
using System.Globalization;

namespace GlmmDsl.Formulas;

/// <summary>
/// What is checked before parsing, in one pass: the parser recurses, and a stack that overflows kills the process (a compiler, an IDE).
/// </summary>
internal static class Limits
{
    public static bool CheckLength(string text, ErrorList errors)
    {
        if (text.Length <= FormulaParser.MaximumLength)
        {
            return true;
        }

        errors.Add(
            TextSpan.FromBounds(FormulaParser.MaximumLength, text.Length),
            $"the formula has {Invariant(text.Length)} characters, the limit is {Invariant(FormulaParser.MaximumLength)}",
            FormulaErrorKind.Limit);
        return false;
    }

    /// <summary>Counts the nesting that the parser recurses on.</summary>
    public static bool CheckNesting(List<Token> tokens, ErrorList errors)
    {
        var depth = new NestingDepth();
        foreach (Token token in tokens)
        {
            if (depth.Pass(token) > FormulaParser.MaximumNesting)
            {
                errors.Add(
                    token.Span,
                    $"the formula is nested too deeply: the limit is {Invariant(FormulaParser.MaximumNesting)} levels of parentheses, signs and powers",
                    FormulaErrorKind.Limit);
                return false;
            }
        }

        return true;
    }

    /// <summary>The error for a formula that is nested too deeply for the available stack.</summary>
    public static ImmutableArray<FormulaDiagnostic> LittleStack(string text)
    {
        var errors = new ErrorList(text);
        errors.Add(new TextSpan(0, text.Length), "the formula is nested too deeply for the thread's stack", FormulaErrorKind.Limit);
        return errors.ToImmutable();
    }

    private static string Invariant(int number) => number.ToString(CultureInfo.InvariantCulture);
}
