using System.Collections.Immutable;
using GlmmDsl.Analyzers.Edits;
using GlmmDsl.Analyzers.Models;
using GlmmDsl.Formulas;
using GlmmDsl.Generators.Symbols;
using Microsoft.CodeAnalysis;

namespace GlmmDsl.Analyzers.Facts;

/// <summary>
/// GLMM214: a random effect for each row of a Gaussian model, by a declared key or time, which the residual is already; also the levels of a declared time under a
/// structure with one variance, which holds that of the residual. Silent for counts and proportions, where it is a model of overdispersion.
/// </summary>
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
                report(FormulaFixReport.Of(model, DiagnosticDescriptors.RowKeyEffect, random.Span, [isSingle ? Removal(model, random) : null], model.TextOf(random.Span), reason, "remove it"));
            }
            else if (HoldsResidual(model, plan, nesting, random) is { } time && reported.Add(random.Span))
            {
                string intercept = $"(1 | {model.TextOf(random.GroupSpan)})";
                (string advice, FormulaFix? fix) = random.Structure switch
                {
                    CovarianceStructure.HomogeneousDiagonal => ("remove it", Removal(model, random)),
                    CovarianceStructure.HomogeneousCompoundSymmetry => ($"write {intercept}, which with the residual gives the same correlation to all times", new FormulaFix($"Write {intercept}", new FormulaEdit(random.Span, intercept))),
                    _ => ($"write ar1(..), whose correlations the residual does not have, or {intercept}", null),
                };
                report(FormulaFixReport.Of(model, DiagnosticDescriptors.RowKeyEffect, random.Span, [fix], model.TextOf(random.Span), time, advice));
            }
        }
    }

    private static FormulaFix? Removal(DeclaredModel model, RandomTerm random) =>
        FormulaEdits.RemoveTerm(model.Formula!.Value, random.Span) is { } removal ? new FormulaFix($"Remove {model.TextOf(random.Span)}", removal) : null;

    /// <summary>
    /// Why a term with one variance has that of the residual in it, in words: each of its effects belongs to one row, and the structure leaves the share of that
    /// variance free. Null where this is not certain: where residual variances differ by weights or a model of the dispersion, the two are told apart.
    /// </summary>
    private static string? HoldsResidual(DeclaredModel model, DesignPlan plan, Nesting nesting, RandomTerm random)
    {
        if (random is not { HasIntercept: false, Terms: { Length: 1 } terms, Structure: CovarianceStructure.HomogeneousDiagonal or CovarianceStructure.HomogeneousCompoundSymmetry or CovarianceStructure.HomogeneousToeplitz }
            || terms[0].Variables is not { Length: 1 } variables
            || !plan.Variables.Any(variable => variable.Name == variables[0].Name && variable.IsCategorical)
            || !model.Specification.Lacks("Weights")
            || !model.Specification.Lacks("Dispersion")
            || nesting.ColumnOf(variables[0]) is not { } time)
        {
            return null;
        }

        ImmutableArray<RowColumn> groups = nesting.GroupsOf(random);
        return time.Facts.Any(fact => fact.Kind == FactKind.Time && model.Row.OtherOf(fact) is { } unit && groups.Contains(unit)) ? OneRowEach(model.Row, groups.Add(time)) : null;
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
