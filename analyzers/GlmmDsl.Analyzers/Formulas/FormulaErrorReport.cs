using System.Collections.Immutable;
using System.Globalization;
using GlmmDsl.Analyzers.Shared;
using GlmmDsl.Analyzers.Text;
using GlmmDsl.Formulas;
using Microsoft.CodeAnalysis;
using FormulaSpan = GlmmDsl.Formulas.TextSpan;

namespace GlmmDsl.Analyzers.Formulas;

/// <summary>Turns an error of a formula into a diagnostic at its place in the string.</summary>
internal static class FormulaErrorReport
{
    /// <summary>The diagnostic of an error.</summary>
    /// <param name="error">The error.</param>
    /// <param name="formula">The formula it was found in.</param>
    /// <param name="shift">How many characters were put before the text when it was parsed.</param>
    public static Diagnostic Of(FormulaDiagnostic error, FormulaText formula, int shift = 0)
    {
        FormulaSpan span = Shifted(error.Span, shift, formula.Value.Length);
        bool isExact = formula.IsExact(span);
        ImmutableDictionary<string, string?> properties = isExact && error.Suggestion is not null && span.Length > 0
            ? ImmutableDictionary<string, string?>.Empty.Add(FixProperties.Suggestion, error.Suggestion)
            : ImmutableDictionary<string, string?>.Empty;
        return Diagnostic.Create(DiagnosticDescriptors.Of(error.Kind), formula.Map(span), properties, Message(error, isExact, shift));
    }

    private static FormulaSpan Shifted(FormulaSpan span, int shift, int length)
    {
        int start = Math.Min(Math.Max(span.Start - shift, 0), length);
        return FormulaSpan.FromBounds(start, Math.Min(Math.Max(span.End - shift, start), length));
    }

    /// <summary>The sentence; the column that begins it says nothing where the squiggle stands at that very column.</summary>
    private static string Message(FormulaDiagnostic error, bool isExact, int shift)
    {
        string place = "column " + (error.Span.Start + 1).ToString(CultureInfo.InvariantCulture) + ": ";
        string text = error.Message;
        if (!text.StartsWith(place, StringComparison.Ordinal))
        {
            return text;
        }

        text = text.Substring(place.Length);
        return isExact || shift > 0 ? char.ToUpperInvariant(text[0]) + text.Substring(1) : "Formula, " + place + text;
    }
}
