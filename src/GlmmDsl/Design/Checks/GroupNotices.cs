namespace GlmmDsl.Design.Checks;

/// <summary>Notices about grouping factors: few levels, levels of one row, factors that split the rows in the same way.</summary>
internal static class GroupNotices
{
    /// <summary>Below this number of levels a variance between groups is hardly estimable (Gelman and Hill 2007, p. 247; Bolker 2015).</summary>
    public const int FewLevels = 5;

    /// <summary>What the variance of a group of single rows is hard to tell from in a linear model.</summary>
    public const string ResidualVariance = "the residual variance";

    /// <summary>
    /// What it is hard to tell from in the model at hand; null where one random effect per row is a sensible model: counts, and successes of several
    /// trials, where it makes overdispersion part of the model.
    /// </summary>
    /// <param name="form">The response's form.</param>
    /// <param name="trials">Trials of the rows used; null for other forms.</param>
    public static string? Confounded(ResponseForm form, double[]? trials) => form switch
    {
        ResponseForm.Number => ResidualVariance,
        ResponseForm.Successes when !trials.AsSpan().ContainsAnyExcept(1.0) => "the variation of a single trial",
        _ => null,
    };

    /// <summary>Adds the notices of all groups.</summary>
    /// <param name="terms">The random-effects terms.</param>
    /// <param name="confounded">See <see cref="Confounded"/>.</param>
    /// <param name="notices">Receives them.</param>
    public static void Add(IReadOnlyList<RandomEffectsTerm> terms, string? confounded, List<Notice> notices)
    {
        GroupingFactor[] groups = [.. terms.Select(t => t.Group).Distinct(ReferenceEqualityComparer.Instance).Cast<GroupingFactor>()];
        foreach (GroupingFactor group in groups)
        {
            AddFew(group, notices);
            AddSingleRows(group, RowCounts(group), confounded, notices);
        }

        GroupingFactor[] withIntercept = [.. groups.Where(g => terms.Any(t => ReferenceEquals(t.Group, g) && t.Columns.Contains(null)))];
        for (int i = 0; i < withIntercept.Length; i++)
        {
            for (int j = i + 1; j < withIntercept.Length; j++)
            {
                AddAlike(withIntercept[i], withIntercept[j], notices);
            }
        }
    }

    /// <summary>Adds a notice for few levels.</summary>
    public static void AddFew(GroupingFactor group, List<Notice> notices)
    {
        int levels = group.Levels.Length;
        if (levels < FewLevels)
        {
            notices.Add(new Notice(
                NoticeId.FewGroups,
                FormattableString.Invariant($"The group '{group.Name}' has {levels} levels: the variance between so few is very uncertain. Consider it as a fixed effect."),
                [group.Name],
                levels));
        }
    }

    /// <summary>
    /// Adds a notice when more than half of the levels have one row: only the few others then distinguish the group's variance from what it is confounded with.
    /// </summary>
    public static void AddSingleRows(GroupingFactor group, IReadOnlyCollection<long> rows, string? confounded, List<Notice> notices)
    {
        int single = rows.Count(count => count == 1);
        if (confounded is not null && 2 * single > rows.Count)
        {
            notices.Add(new Notice(
                NoticeId.OneObservationPerGroup,
                FormattableString.Invariant($"{single} of the {rows.Count} levels of the group '{group.Name}' have a single row: its variance is hard to tell from {confounded}."),
                [group.Name],
                single));
        }
    }

    private static long[] RowCounts(GroupingFactor group)
    {
        var rows = new long[group.Levels.Length];
        foreach (int code in group.Codes)
        {
            rows[code]++;
        }

        return rows;
    }

    private static void AddAlike(GroupingFactor a, GroupingFactor b, List<Notice> notices)
    {
        if (!SplitAlike(a, b))
        {
            return;
        }

        // (1 | a/b) gives b:a and a: when they are the same, each level of a has one level of b.
        GroupingFactor whole = a.Name.Length < b.Name.Length ? a : b;
        GroupingFactor part = ReferenceEquals(whole, a) ? b : a;
        string suffix = ":" + whole.Name;
        string text = part.Name.EndsWith(suffix, StringComparison.Ordinal)
            ? $"The formula nests '{part.Name[..^suffix.Length]}' in '{whole.Name}', but every level of '{whole.Name}' has only one level of '{part.Name[..^suffix.Length]}': the groups '{part.Name}' and '{whole.Name}' are the same rows and their variances cannot be told apart. If '{whole.Name}' is nested in '{part.Name[..^suffix.Length]}', swap the two; else leave one out."
            : $"The groups '{a.Name}' and '{b.Name}' split the rows in the same way: their variances cannot be told apart. Leave one out.";
        notices.Add(new Notice(NoticeId.NestingDiffersFromFormula, text, [a.Name, b.Name]));
    }

    private static bool SplitAlike(GroupingFactor a, GroupingFactor b)
    {
        if (a.Levels.Length != b.Levels.Length)
        {
            return false;
        }

        var partner = new int[a.Levels.Length];
        Array.Fill(partner, -1);
        for (int row = 0; row < a.Codes.Length; row++)
        {
            ref int known = ref partner[a.Codes[row]];
            if (known >= 0 && known != b.Codes[row])
            {
                return false;
            }

            known = b.Codes[row];
        }

        return true;
    }
}
