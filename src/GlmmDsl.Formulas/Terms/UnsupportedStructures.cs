using System.Collections.Immutable;

namespace GlmmDsl.Formulas;

/// <summary>Covariance structures that are part of the language and cannot be fitted yet.</summary>
public static class UnsupportedStructures
{
    private const int LongestTerm = 60;

    /// <summary>An error for each random-effects term whose structure cannot be fitted, in order of places; empty when all can.</summary>
    /// <param name="terms">The expanded formula.</param>
    /// <exception cref="ArgumentNullException">The terms are null.</exception>
    public static ImmutableArray<FormulaDiagnostic> Find(ModelTerms terms)
    {
        var diagnostics = new DiagnosticList(Guard.NotNull(terms, nameof(terms)).Syntax.Text);
        foreach (RandomTerm term in terms.Random)
        {
            if (term.Structure is not (CovarianceStructure.Unstructured or CovarianceStructure.Diagonal))
            {
                // The term as written, without the structure around it.
                string written = diagnostics.TextOf(term.Span);
                int open = written.IndexOf('(');
                string inner = written.Substring(open + 1, written.Length - open - 2).Trim();
                string shown = inner.Length <= LongestTerm ? inner : ".. | " + term.GroupName;
                diagnostics.Add(
                    FormulaErrorKind.NotSupported,
                    term.Span,
                    $"'{StructureNames.Of(term.Structure)}(..)' is part of the language but cannot be fitted yet; write ({shown}) for unstructured or diag({shown}) for independent random effects.");
            }
        }

        return diagnostics.InOrder();
    }
}
