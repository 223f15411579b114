using System.Collections.Immutable;
using GlmmDsl.Analyzers.Edits;
using GlmmDsl.Analyzers.Models;
using GlmmDsl.Formulas;
using Microsoft.CodeAnalysis;

namespace GlmmDsl.Analyzers.Formulas;

/// <summary>
/// GLMM206: a random intercept for the levels of a factor whose means are fixed effects already, so that nothing is left for its variance. Silent for factors nested
/// in others, <c>Machine + (1 | Worker/Machine)</c>, for numbers, and for slopes without an intercept.
/// </summary>
internal sealed class FixedAndRandomFactorRule : ModelRule
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> Descriptors { get; } = ImmutableArray.Create(DiagnosticDescriptors.FixedAndRandomFactor);

    /// <inheritdoc/>
    public override void Check(DeclaredModel model, Action<Diagnostic> report)
    {
        if (model.Plan is not { } plan)
        {
            return;
        }

        foreach (PlanRandomTerm random in plan.Random.Where(random => random.Source.HasIntercept))
        {
            if (FixedTermOf(plan, random.Source) is { } term)
            {
                report(FormulaFixReport.Of(
                    model, DiagnosticDescriptors.FixedAndRandomFactor, random.Source.Span, [WithoutFixed(model, plan, term, random.Source), WithoutRandom(model, plan, random.Source)], random.GroupName, term.Name));
            }
        }
    }

    /// <summary>Whether the fixed effects give the groups of a random term, or cells within them, means of their own.</summary>
    public static bool IsFixedToo(DesignPlan plan, RandomTerm random) => FixedTermOf(plan, random) is not null;

    // A term of factors has, with those inside it, a column for each cell, and cells of more factors divide the groups further.
    private static PlanTerm? FixedTermOf(DesignPlan plan, RandomTerm random)
    {
        var group = new HashSet<string>(random.Group.Select(NameOf), StringComparer.Ordinal);
        return plan.Fixed.FirstOrDefault(t => t.Factors.Length >= group.Count && t.Factors.All(f => f.Variable.IsCategorical) && group.IsSubsetOf(t.Factors.Select(f => NameOf(f.Variable.Variable))));
    }

    private static string NameOf(Variable variable) =>
        FormulaWalk.Unwrap(variable.Expression) is CallSyntax { Function.Name: "factor" or "as.factor", Arguments: { Length: 1 } arguments } ? FormulaWalk.Unwrap(arguments[0].Value).ToString() : variable.Expression.ToString();

    private static FormulaFix? WithoutFixed(DeclaredModel model, DesignPlan plan, PlanTerm term, RandomTerm random)
    {
        bool isAlone = term.Factors.Length == 1 && !plan.Fixed.Any(t => t != term && t.Factors.Any(f => f.Variable.Name == term.Factors[0].Variable.Name));
        return isAlone && IsWritten(model, term.Span, term.Name) && FormulaEdits.RemoveTerm(model.Formula!.Value, term.Span) is { } removal
            ? new FormulaFix($"Take {term.Name} out of the fixed effects", removal)
            : null;
    }

    private static FormulaFix? WithoutRandom(DeclaredModel model, DesignPlan plan, RandomTerm random)
    {
        if (plan.Terms.Random.Count(other => other.Span.Equals(random.Span)) != 1)
        {
            return null;
        }

        if (!random.Terms.IsEmpty)
        {
            return FormulaWalk.Bars(plan.Terms.Syntax.Right).FirstOrDefault(bar => random.Span.Start <= bar.Span.Start && bar.Span.End <= random.Span.End) is { } bar
                ? new FormulaFix($"Remove the random intercept of {random.GroupName}", FormulaEdits.WithoutIntercept(bar.Left))
                : null;
        }

        return FormulaEdits.RemoveTerm(model.Formula!.Value, random.Span) is { } removal ? new FormulaFix($"Remove the random intercept of {random.GroupName}", removal) : null;
    }

    private static bool IsWritten(DeclaredModel model, TextSpan span, string name) => model.TextOf(span) == name;
}
