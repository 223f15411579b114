using System.Collections.Immutable;

namespace GlmmDsl.Formulas;

/// <summary>Collects what is wrong with a formula; each message begins with its place.</summary>
/// <param name="formula">The formula's text.</param>
internal sealed class DiagnosticList(string formula)
{
    private const int LongestQuotation = 40;

    private readonly HashSet<FormulaDiagnostic> seen = [];

    public int Count => seen.Count;

    public bool IsEmpty => seen.Count == 0;

    public void Add(FormulaErrorKind kind, TextSpan span, string message, string? suggestion = null)
    {
        seen.Add(new FormulaDiagnostic(kind, span, FormulaPlace.Of(formula, span.Start) + ": " + message, suggestion));
    }

    /// <summary>The source of a span.</summary>
    public string TextOf(TextSpan span) => formula.Substring(span.Start, span.Length);

    /// <summary>The diagnostics in order of their places, each once.</summary>
    public ImmutableArray<FormulaDiagnostic> InOrder() => seen.OrderBy(d => d.Span.Start).ThenBy(d => d.Span.Length).ToImmutableArray();

    /// <summary>An expression or name as messages quote it: cut where it is long.</summary>
    public static string Quote(object text)
    {
        string whole = text.ToString() ?? "";
        return "'" + (whole.Length <= LongestQuotation ? whole : whole.Substring(0, LongestQuotation - 1) + "…") + "'";
    }
}
