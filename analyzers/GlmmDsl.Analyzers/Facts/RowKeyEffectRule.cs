using System.Collections.Immutable;
using GlmmDsl.Analyzers.Edits;
using GlmmDsl.Analyzers.Models;
using GlmmDsl.Formulas;
using GlmmDsl.Generators.Symbols;
using Microsoft.CodeAnalysis;

namespace GlmmDsl.Analyzers.Facts;

/// <summary>GLMM214: a random effect for each row of a Gaussian model, by a declared key or time, which the residual is already. Silent for counts and proportions, where it is a model of overdispersion.</summary>
internal sealed class RowKeyEffectRule() : FactRule(DiagnosticDescriptors.RowKeyEffect)
{
    /// <inheritdoc/>
    protected override void Check(DeclaredModel model, DesignPlan plan, Action<Diagnostic> report)
    {
        if (model.Specification.Family != FamilyFacts.Gaussian)
        {
            return;
        }

        var nesting = new Nesting(model.Row);
        var reported = new HashSet<TextSpan>();
        foreach (RandomTerm random in plan.Terms.Random)
        {
            if (OneRowEach(model.Row, nesting.GroupsOf(random)) is { } reason && reported.Add(random.Span))
            {
                bool isSingle = plan.Terms.Random.Count(other => other.Span.Equals(random.Span)) == 1;
                FormulaEdit? removal = isSingle ? FormulaEdits.RemoveTerm(model.Formula!.Value, random.Span) : null;
                report(FormulaFixReport.Of(
                    model, DiagnosticDescriptors.RowKeyEffect, random.Span, [removal is { } edit ? new FormulaFix($"Remove {model.TextOf(random.Span)}", edit) : null], model.TextOf(random.Span), reason));
            }
        }
    }

    /// <summary>Why a combination of groups has one row in each level, in words; null where it is not declared.</summary>
    private static string? OneRowEach(RowModel row, ImmutableArray<RowColumn> groups)
    {
        foreach (RowColumn group in groups)
        {
            foreach (ColumnFact fact in group.Facts)
            {
                if (fact.Kind == FactKind.RowKey)
                {
                    return $"'{group.Name}' is declared [RowKey]";
                }

                if (fact.Kind == FactKind.Time && row.OtherOf(fact) is { } unit && groups.Contains(unit))
                {
                    return $"'{group.Name}' is declared [Time], at which each '{unit.Name}' has one row";
                }
            }
        }

        return null;
    }
}
