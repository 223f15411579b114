using System.Collections.Immutable;
using GlmmDsl.Covariance;
using GlmmDsl.Data;
using GlmmDsl.Design;
using GlmmDsl.Fitting;
using GlmmDsl.Fitting.Columns;

namespace GlmmDsl.Fits;

/// <summary>The notices that follow from a solution: not converged, singular, variances not identified, aliased columns.</summary>
internal static class SolutionNotices
{
    private const int MostNames = 5;

    /// <summary>Makes notices 501, 502, 503 and 516.</summary>
    public static IEnumerable<Notice> Of(ModelMatrices matrices, IModelSolution solution)
    {
        if (solution.Verdict == Verdict.NotConverged)
        {
            string reason = solution.VerdictReason.Length > 0 ? solution.VerdictReason : "the result could not be shown to be an optimum";
            yield return new Notice(NoticeId.NotConverged, $"The fit did not converge: {reason.TrimEnd('.')}.{solution.Difficulty} Do not rely on its estimates; {solution.Remedy}.", []);
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
    }

    private static Notice Singular(ModelMatrices matrices, IModelSolution solution)
    {
        ImmutableArray<(RandomEffectsTerm Term, string Of)> terms = TermsOf(matrices, solution);
        string[] findings = [.. solution.Vanished.Select(v => Describe(terms[v.Term].Term, v.Column) + terms[v.Term].Of).Distinct()];
        string found = findings.Length > 0 ? string.Join("; ", findings)
            : solution.VerdictReason.Length > 0 ? solution.VerdictReason
            : "a combination of random effects has no variance";
        return new Notice(
            NoticeId.Singular,
            $"The fit is singular: {found}. The data do not support all the random effects of the formula; the estimates are valid, and a model with simpler random effects fits as well.",
            [.. solution.Vanished.Select(v => terms[v.Term].Term.Group.Name).Distinct()]);
    }

    private static Notice NotIdentified(ModelMatrices matrices, IModelSolution solution)
    {
        ImmutableArray<(RandomEffectsTerm Term, string Of)> terms = TermsOf(matrices, solution);
        string[] names = [.. solution.Unidentified.Select(u => $"{terms[u.Term].Term.ColumnNames[u.Column]} for {terms[u.Term].Term.Group.Name}{terms[u.Term].Of}").Distinct()];
        string[] groups = [.. solution.Unidentified.Select(u => terms[u.Term].Term.Group.Name).Distinct()];
        string[] open = [.. solution.Kept.Where((_, k) => double.IsNaN(solution.Covariance[k, k])).Select(column => matrices.FixedNames[column])];
        string what = names.Length == 1 ? $"The variance of {names[0]} is not identified" : $"The variances of {Few([.. names])} are not identified";
        bool isOne = names.Length == 1;
        string why = solution.IsReml
            ? $"so the REML criterion is the same whatever {(isOne ? "it is: it has" : "they are: they have")} no estimate"
              + (open.Length == 0 ? "" : $", and neither have the standard errors that depend on {(isOne ? "it" : "them")} ({Few([.. open])})")
            : $"so {(isOne ? "its estimate follows" : "their estimates follow")} from the design alone, whatever the response: maximum likelihood sets a variance to zero if the fixed effects account for it";
        string group = string.Join(" and ", groups);
        return new Notice(
            NoticeId.NotIdentified,
            $"{what}: the fixed effects have a separate coefficient for every level of {group}, {why}. Take {group} out of the fixed effects to estimate how its levels vary, or leave out the random term to compare just these levels.",
            [.. groups]);
    }

    /// <summary>The terms of all linear predictors in the order of the solution, with the words that tell a term of another predictor than the mean's.</summary>
    private static ImmutableArray<(RandomEffectsTerm Term, string Of)> TermsOf(ModelMatrices matrices, IModelSolution solution) =>
    [
        .. matrices.Random.Select(t => (t, "")),
        .. solution.Others.SelectMany(o => o.Matrices.Random.Select(t => (t, o.Predictor == Families.Predictor.ZeroInflation ? " in the zero inflation" : " in the dispersion"))),
    ];

    private static string Describe(RandomEffectsTerm term, int column)
    {
        if (CovarianceStructures.Of(term) is { SharedName: { } structure } shared && (column < 0 || shared.HasOneDeviation))
        {
            return column < 0
                ? $"the correlations of the random effects of {term.Group.Name} in {structure}(..) are at the end of their range"
                : $"the variance of the random effects of {term.Group.Name} in {structure}(..) is estimated as zero";
        }

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
