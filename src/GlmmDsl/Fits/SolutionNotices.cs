using System.Collections.Immutable;
using GlmmDsl.Data;
using GlmmDsl.Design;
using GlmmDsl.Fitting;
using GlmmDsl.Fitting.Columns;
using GlmmDsl.Fitting.Generalized;
using GlmmDsl.Fitting.Linear;
using GlmmDsl.Fitting.Linear.Criteria;

namespace GlmmDsl.Fits;

/// <summary>What the engine's answer gives cause to notice: no certified optimum, vanished components, aliased columns.</summary>
internal static class SolutionNotices
{
    private const int MostNames = 5;

    /// <summary>Makes notices 501, 502, 503, 516 and, where the solution itself lost digits, 513.</summary>
    public static IEnumerable<Notice> Of(ModelMatrices matrices, IModelSolution solution)
    {
        if (solution.Verdict == Verdict.NotConverged)
        {
            string reason = solution.VerdictReason.Length > 0 ? solution.VerdictReason : "the optimum could not be certified";
            string remedy = solution is GeneralizedSolution { Separation: not null }
                ? "the notice of separation names the coefficients concerned"
                : "look for predictors of very different scales, or simplify the random effects";
            string where = solution is GeneralizedSolution { Failure: { } failure }
                ? FormattableString.Invariant($" On the way the random effects could not be solved for; row {failure.Row}, with a linear predictor of {failure.LinearPredictor:G4}, stood out.")
                : "";
            yield return new Notice(NoticeId.NotConverged, $"The fit did not converge: {reason.TrimEnd('.')}.{where} Do not rely on its estimates; {remedy}.", []);
        }

        if (!solution.Unidentified.IsEmpty)
        {
            yield return NotIdentified(matrices, solution);
        }

        if (solution.Verdict == Verdict.Singular && (solution.Unidentified.IsEmpty || !solution.Vanished.IsEmpty))
        {
            yield return Singular(matrices, solution);
        }

        if (!solution.Aliased.IsEmpty)
        {
            yield return RankDeficient(matrices, solution.Aliased);
        }

        if (solution is LinearMixedSolution { Rounding.Criterion: > CriterionRounding.Noticeable } linear)
        {
            yield return LostDigits(matrices, linear);
        }
    }

    private static Notice LostDigits(ModelMatrices matrices, LinearMixedSolution solution)
    {
        int column = solution.Rounding.Column;
        string[] subjects = column < 0 ? [] : [matrices.FixedNames[solution.Kept[column]]];
        string cause = column < 0
            ? "fixed and random effects reproduce the response almost exactly"
            : $"{ValueText.Quote(subjects[0])} is almost determined by other columns and the random effects";
        return new Notice(
            NoticeId.ExtremeScale,
            FormattableString.Invariant($"Digits were lost: {cause}. Rounding may have moved −2 log L by about {solution.Rounding.Criterion:0.#E+0}; compare criteria only by larger differences."),
            [.. subjects]);
    }

    private static Notice Singular(ModelMatrices matrices, IModelSolution solution)
    {
        string[] findings = [.. solution.Vanished.Select(v => Describe(matrices.Random[v.Term], v.Column))];
        string found = findings.Length > 0 ? string.Join("; ", findings) : "a combination of random effects has no variance";
        return new Notice(
            NoticeId.Singular,
            $"The fit is singular: {found}. The data do not support all the random effects asked for; the estimates are valid, and a simpler model without those that vanished fits as well.",
            [.. solution.Vanished.Select(v => matrices.Random[v.Term].Group.Name).Distinct()]);
    }

    private static Notice NotIdentified(ModelMatrices matrices, IModelSolution solution)
    {
        string[] names = [.. solution.Unidentified.Select(u => $"{matrices.Random[u.Term].ColumnNames[u.Column]} for {matrices.Random[u.Term].Group.Name}").Distinct()];
        string[] groups = [.. solution.Unidentified.Select(u => matrices.Random[u.Term].Group.Name).Distinct()];
        string[] open = [.. solution.Kept.Where((_, k) => double.IsNaN(solution.Covariance[k, k])).Select(column => matrices.FixedNames[column])];
        string what = names.Length == 1 ? $"The variance of {names[0]} is not identified" : $"The variances of {Few([.. names])} are not identified";
        bool isOne = names.Length == 1;
        string why = solution.IsReml
            ? $"so the REML criterion is the same whatever {(isOne ? "it is: it has" : "they are: they have")} no estimate"
              + (open.Length == 0 ? "" : $", and neither have the standard errors that depend on {(isOne ? "it" : "them")} ({Few([.. open])})")
            : $"so {(isOne ? "its estimate follows" : "their estimates follow")} from the design alone, whatever the response: maximum likelihood sets to zero what the fixed effects take up";
        string group = string.Join(" and ", groups);
        return new Notice(
            NoticeId.NotIdentified,
            $"{what}: the fixed effects have a separate coefficient for every level of {group}, {why}. Take {group} out of the fixed effects to estimate how its levels vary, or leave out the random term to compare just these levels.",
            [.. groups]);
    }

    private static string Describe(RandomEffectsTerm term, int column)
    {
        if (column >= 0)
        {
            return $"the variance of {term.ColumnNames[column]} between levels of {term.Group.Name} is estimated as zero";
        }

        return term.Width == 2
            ? $"the random effects {term.ColumnNames[0]} and {term.ColumnNames[1]} of {term.Group.Name} are perfectly correlated"
            : $"some random effects of {term.Group.Name} ({Few(term.ColumnNames)}) are perfectly correlated";
    }

    private static Notice RankDeficient(ModelMatrices matrices, ImmutableArray<AliasedColumn> aliased)
    {
        IEnumerable<string> findings = aliased.Take(MostNames).Select(a =>
        {
            string name = ValueText.Quote(matrices.FixedNames[a.Column]);
            return a.With.IsEmpty
                ? $"{name} is zero in every row"
                : $"{name} is determined by {Few([.. a.With.Select(k => matrices.FixedNames[k])])}";
        });
        string more = aliased.Length > MostNames ? FormattableString.Invariant($"; and {aliased.Length - MostNames} more") : "";
        string columns = aliased.Length == 1 ? "One column of the fixed effects was" : FormattableString.Invariant($"{aliased.Length} columns of the fixed effects were");
        return new Notice(
            NoticeId.RankDeficient,
            $"{columns} dropped, because the data cannot distinguish it from the columns before it: {string.Join("; ", findings)}{more}. Its coefficient has no estimate; remove the term, or one of those that determine it.",
            [.. aliased.Select(a => matrices.FixedNames[a.Column])],
            aliased.Length);
    }

    private static string Few(ImmutableArray<string> names) =>
        names.Length <= MostNames ? string.Join(", ", names) : string.Join(", ", names.Take(MostNames)) + ", …";
}
