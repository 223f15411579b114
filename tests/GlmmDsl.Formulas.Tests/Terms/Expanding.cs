namespace GlmmDsl.Formulas.Tests.Terms;

/// <summary>Expands formulas to terms.</summary>
internal static class Expanding
{
    public static TermExpansion Expand(string formula)
    {
        FormulaParseResult parsed = FormulaParser.Parse(formula);
        Assert.Empty(parsed.Diagnostics);
        Assert.NotNull(parsed.Syntax);
        return TermExpander.Expand(parsed.Syntax);
    }

    public static ModelTerms Terms(string formula)
    {
        TermExpansion expansion = Expand(formula);
        Assert.Empty(expansion.Diagnostics);
        Assert.NotNull(expansion.Terms);
        return expansion.Terms;
    }

    /// <summary>The one error of a formula, and the text at its place.</summary>
    public static (FormulaDiagnostic Error, string Text) Error(string formula)
    {
        TermExpansion expansion = Expand(formula);
        Assert.Null(expansion.Terms);
        FormulaDiagnostic error = Assert.Single(expansion.Diagnostics);
        Assert.StartsWith($"column {error.Span.Start + 1}: ", error.Message, StringComparison.Ordinal);
        return (error, formula.Substring(error.Span.Start, error.Span.Length));
    }

    /// <summary>A term whatever the order of its variables.</summary>
    public static string AsSet(Term term) => string.Join(":", term.Variables.Select(v => v.Name).OrderBy(name => name, StringComparer.Ordinal));

    /// <summary>A random-effects term as <c>0 + x | b:a</c>.</summary>
    public static string Show(RandomTerm term) =>
        string.Join(" + ", new[] { term.HasIntercept ? "1" : "0" }.Concat(term.Terms.Select(t => t.Name))) + " | " + term.GroupName;
}
