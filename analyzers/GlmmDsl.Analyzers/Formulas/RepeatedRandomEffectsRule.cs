using System.Collections.Immutable;
using GlmmDsl.Analyzers.Edits;
using GlmmDsl.Analyzers.Models;
using GlmmDsl.Formulas;
using Microsoft.CodeAnalysis;

namespace GlmmDsl.Analyzers.Formulas;

/// <summary>GLMM203 and GLMM204: terms that give one group the same random effects, the intercept or all of them.</summary>
internal sealed class RepeatedRandomEffectsRule : ModelRule
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> Descriptors { get; } =
        ImmutableArray.Create(DiagnosticDescriptors.RepeatedIntercept, DiagnosticDescriptors.DuplicateRandomTerm);

    /// <inheritdoc/>
    public override void Check(DeclaredModel model, Action<Diagnostic> report)
    {
        if (model.Plan is not { } plan)
        {
            return;
        }

        var reported = new HashSet<TextSpan>();
        ImmutableArray<RandomTerm> terms = plan.Terms.Random;
        for (int j = 1; j < terms.Length; j++)
        {
            // Parts of one expression differ by how it expands; only terms written twice are searched for.
            foreach (RandomTerm first in terms.Take(j).Where(term => !term.Span.Equals(terms[j].Span) && GroupKey(term) == GroupKey(terms[j])))
            {
                RandomTerm second = terms[j];
                DiagnosticDescriptor? rule = RuleOf(first, second) ?? (AllLevels(plan, first, second) is null ? null : DiagnosticDescriptors.RepeatedIntercept);
                if (rule is not null && reported.Add(second.Span))
                {
                    report(Report(model, plan, rule, first, second));
                }
            }
        }
    }

    private static DiagnosticDescriptor? RuleOf(RandomTerm first, RandomTerm second)
    {
        // One column has the same covariance under every structure.
        bool isSameStructure = first.Structure == second.Structure || (first.Terms.IsEmpty && second.Terms.IsEmpty);
        if (isSameStructure && ContentKey(first) == ContentKey(second))
        {
            return DiagnosticDescriptors.DuplicateRandomTerm;
        }

        // A structure that ties its variances together tells its intercept from another one.
        return first.HasIntercept && second.HasIntercept && HasFreeIntercept(first) && HasFreeIntercept(second) ? DiagnosticDescriptors.RepeatedIntercept : null;
    }

    private static bool HasFreeIntercept(RandomTerm term) => term.Terms.IsEmpty || term.Structure is CovarianceStructure.Unstructured or CovarianceStructure.Diagonal;

    private static Diagnostic Report(DeclaredModel model, DesignPlan plan, DiagnosticDescriptor rule, RandomTerm first, RandomTerm second)
    {
        string shown = model.TextOf(second.Span);
        string other = model.TextOf(first.Span);
        if (rule == DiagnosticDescriptors.DuplicateRandomTerm)
        {
            string effects = string.Join(" + ", (second.HasIntercept ? ["1"] : Array.Empty<string>()).Concat(second.Terms.Select(term => term.Name))) + " | " + second.GroupName;
            RandomTerm? removable = IsSingle(plan, second) ? second : IsSingle(plan, first) ? first : null;
            string fault = shown == other ? $"'{shown}' occurs twice"
                : IsTerm(shown, effects) ? $"'{shown}' is already part of '{other}'"
                : IsTerm(other, effects) ? $"'{shown}' already contains '{other}'"
                : $"'{shown}' repeats the random effects ({effects}) of '{other}'";
            return FormulaFixReport.Of(model, rule, second.Span, [removable is null ? null : Remove(model, removable)], fault);
        }

        if (AllLevels(plan, first, second) is { } levels)
        {
            FormulaFix? remove = IsSingle(plan, levels.Intercept) ? Remove(model, levels.Intercept) : null;
            string fault = $"an effect at each level of '{levels.Factor}', with all their covariances, which contain the random intercept of '{model.TextOf(levels.Intercept.Span)}': remove that, or write diag(..) round the other";
            return FormulaFixReport.Of(model, rule, second.Span, [remove], model.TextOf(levels.Term.Span), second.GroupName, fault);
        }

        return FormulaFixReport.Of(
            model,
            rule,
            second.Span,
            [Merge(model, plan, first, second), WithoutIntercept(model, plan, first, second)],
            shown,
            second.GroupName,
            $"a second random intercept beside '{other}': their variances cannot be told apart; merge the terms, or write 0 + in one of them");
    }

    /// <summary>
    /// Of two terms of a group the one that is a random intercept alone, and the one that has an effect for each level of a factor, freely correlated: their covariance matrix
    /// may have any constant added to it, the variance of the intercept. Null for other pairs.
    /// </summary>
    private static (RandomTerm Intercept, RandomTerm Term, string Factor)? AllLevels(DesignPlan plan, RandomTerm first, RandomTerm second)
    {
        (RandomTerm intercept, RandomTerm term) = first.HasIntercept ? (first, second) : (second, first);
        return intercept is { HasIntercept: true, Terms.IsEmpty: true }
            && term is { HasIntercept: false, Structure: CovarianceStructure.Unstructured, Terms: { Length: 1 } terms }
            && plan.Random.FirstOrDefault(r => r.Source == term) is { IsIndependent: false, Terms: { Length: 1 } planned }
            && planned[0].Factors is { Length: 1 } factors
            && factors[0].Variable.IsCategorical
                ? (intercept, term, terms[0].Name)
                : null;
    }

    private static bool IsTerm(string text, string effects) => WithoutBlanks(text) == "(" + WithoutBlanks(effects) + ")";

    private static string WithoutBlanks(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));

    private static FormulaFix? Remove(DeclaredModel model, RandomTerm term) =>
        FormulaEdits.RemoveTerm(model.Formula!.Value, term.Span) is { } edit ? new FormulaFix($"Remove {model.TextOf(term.Span)}", edit) : null;

    private static FormulaFix? Merge(DeclaredModel model, DesignPlan plan, RandomTerm first, RandomTerm second)
    {
        if (!IsSingle(plan, first) || !IsSingle(plan, second) || first.Structure != CovarianceStructure.Unstructured || second.Structure != CovarianceStructure.Unstructured
            || BarOf(plan, first) is not { } firstBar || BarOf(plan, second) is not { } secondBar)
        {
            return null;
        }

        RandomTerm removed = first.Terms.IsEmpty ? first : second;
        if (FormulaEdits.RemoveTerm(model.Formula!.Value, removed.Span) is not { } removal)
        {
            return null;
        }

        string added = string.Join(" + ", second.Terms.Where(term => first.Terms.All(t => t.Name != term.Name)).Select(term => model.TextOf(term.Span)));
        FormulaEdit[] edits = first.Terms.IsEmpty || added.Length == 0
            ? [removal]
            : [FormulaEdits.Insert(firstBar.Left.Span.End, " + " + added), removal];
        BinarySyntax kept = first.Terms.IsEmpty ? secondBar : firstBar;
        string left = model.TextOf(kept.Left.Span) + (edits.Length > 1 ? " + " + added : "");
        return new FormulaFix($"Merge into ({left} | {model.TextOf(kept.Right.Span)})", edits);
    }

    private static FormulaFix? WithoutIntercept(DeclaredModel model, DesignPlan plan, RandomTerm first, RandomTerm second)
    {
        RandomTerm? changed = new[] { second, first }.FirstOrDefault(term => !term.Terms.IsEmpty && IsSingle(plan, term));
        return changed is null || BarOf(plan, changed) is not { } bar
            ? null
            : new FormulaFix($"Write 0 + in {model.TextOf(changed.Span)}", FormulaEdits.WithoutIntercept(bar.Left));
    }

    /// <summary>Whether the term as written expands to this one alone, so that an edit of it changes nothing else.</summary>
    private static bool IsSingle(DesignPlan plan, RandomTerm term) => plan.Terms.Random.Count(other => other.Span.Equals(term.Span)) == 1;

    private static BinarySyntax? BarOf(DesignPlan plan, RandomTerm term) =>
        FormulaWalk.Bars(plan.Terms.Syntax.Right).FirstOrDefault(bar => term.Span.Start <= bar.Span.Start && bar.Span.End <= term.Span.End);

    private static string GroupKey(RandomTerm term) => Key(term.Group.Select(variable => AsLevels(variable.Expression).ToString()));

    /// <summary>A grouping factor without the <c>factor(..)</c> that any column becomes where it groups.</summary>
    private static ExpressionSyntax AsLevels(ExpressionSyntax group)
    {
        ExpressionSyntax bare = FormulaWalk.Unwrap(group);
        while (bare is CallSyntax { Function.Name: "factor" or "as.factor", Arguments: { Length: 1 } arguments })
        {
            bare = FormulaWalk.Unwrap(arguments[0].Value);
        }

        return bare;
    }

    private static string ContentKey(RandomTerm term) =>
        (term.HasIntercept ? "1" : "0") + ";" + Key(term.Terms.Select(t => Key(t.Variables.Select(Printed))));

    private static string Printed(Variable variable) => variable.Expression.ToString();

    private static string Key(IEnumerable<string> names) => string.Join("\u0001", names.OrderBy(name => name, StringComparer.Ordinal));
}
