using System.Collections.Immutable;
using GlmmDsl.Analyzers.Edits;
using GlmmDsl.Analyzers.Models;
using GlmmDsl.Formulas;
using Microsoft.CodeAnalysis;

namespace GlmmDsl.Analyzers.Formulas;

/// <summary>
/// Rules about factors whose levels the compiler knows. GLMM108: a factor of one level among the fixed effects. GLMM212: more variances and correlations than data
/// usually determine. GLMM213: a variance between fewer than five groups.
/// </summary>
internal sealed class KnownLevelsRule : ModelRule
{
    private const int FewestGroups = 5;
    private const int MostParameters = 15;

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> Descriptors { get; } =
        ImmutableArray.Create(DiagnosticDescriptors.Aliased, DiagnosticDescriptors.ManyCovarianceParameters, DiagnosticDescriptors.FewGroups);

    /// <inheritdoc/>
    public override void Check(DeclaredModel model, Action<Diagnostic> report)
    {
        if (model.Plan is not { } plan)
        {
            return;
        }

        foreach (PlanTerm term in plan.Fixed)
        {
            if (term is { Factors: { Length: 1 } factors } && factors[0].Variable is { IsCategorical: true, Levels: { IsDefault: false, Length: 1 } levels })
            {
                bool isAlone = plan.Fixed.Count(t => t.Factors.Any(f => f.Variable.Name == factors[0].Variable.Name)) == 1 && model.TextOf(term.Span) == term.Name;
                FormulaEdit? removal = isAlone ? FormulaEdits.RemoveTerm(model.Formula!.Value, term.Span) : null;
                report(FormulaFixReport.Of(
                    model,
                    DiagnosticDescriptors.Aliased,
                    term.Span,
                    [removal is { } edit ? new FormulaFix($"Remove {term.Name}", edit) : null],
                    $"'{term.Name}' has one level, '{levels[0]}', and no effect that could be told from the intercept: remove it"));
            }
        }

        foreach (PlanRandomTerm random in plan.Random.Where(r => !SwappedBarRule.IsSwapped(model, r.Source)))
        {
            CheckParameters(model, random, report);
            bool isWritten = random.Group.Length == 1 || plan.Terms.Random.Count(other => other.Span.Equals(random.Source.Span)) == 1;
            if (isWritten && LevelsOf(random) is < FewestGroups and var groups && !(random.Source.HasIntercept && FixedAndRandomFactorRule.IsFixedToo(plan, random.Source)))
            {
                report(FormulaFixReport.Of(model, DiagnosticDescriptors.FewGroups, TextSpan.Union(random.Source.Group[0].Expression.Span, random.Source.Group[random.Source.Group.Length - 1].Expression.Span), [AsFixed(model, plan, random)], random.GroupName, groups));
            }
        }
    }

    /// <summary>The levels of a grouping factor, of a combination as many as there can be; null where those of a factor are not known.</summary>
    private static int? LevelsOf(PlanRandomTerm random) =>
        random.Group.All(group => group.Levels is { IsDefault: false, Length: > 0 and < FewestGroups }) ? random.Group.Aggregate(1, (product, group) => product * group.Levels.Length) : null;

    private static void CheckParameters(DeclaredModel model, PlanRandomTerm random, Action<Diagnostic> report)
    {
        RandomTerm source = random.Source;
        if (source.Structure != CovarianceStructure.Unstructured || random.IsIndependent || random.Terms.Any(t => !t.AreLevelsKnown))
        {
            return;
        }

        int columns = random.Terms.Sum(t => t.Columns().Length);
        int parameters = columns * (columns + 1) / 2;
        if (parameters > MostParameters && TypedMembers.TooMany(model.Plan!) is null)
        {
            string text = model.TextOf(source.Span);
            report(SourceFix.Report(
                DiagnosticDescriptors.ManyCovarianceParameters, model.Place(source.Span), [WithStructure(model, source, text, "diag"), WithStructure(model, source, text, "cs")], text, columns, parameters));
        }
    }

    /// <summary>The term under a structure with fewer parameters; fixes of one structure are applied together.</summary>
    private static SourceFix? WithStructure(DeclaredModel model, RandomTerm term, string text, string structure)
    {
        FormulaEdit? edit = text.StartsWith("(", StringComparison.Ordinal) ? FormulaEdits.Insert(term.Span.Start, structure)
            : text.StartsWith("us(", StringComparison.Ordinal) ? new FormulaEdit(new TextSpan(term.Span.Start, 2), structure)
            : null;
        return edit is { } change && SourceFix.In(model.Formula, new FormulaFix($"Write {structure}{text.Substring(text.IndexOf('('))}", change)) is { } fix ? fix with { Kind = structure } : null;
    }

    /// <summary>The factor as a fixed effect in place of its random intercept.</summary>
    private static FormulaFix? AsFixed(DeclaredModel model, DesignPlan plan, PlanRandomTerm random)
    {
        RandomTerm source = random.Source;
        return source.Terms.IsEmpty && source.HasIntercept && source.Group.Length == 1 && plan.Terms.Random.Count(other => other.Span.Equals(source.Span)) == 1 && model.TextOf(source.Span).StartsWith("(", StringComparison.Ordinal)
            ? new FormulaFix($"Make {source.GroupName} a fixed effect", new FormulaEdit(source.Span, source.Group[0].Label))
            : null;
    }
}
