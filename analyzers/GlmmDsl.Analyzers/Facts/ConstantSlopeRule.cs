using System.Collections.Immutable;
using GlmmDsl.Analyzers.Edits;
using GlmmDsl.Analyzers.Models;
using GlmmDsl.Formulas;
using GlmmDsl.Generators.Symbols;
using Microsoft.CodeAnalysis;

namespace GlmmDsl.Analyzers.Facts;

/// <summary>
/// GLMM207: a random slope of a column that has one value in each group. Silent without an intercept, <c>(0 + Age | Patient)</c>, and for independent effects of a factor's
/// levels, which give each level a variance of its own.
/// </summary>
internal sealed class ConstantSlopeRule() : FactRule(DiagnosticDescriptors.ConstantSlope)
{
    /// <inheritdoc/>
    protected override void Check(DeclaredModel model, DesignPlan plan, Action<Diagnostic> report)
    {
        var nesting = new Nesting(model.Row);
        var categorical = new HashSet<string>(plan.Variables.Where(v => v.IsCategorical).Concat(plan.Random.SelectMany(t => t.Terms).SelectMany(t => t.Factors).Select(f => f.Variable).Where(v => v.IsCategorical)).Select(v => v.Name), StringComparer.Ordinal);
        var reported = new HashSet<TextSpan>();
        foreach (RandomTerm random in plan.Terms.Random)
        {
            RandomTerm written = random.Whole ?? random;
            ImmutableArray<RowColumn> groups = nesting.GroupsOf(random);
            foreach (Term slope in random.Terms)
            {
                bool isFactor = slope.Variables.Any(v => categorical.Contains(v.Name));
                bool isVarianceOfItsOwn = random.Structure == CovarianceStructure.HomogeneousDiagonal || random.Structure == CovarianceStructure.Diagonal ? isFactor || !written.HasIntercept : !written.HasIntercept && !isFactor && written.Terms.Length == 1;
                if (!isVarianceOfItsOwn && groups.FirstOrDefault(_ => IsConstant(model, nesting, slope, groups)) is not null && reported.Add(slope.Span))
                {
                    report(FormulaFixReport.Of(model, DiagnosticDescriptors.ConstantSlope, slope.Span, [Without(model, plan, slope, random)], slope.Name, random.GroupName, model.TextOf(random.Span)));
                }
            }
        }
    }

    private static bool IsConstant(DeclaredModel model, Nesting nesting, Term slope, ImmutableArray<RowColumn> groups) =>
        slope.Variables.SelectMany(v => FormulaWalk.Names(v.Expression)).Select(name => model.Row.Find(name.Name)).All(column => column is not null && nesting.IsConstantWithin(column, groups));

    private static FormulaFix? Without(DeclaredModel model, DesignPlan plan, Term slope, RandomTerm random)
    {
        BinarySyntax? bar = FormulaWalk.Bars(plan.Terms.Syntax.Right).FirstOrDefault(b => random.Span.Start <= b.Span.Start && b.Span.End <= random.Span.End);
        if (bar is null || model.TextOf(slope.Span) != slope.Name || slope.Span.Start < bar.Left.Span.Start || slope.Span.End > bar.Left.Span.End)
        {
            return null;
        }

        string title = $"Take {slope.Name} out of {model.TextOf(random.Span)}";
        return bar.Left.Span.Equals(slope.Span)
            ? new FormulaFix(title, new FormulaEdit(slope.Span, "1"))
            : FormulaWalk.Unwrap(bar.Left) is BinarySyntax { Operator: BinaryOperator.Add } && FormulaEdits.RemoveTerm(model.Formula!.Value, slope.Span) is { } removal ? new FormulaFix(title, removal) : null;
    }
}
