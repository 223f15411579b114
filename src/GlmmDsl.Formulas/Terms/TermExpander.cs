using System.Collections.Immutable;

namespace GlmmDsl.Formulas;

/// <summary>The result of expanding a formula; terms are null where the formula is not a model.</summary>
/// <param name="Terms">The expanded terms.</param>
/// <param name="Diagnostics">What is wrong, in order of places.</param>
public sealed record TermExpansion(ModelTerms? Terms, ImmutableArray<FormulaDiagnostic> Diagnostics);

/// <summary>Expands <c>* / ^ %in% -</c>, bars and offsets by the rules of R's <c>terms.formula</c> and lme4.</summary>
public static class TermExpander
{
    /// <summary>The largest number of terms a formula may expand to.</summary>
    public const int MaximumTerms = 4_096;

    /// <summary>Expands a formula that parsed without errors.</summary>
    /// <exception cref="ArgumentNullException">The formula is null.</exception>
    public static TermExpansion Expand(FormulaSyntax formula)
    {
        var diagnostics = new DiagnosticList(Guard.NotNull(formula, nameof(formula)).Text);
        ModelTerms? terms = Expand(formula, diagnostics);
        return new TermExpansion(diagnostics.IsEmpty ? terms : null, diagnostics.InOrder());
    }

    private static ModelTerms? Expand(FormulaSyntax formula, DiagnosticList diagnostics) => Expand(formula, diagnostics, null);

    /// <summary>Expands a formula that may hold <c>Error(..)</c>.</summary>
    /// <param name="formula">The formula.</param>
    /// <param name="diagnostics">Takes what is wrong.</param>
    /// <param name="errors">Takes the calls of <c>Error</c>; null where there may be none.</param>
    internal static ModelTerms? Expand(FormulaSyntax formula, DiagnosticList diagnostics, List<CallSyntax>? errors)
    {
        var budget = new ExpansionBudget();
        var parts = new Parts(new RandomTermReader(budget, diagnostics), errors);
        var encoder = new TermEncoder(budget, diagnostics, parts);
        ImmutableArray<Term> fixedTerms = encoder.Expand(formula.Right);
        if (budget.IsExceeded)
        {
            diagnostics.Add(FormulaErrorKind.Limit, formula.Right.Span, $"the formula expands to more than {MaximumTerms} terms, or to products of too many columns; write only the terms that you want.");
            return null;
        }

        Variable? response = formula.Response is null ? null : new Variable(formula.Response);
        var terms = new ModelTerms(
            formula,
            response,
            encoder.HasIntercept,
            fixedTerms,
            parts.Offsets.ToImmutableArray(),
            parts.Random.Terms.ToImmutableArray());

        if (response is not null && diagnostics.IsEmpty)
        {
            CheckAgainstResponse(terms, response, diagnostics);
        }

        return terms;
    }

    private static void CheckAgainstResponse(ModelTerms terms, Variable response, DiagnosticList diagnostics)
    {
        if (SyntaxQuestions.IsBar(response.Expression))
        {
            diagnostics.Add(FormulaErrorKind.Structure, response.Expression.Span, "a random-effects term belongs on the right-hand side, not in the response.");
            return;
        }

        // One-sided formulas may be empty: ~ 0 says that there is no zero-inflation.
        if (!terms.HasIntercept && terms.Fixed.IsEmpty && terms.Random.IsEmpty)
        {
            diagnostics.Add(FormulaErrorKind.Structure, terms.Syntax.Right.Span, "the right-hand side leaves nothing to estimate: it has no intercept, no term and no random-effects term; write 1 for an intercept.");
        }

        var check = new ResponseOnRight(response, diagnostics);
        check.Check(terms.Fixed.SelectMany(term => term.Variables));
        foreach (ExpressionSyntax offset in terms.Offsets)
        {
            check.Check(offset);
        }

        foreach (RandomTerm term in terms.Random)
        {
            check.Check(term.Terms.SelectMany(part => part.Variables).Concat(term.Group));
        }
    }

    private sealed class Parts(RandomTermReader random, List<CallSyntax>? errors) : ISpecialTerms
    {
        public RandomTermReader Random { get; } = random;

        public List<ExpressionSyntax> Offsets { get; } = [];

        public void AddOffset(CallSyntax call) => Offsets.Add(call.Arguments[0].Value);

        public void AddRandomTerm(TextSpan span, BinarySyntax bar, CovarianceStructure? structure) => Random.Read(span, bar, structure);

        public bool TryAddError(CallSyntax call)
        {
            errors?.Add(call);
            return errors is not null;
        }
    }
}
