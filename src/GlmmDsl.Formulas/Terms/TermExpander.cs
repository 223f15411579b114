using System.Collections.Immutable;

namespace GlmmDsl.Formulas;

/// <summary>What expansion made of a formula; terms are null where the formula is no model.</summary>
/// <param name="Terms">The expanded terms.</param>
/// <param name="Diagnostics">What is wrong, in order of places.</param>
public sealed record TermExpansion(ModelTerms? Terms, ImmutableArray<FormulaDiagnostic> Diagnostics);

/// <summary>Expands <c>* / ^ %in% -</c>, bars and offsets by the rules of R's <c>terms.formula</c> and lme4.</summary>
public static class TermExpander
{
    /// <summary>The largest number of terms a formula may expand to.</summary>
    public const int MaximumTerms = 4_096;

    /// <summary>Expands a formula that parsed without errors.</summary>
    public static TermExpansion Expand(FormulaSyntax formula) => throw new NotSupportedException(formula.Text);
}
