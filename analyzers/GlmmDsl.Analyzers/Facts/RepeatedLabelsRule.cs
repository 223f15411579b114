using System.Collections.Immutable;
using GlmmDsl.Analyzers.Edits;
using GlmmDsl.Analyzers.Models;
using GlmmDsl.Formulas;
using GlmmDsl.Generators.Symbols;
using Microsoft.CodeAnalysis;

namespace GlmmDsl.Analyzers.Facts;

/// <summary>GLMM208: a grouping factor whose labels are given anew in each level of another column, without that column: different units become one group.</summary>
internal sealed class RepeatedLabelsRule() : FactRule(DiagnosticDescriptors.RepeatedLabels)
{
    /// <inheritdoc/>
    protected override void Check(DeclaredModel model, DesignPlan plan, Action<Diagnostic> report)
    {
        var nesting = new Nesting(model.Row);
        var reported = new HashSet<TextSpan>();
        foreach (RandomTerm random in plan.Terms.Random)
        {
            ImmutableArray<RowColumn> groups = nesting.GroupsOf(random);
            foreach (Variable variable in random.Group)
            {
                if (nesting.ColumnOf(variable) is { } column
                    && nesting.NeededBy(column) is { IsEmpty: false } needed
                    && needed.FirstOrDefault(container => !groups.Contains(container)) is { } missing
                    && !ReversedNestingRule.IsReversed(plan, nesting, random)
                    && reported.Add(variable.Expression.Span))
                {
                    string whole = string.Join(":", needed.Select(c => Nesting.Label(c)).Concat([variable.Label]));
                    report(FormulaFixReport.Of(model, DiagnosticDescriptors.RepeatedLabels, variable.Expression.Span, [Fix(model, plan, nesting, random, variable, needed, whole)], variable.Name, missing.Name, whole));
                }
            }
        }
    }

    private static FormulaFix Fix(DeclaredModel model, DesignPlan plan, Nesting nesting, RandomTerm random, Variable variable, ImmutableArray<RowColumn> needed, string whole)
    {
        // (1 | Batch) + (1 | Cask) becomes (1 | Batch/Cask).
        RandomTerm? outer = plan.Terms.Random.FirstOrDefault(term => !term.Span.Equals(random.Span) && nesting.GroupsOf(term) is { Length: 1 } group && group[0] == needed[0] && term.Group.Length == 1 && SameEffects(model, term, random));
        if (needed.Length == 1 && random.Group.Length == 1 && outer is not null && IsSingle(plan, outer) && IsSingle(plan, random) && FormulaEdits.RemoveTerm(model.Formula!.Value, outer.Span) is { } removal)
        {
            string nested = outer.Group[0].Label + "/" + variable.Label;
            return new FormulaFix($"Write {nested}", removal, new FormulaEdit(variable.Expression.Span, nested));
        }

        return new FormulaFix($"Write {whole}", new FormulaEdit(variable.Expression.Span, whole));
    }

    private static bool SameEffects(DeclaredModel model, RandomTerm first, RandomTerm second) => first.Structure == second.Structure && LeftOf(model, first) == LeftOf(model, second);

    private static string LeftOf(DeclaredModel model, RandomTerm term) => model.TextOf(TextSpan.FromBounds(term.Span.Start, term.GroupSpan.Start)).Replace(" ", "");

    private static bool IsSingle(DesignPlan plan, RandomTerm term) => plan.Terms.Random.Count(other => other.Span.Equals(term.Span)) == 1;
}
