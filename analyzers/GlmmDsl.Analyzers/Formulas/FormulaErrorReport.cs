using System.Collections.Immutable;
using System.Text.RegularExpressions;
using GlmmDsl.Analyzers.Edits;
using GlmmDsl.Analyzers.Shared;
using GlmmDsl.Analyzers.Text;
using GlmmDsl.Formulas;
using Microsoft.CodeAnalysis;
using FormulaSpan = GlmmDsl.Formulas.TextSpan;

namespace GlmmDsl.Analyzers.Formulas;

/// <summary>Turns an error of a formula into a diagnostic at its place in the string.</summary>
internal static class FormulaErrorReport
{
    private static readonly Regex Place = new("^(line [0-9]+, )?column [0-9]+: ", RegexOptions.CultureInvariant);

    /// <summary>The diagnostic of an error.</summary>
    /// <param name="error">The error.</param>
    /// <param name="formula">The formula it was found in.</param>
    /// <param name="shift">How many characters were put before the text when it was parsed.</param>
    public static Diagnostic Of(FormulaDiagnostic error, FormulaText formula, int shift = 0)
    {
        FormulaSpan span = Shifted(error.Span, shift, formula.Value.Length);
        bool isExact = formula.IsExact(span);
        ImmutableDictionary<string, string?> properties =
            !isExact || error.Suggestion is null || span.Length == 0 ? ImmutableDictionary<string, string?>.Empty
            : error.Kind == FormulaErrorKind.TimeStructure ? SourceFix.Properties(formula.Map(span), [SourceFix.In(formula, new FormulaFix("Write " + error.Suggestion, new FormulaEdit(span, error.Suggestion)))])
            : ImmutableDictionary<string, string?>.Empty.Add(FixProperties.Suggestion, error.Suggestion);
        return Diagnostic.Create(DiagnosticDescriptors.Of(error.Kind), formula.Map(span), properties, Message(error, isExact, formula.Value.Length == 0, shift));
    }

    private static FormulaSpan Shifted(FormulaSpan span, int shift, int length)
    {
        int start = Math.Min(Math.Max(span.Start - shift, 0), length);
        return FormulaSpan.FromBounds(start, Math.Min(Math.Max(span.End - shift, start), length));
    }

    /// <summary>The sentence without the place that begins it, because the squiggle is at that very place.</summary>
    private static string Message(FormulaDiagnostic error, bool isExact, bool isEmpty, int shift)
    {
        Match place = Place.Match(error.Message);
        if (!place.Success)
        {
            return error.Message;
        }

        string text = error.Message.Substring(place.Length);
        return isExact || shift > 0 || isEmpty ? char.ToUpperInvariant(text[0]) + text.Substring(1) : "Formula, " + error.Message;
    }
}
