using System.Collections.Immutable;
using GlmmDsl.Analyzers.Edits;
using GlmmDsl.Analyzers.Facts;
using GlmmDsl.Analyzers.Models;
using GlmmDsl.Formulas;
using Microsoft.CodeAnalysis;

namespace GlmmDsl.Analyzers.Formulas;

/// <summary>GLMM205: a random slope of something that the fixed effects do not contain.</summary>
internal sealed class SlopeWithoutFixedEffectRule : ModelRule
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> Descriptors { get; } = ImmutableArray.Create(DiagnosticDescriptors.SlopeWithoutFixedEffect);

    /// <inheritdoc/>
    public override void Check(DeclaredModel model, Action<Diagnostic> report)
    {
        if (model.Plan is not { } plan)
        {
            return;
        }

        var reported = new HashSet<string>(StringComparer.Ordinal);
        var categorical = new HashSet<string>(plan.Variables.Where(variable => variable.IsCategorical).Select(variable => variable.Name), StringComparer.Ordinal);
        foreach (RandomTerm random in plan.Terms.Random)
        {
            // Under the other structures the levels of a factor are repeated measures of one quantity (times, items), not slopes.
            bool isOfMeasures = random.Structure is not (CovarianceStructure.Unstructured or CovarianceStructure.Diagonal);
            foreach (Term slope in random.Terms.Where(slope => !SwappedBarRule.IsSwapped(model, random)
                && !(isOfMeasures && (TimeStructures.IsOverTime(random.Structure) || slope.Variables.All(variable => categorical.Contains(variable.Name))))
                && !plan.Terms.Fixed.Any(term => Holds(term, slope, categorical))))
            {
                TextSpan place = PlaceOf(slope, plan, random);
                if (!HoldsAlias(model, plan, slope) && !ArithmeticInTermsRule.Reports(model, place) && reported.Add(slope.Name))
                {
                    report(FormulaFixReport.Of(model, DiagnosticDescriptors.SlopeWithoutFixedEffect, place, [Add(slope, random)], slope.Name));
                }
            }
        }
    }

    private static FormulaFix Add(Term slope, RandomTerm random)
    {
        string term = string.Join(":", slope.Variables.Select(variable => variable.Expression.ToString()));
        return new FormulaFix($"Add {term} to the fixed effects", FormulaEdits.Insert(random.Span.Start, term + " + "));
    }

    /// <summary>Whether the columns of a fixed term can span those of a slope: all its variables are in it in one form or another.</summary>
    private static bool Holds(Term term, Term slope, HashSet<string> categorical)
    {
        // Whatever is computed from factors is constant in each cell of them, and a term has a column for every cell.
        var factors = new HashSet<string>(term.Variables.Where(variable => categorical.Contains(variable.Name)).Select(variable => AsLevels(variable.Expression)).OfType<NameSyntax>().Select(name => name.Name), StringComparer.Ordinal);
        return slope.Variables.All(variable =>
            term.Variables.Any(other => SlopeBasis.Holds(other.Expression, variable.Expression))
            || (FormulaWalk.Names(variable.Expression).ToList() is { Count: > 0 } names && names.All(name => factors.Contains(name.Name))));
    }

    /// <summary>Whether the fixed effects hold a column that says the same as the slope's, as <c>[Aliases]</c> declares.</summary>
    private static bool HoldsAlias(DeclaredModel model, DesignPlan plan, Term slope)
    {
        var nesting = new Nesting(model.Row);
        return slope.Variables is { Length: 1 } variables
            && nesting.ColumnOf(variables[0]) is { } column
            && plan.Terms.Fixed.Any(term => term.Variables.Length == 1 && nesting.ColumnOf(term.Variables[0]) is { } other && nesting.AreAliases(column, other));
    }

    private static ExpressionSyntax AsLevels(ExpressionSyntax expression) =>
        FormulaWalk.Unwrap(expression) is CallSyntax { Function.Name: "factor" or "as.factor" or "I", Arguments: { Length: 1 } arguments } ? FormulaWalk.Unwrap(arguments[0].Value) : expression;

    private static TextSpan PlaceOf(Term slope, DesignPlan plan, RandomTerm random)
    {
        BinarySyntax? bar = FormulaWalk.Bars(plan.Terms.Syntax.Right).FirstOrDefault(b => random.Span.Start <= b.Span.Start && b.Span.End <= random.Span.End);
        return bar is null || (bar.Left.Span.Start <= slope.Span.Start && slope.Span.End <= bar.Left.Span.End) ? slope.Span : bar.Left.Span;
    }
}
