using System.Collections.Immutable;
using GlmmDsl.Data;
using GlmmDsl.Design.Frame;

namespace GlmmDsl.Design;

/// <summary>A factor cut to the levels that occur among the rows used.</summary>
/// <param name="Levels">The levels with rows, in their order.</param>
/// <param name="Codes">For each row used, the index of its level.</param>
/// <param name="Dropped">The levels without rows.</param>
/// <param name="LostReference">Whether the first level is among the dropped.</param>
internal sealed record OccurringLevels(ImmutableArray<string> Levels, int[] Codes, ImmutableArray<string> Dropped, bool LostReference)
{
    /// <summary>What is to be noticed of how the factor's levels were found.</summary>
    public ImmutableArray<Notice> Found { get; init; } = [];

    /// <summary>Cuts a factor to the rows used; none of them may be missing.</summary>
    public static OccurringLevels Of(FactorColumn factor, RowSelection rows)
    {
        int[] codes = rows.Take(factor.Array);
        var hasRows = new bool[factor.Levels.Length];
        foreach (int code in codes)
        {
            hasRows[code] = true;
        }

        if (!hasRows.AsSpan().Contains(false))
        {
            return new OccurringLevels(factor.Levels, codes, [], LostReference: false) { Found = factor.Notices };
        }

        var indexOfLevel = new int[hasRows.Length];
        var kept = ImmutableArray.CreateBuilder<string>();
        var dropped = ImmutableArray.CreateBuilder<string>();
        for (int level = 0; level < hasRows.Length; level++)
        {
            indexOfLevel[level] = kept.Count;
            (hasRows[level] ? kept : dropped).Add(factor.Levels[level]);
        }

        return new OccurringLevels(
            kept.ToImmutable(),
            Array.ConvertAll(codes, code => indexOfLevel[code]),
            dropped.ToImmutable(),
            LostReference: !hasRows[0])
        { Found = factor.Notices };
    }

    /// <summary>Says which levels were dropped, if any, and what there is to notice of those found.</summary>
    /// <param name="name">The factor's name.</param>
    /// <param name="isCoded">Whether the factor has a reference level: a predictor, not a grouping factor.</param>
    /// <param name="notices">Where to say it.</param>
    public void AddNotice(string name, bool isCoded, List<Notice> notices)
    {
        foreach (Notice found in Found)
        {
            // Of one whose rows were left out there is nothing to say; a factor used twice is noticed once.
            if (found.Subjects.Skip(1).Any(level => Levels.Contains(level)) && !notices.Any(n => n.Id == found.Id && n.Text == found.Text))
            {
                notices.Add(found);
            }
        }

        if (Dropped.IsEmpty || notices.Any(n => n.Id == NoticeId.LevelsDropped && n.Subjects[0] == name))
        {
            return;
        }

        string reference = isCoded && LostReference ? $" The first level is among them: {ValueText.Quote(Levels[0])} takes its place." : "";
        (string levels, string were) = Dropped.Length == 1 ? ("Level", "was") : ("Levels", "were");
        notices.Add(new Notice(
            NoticeId.LevelsDropped,
            $"{levels} {ValueText.QuoteFew(Dropped)} of '{name}' had no rows and {were} dropped.{reference}",
            [name, .. Dropped],
            Dropped.Length));
    }
}
