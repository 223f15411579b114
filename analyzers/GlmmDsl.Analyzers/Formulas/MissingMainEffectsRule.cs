using System.Collections.Immutable;
using GlmmDsl.Analyzers.Edits;
using GlmmDsl.Analyzers.Models;
using GlmmDsl.Formulas;
using Microsoft.CodeAnalysis;

namespace GlmmDsl.Analyzers.Formulas;

/// <summary>
/// GLMM107: an interaction without its main effects. Silent where leaving one out says something: <c>Week + Week:Arm</c> (groups alike at week 0), <c>Arm + Arm:Week</c>
/// (a line for each arm), and cell means, <c>0 + Arm:Sex</c>. A product of two numbers within the levels of a factor needs both numbers there, or as main effects.
/// </summary>
internal sealed class MissingMainEffectsRule : ModelRule
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> Descriptors { get; } = ImmutableArray.Create(DiagnosticDescriptors.MissingMainEffects);

    /// <inheritdoc/>
    public override void Check(DeclaredModel model, Action<Diagnostic> report)
    {
        if (model.Plan is not { } plan)
        {
            return;
        }

        foreach (PlanTerm term in plan.Fixed.Where(t => t.Factors.Length > 1 && model.TextOf(t.Span).Contains(':')))
        {
            PlanVariable[] missing = term.Factors.Select(f => f.Variable).Where(v => !plan.Fixed.Any(t => t != term && IsMainEffect(t, v))).ToArray();
            if (term.Factors.Count(f => !f.Variable.IsCategorical) > 1)
            {
                missing = missing.Where(v => !v.IsCategorical && !plan.Fixed.Any(t => IsPart(t, term) && t.Factors.Any(f => f.Variable.Name == v.Name))).ToArray();
            }
            else if (missing.Length < term.Factors.Length || !plan.Terms.HasIntercept)
            {
                missing = [];
            }

            if (missing.Length > 0)
            {
                report(FormulaFixReport.Of(
                    model, DiagnosticDescriptors.MissingMainEffects, term.Span, [WithMainEffects(model, term)], term.Name, string.Join(" and ", missing.Select(v => $"'{v.Variable.Label}'"))));
            }
        }
    }

    private static bool IsPart(PlanTerm part, PlanTerm whole) =>
        part.Factors.Length < whole.Factors.Length && part.Factors.All(f => whole.Factors.Any(w => w.Variable.Name == f.Variable.Name));

    /// <summary>Whether a term, or one that holds a variable with others less than this, has a main effect of it: <c>poly(x, 2)</c> holds one of x.</summary>
    private static bool IsMainEffect(PlanTerm term, PlanVariable variable) =>
        term.Factors.Length == 1 && SlopeBasis.Holds(term.Factors[0].Variable.Variable.Expression, variable.Variable.Expression);

    private static FormulaFix? WithMainEffects(DeclaredModel model, PlanTerm term)
    {
        string text = model.TextOf(term.Span);
        int colon = text.IndexOf(':');
        if (term.Factors.Length != 2 || colon < 0 || text.IndexOf(':', colon + 1) >= 0 || text != term.Name && text.Replace(" ", "") != term.Name)
        {
            return null;
        }

        int start = colon, end = colon + 1;
        while (text[start - 1] == ' ')
        {
            start--;
        }

        while (text[end] == ' ')
        {
            end++;
        }

        return new FormulaFix(
            $"Write {text.Substring(0, start)} * {text.Substring(end)}", new FormulaEdit(new TextSpan(term.Span.Start + start, end - start), " * "));
    }
}
