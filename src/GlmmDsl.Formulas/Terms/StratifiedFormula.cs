using System.Collections.Immutable;

namespace GlmmDsl.Formulas;

/// <summary>
/// A formula of R's <c>aov</c> with error strata, <c>y ~ A * B + Error(subject/B)</c>: the fixed terms, the subjects, and the factors whose levels each subject
/// has.
/// </summary>
public sealed class StratifiedFormula
{
    private StratifiedFormula(ModelTerms terms, Variable subject, ImmutableArray<Variable> within) => (Terms, Subject, Within) = (terms, subject, within);

    /// <summary>The formula without <c>Error(..)</c>, expanded.</summary>
    public ModelTerms Terms { get; }

    /// <summary>The variable that tells subjects apart.</summary>
    public Variable Subject { get; }

    /// <summary>The factors within subjects, in order of appearance; empty for <c>Error(subject)</c>, which leaves them to the data.</summary>
    public ImmutableArray<Variable> Within { get; }

    /// <summary>Parses and expands the formula.</summary>
    /// <exception cref="ArgumentNullException">The text is null.</exception>
    /// <exception cref="FormulaException">The text is no such formula; the exception names the place and what was expected.</exception>
    public static StratifiedFormula Parse(string text)
    {
        FormulaParseResult parsed = FormulaParser.Parse(Guard.NotNull(text, nameof(text)));
        if (parsed.Syntax is null || !parsed.Diagnostics.IsEmpty)
        {
            throw new FormulaException(text, parsed.Diagnostics);
        }

        var diagnostics = new DiagnosticList(text);
        var errors = new List<CallSyntax>();
        ModelTerms? terms = TermExpander.Expand(parsed.Syntax, diagnostics, errors);
        StratifiedFormula? formula = terms is null || !diagnostics.IsEmpty ? null : Of(terms, errors, diagnostics);
        return formula is null || !diagnostics.IsEmpty ? throw new FormulaException(text, diagnostics.InOrder()) : formula;
    }

    private static StratifiedFormula? Of(ModelTerms terms, List<CallSyntax> errors, DiagnosticList diagnostics)
    {
        FormulaSyntax syntax = terms.Syntax;
        if (errors.Count != 1 || errors[0].Arguments.Length != 1 || errors[0].Arguments[0].Name is not null)
        {
            diagnostics.Add(FormulaErrorKind.Structure, errors.Count > 1 ? errors[1].Span : syntax.Right.Span, "a repeated-measures analysis has one error term, Error(subject/(a*b)): subject tells the subjects apart, a and b are the factors whose levels each subject has.");
        }
        else if (terms.Response is null)
        {
            diagnostics.Add(FormulaErrorKind.Structure, syntax.TildeSpan, "the response is missing before '~'.");
        }
        else if (!terms.Random.IsEmpty || !terms.Offsets.IsEmpty || !terms.HasIntercept)
        {
            diagnostics.Add(FormulaErrorKind.Structure, syntax.Right.Span, "a repeated-measures analysis has an intercept, and neither random-effects terms nor offsets: write the factors and Error(subject/(a*b)).");
        }
        else
        {
            return Of(terms, errors[0].Arguments[0].Value, diagnostics);
        }

        return null;
    }

    private static StratifiedFormula? Of(ModelTerms terms, ExpressionSyntax error, DiagnosticList diagnostics)
    {
        ImmutableArray<Term> strata = new TermEncoder(new ExpansionBudget(), diagnostics, parts: null).Expand(error);
        Variable? subject = strata.Where(s => s.Variables.Length == 1).Select(s => s.Variables[0]).FirstOrDefault(v => strata.All(s => s.Variables.Contains(v)));
        if (subject is null)
        {
            diagnostics.Add(FormulaErrorKind.Structure, error.Span, "expected Error(subject/(a*b)): the variable that tells the subjects apart, and within it the factors whose levels each subject has.");
            return null;
        }

        ImmutableArray<Variable> within = strata.SelectMany(s => s.Variables).Where(v => !v.Equals(subject)).Distinct().ToImmutableArray();
        int expected = within.Length > 20 ? int.MaxValue : 1 << within.Length;
        if (strata.Length != expected)
        {
            string factors = string.Join(" * ", within.Select(w => w.Label));
            diagnostics.Add(FormulaErrorKind.Structure, error.Span, $"every combination of the factors within subjects has an error stratum of its own: write Error({subject.Label}/({factors})).");
        }

        if (terms.Fixed.FirstOrDefault(t => t.Variables.Contains(subject)) is { } term)
        {
            diagnostics.Add(FormulaErrorKind.Structure, term.Span, $"'{subject.Label}' tells the subjects apart in Error(..) and cannot be a fixed term too.");
        }

        return new StratifiedFormula(terms, subject, within);
    }
}
