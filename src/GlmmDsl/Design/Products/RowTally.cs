using System.Collections.Immutable;
using GlmmDsl.Data;

namespace GlmmDsl.Design.Products;

/// <summary>How many rows a model left out, and why.</summary>
/// <param name="Total">The number of rows read.</param>
/// <param name="Omitted">Those with a missing value.</param>
/// <param name="Computed">Of these, those in which only an expression is missing, as log(-1).</param>
/// <param name="Weightless">Those of weight 0.</param>
/// <param name="Missing">Names of the variables with missing values, in order.</param>
/// <param name="Weights">What a weight of 0 comes from: the weights, or a response of successes and failures.</param>
internal sealed record RowTally(long Total, long Omitted, long Computed, long Weightless, ImmutableArray<string> Missing, string? Weights)
{
    /// <summary>The rows of both.</summary>
    public static RowTally Sum(RowTally a, RowTally b) => new(
        a.Total + b.Total, a.Omitted + b.Omitted, a.Computed + b.Computed, a.Weightless + b.Weightless, [.. a.Missing.Union(b.Missing, StringComparer.Ordinal)], a.Weights);

    /// <summary>Adds the notices.</summary>
    public void AddNotices(List<Notice> notices)
    {
        if (Omitted > 0)
        {
            string why = Computed == 0 ? "" : FormattableString.Invariant($" In {Computed} of them a value is present, but an expression of the formula is not a number there, such as log(-1).");
            notices.Add(new Notice(
                NoticeId.RowsOmitted,
                FormattableString.Invariant($"{Omitted} of {Total} rows {(Omitted == 1 ? "was" : "were")} left out because a value is missing{Where()}.{why} The fit describes the rows that are complete."),
                Missing,
                (int)Math.Min(Omitted, int.MaxValue)));
        }

        if (Weightless > 0)
        {
            notices.Add(new Notice(
                NoticeId.ZeroWeightRows,
                FormattableString.Invariant($"{Weightless} of {Total} rows {(Weightless == 1 ? "has weight 0 and was left out; it does not count as an observation" : "have weight 0 and were left out; they do not count as observations")}."),
                [Weights!],
                (int)Math.Min(Weightless, int.MaxValue)));
        }
    }

    private string Where() => Missing.IsEmpty ? "" : " in " + ValueText.QuoteFew(Missing);
}
