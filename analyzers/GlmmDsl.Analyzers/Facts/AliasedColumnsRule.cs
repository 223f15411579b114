using GlmmDsl.Analyzers.Edits;
using GlmmDsl.Analyzers.Models;
using GlmmDsl.Formulas;
using GlmmDsl.Generators.Symbols;
using Microsoft.CodeAnalysis;

namespace GlmmDsl.Analyzers.Facts;

/// <summary>GLMM108: two fixed effects that say the same by a declared <c>[Aliases]</c>.</summary>
internal sealed class AliasedColumnsRule() : FactRule(DiagnosticDescriptors.Aliased)
{
    /// <inheritdoc/>
    protected override void Check(DeclaredModel model, DesignPlan plan, Action<Diagnostic> report)
    {
        var nesting = new Nesting(model.Row);
        var terms = plan.Fixed.Where(t => t.Factors.Length == 1).Select(t => (Term: t, Column: Plain(nesting, t))).Where(t => t.Column is not null).ToList();
        for (int j = 1; j < terms.Count; j++)
        {
            RowColumn second = terms[j].Column!;
            if (terms.Take(j).FirstOrDefault(first => nesting.AreAliases(first.Column!, second)) is { Term: { } other })
            {
                PlanTerm term = terms[j].Term;
                bool isAlone = plan.Fixed.Count(t => t.Factors.Any(f => f.Variable.Name == term.Factors[0].Variable.Name)) == 1 && model.TextOf(term.Span) == term.Name;
                FormulaEdit? removal = isAlone ? FormulaEdits.RemoveTerm(model.Formula!.Value, term.Span) : null;
                report(FormulaFixReport.Of(
                    model,
                    DiagnosticDescriptors.Aliased,
                    term.Span,
                    [removal is { } edit ? new FormulaFix($"Remove {term.Name}", edit) : null],
                    $"'{term.Name}' says the same as '{other.Name}', as [Aliases] declares, and its coefficients cannot be estimated beside those of '{other.Name}': keep one of the two"));
            }
        }
    }

    private static RowColumn? Plain(Nesting nesting, PlanTerm term) => nesting.ColumnOf(term.Factors[0].Variable.Variable);
}
