using System.Collections.Immutable;

namespace GlmmDsl.Formulas;

/// <summary>Makes random-effects terms of bars: nested groups are expanded, <c>||</c> is split into a term for each term left of it.</summary>
internal sealed class RandomTermReader(ExpansionBudget budget, DiagnosticList diagnostics)
{
    private readonly List<RandomTerm> terms = [];

    /// <summary>The terms read, in order of appearance.</summary>
    public IReadOnlyList<RandomTerm> Terms => terms;

    /// <summary>Reads one random-effects term.</summary>
    /// <param name="span">The whole term, parentheses or structure call included.</param>
    /// <param name="bar">The bar in it.</param>
    /// <param name="structure">The structure called; null when there is none.</param>
    public void Read(TextSpan span, BinarySyntax bar, CovarianceStructure? structure)
    {
        int errors = diagnostics.Count;
        if (SyntaxQuestions.IsBar(bar.Left) || SyntaxQuestions.IsBar(bar.Right))
        {
            diagnostics.Add(FormulaErrorKind.Structure, bar.Span, "a random-effects term has one bar, (terms | group); write a term for each group.");
            return;
        }

        var encoder = new TermEncoder(budget, diagnostics, parts: null);
        ImmutableArray<Term> columns = encoder.Expand(bar.Left);
        IReadOnlyList<ImmutableArray<Variable>> groups = new GroupExpander(budget, diagnostics).Expand(bar.Right, bar.Left);
        if (budget.IsExceeded || diagnostics.Count > errors)
        {
            return;
        }

        if (!encoder.HasIntercept && columns.IsEmpty)
        {
            diagnostics.Add(FormulaErrorKind.Structure, span, $"the random-effects term has no columns; write (1 | {bar.Right}) for a random intercept, or leave the term out.");
            return;
        }

        if (bar.Operator == BinaryOperator.Bar)
        {
            AddAll(groups, group => new RandomTerm(structure ?? CovarianceStructure.Unstructured, encoder.HasIntercept, columns, group, span, bar.Right.Span));
        }
        else
        {
            Split(groups, encoder.HasIntercept, columns, span, bar.Right.Span);
        }
    }

    private void Split(IReadOnlyList<ImmutableArray<Variable>> groups, bool hasIntercept, ImmutableArray<Term> columns, TextSpan span, TextSpan groupSpan)
    {
        // One for each group, shared by its parts.
        RandomTerm[] wholes = groups.Select(group => new RandomTerm(CovarianceStructure.Diagonal, hasIntercept, columns, group, span, groupSpan)).ToArray();
        if (hasIntercept)
        {
            AddAll(wholes, whole => Part(whole, isIntercept: true, ImmutableArray<Term>.Empty));
        }

        foreach (Term term in columns)
        {
            AddAll(wholes, whole => Part(whole, isIntercept: false, ImmutableArray.Create(term)));
        }
    }

    private static RandomTerm Part(RandomTerm whole, bool isIntercept, ImmutableArray<Term> terms) =>
        new(CovarianceStructure.Diagonal, isIntercept, terms, whole.Group, whole.Span, whole.GroupSpan, whole);

    private void AddAll<T>(IReadOnlyList<T> sources, Func<T, RandomTerm> make)
    {
        if (budget.Hold(terms.Count + sources.Count))
        {
            terms.AddRange(sources.Select(make));
        }
    }
}
