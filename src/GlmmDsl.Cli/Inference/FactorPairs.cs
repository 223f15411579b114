using System.Globalization;
using System.Text;
using System.Text.Json;
using GlmmDsl.Data;
using GlmmDsl.Inference;
using GlmmDsl.Printing;

namespace GlmmDsl.Cli.Inference;

/// <summary>The pairs of levels of a factor within subjects with one adjustment, as <c>glmm anova --pairs</c> writes them.</summary>
/// <param name="Adjustment">The name of the adjustment.</param>
/// <param name="Pairs">The pairs, each with its adjusted p value.</param>
internal sealed record FactorPairs(string Adjustment, (PairwiseDifference Difference, double PValue)[] Pairs)
{
    /// <summary>Adjusts the p values of all pairs of a factor.</summary>
    /// <exception cref="InputException">There is no such adjustment.</exception>
    public static FactorPairs Of(string adjustment, IReadOnlyList<PairwiseDifference> pairs) => new(adjustment, [.. pairs.Select(pair => (pair, adjustment switch
    {
        "tukey" => pair.Tukey,
        "holm" => pair.Holm,
        "bonferroni" => pair.Bonferroni,
        "none" => pair.PValue,
        _ => throw new InputException($"--adjust knows tukey, holm, bonferroni and none, not {ValueText.Quote(adjustment)}."),
    }))]);

    /// <summary>The property of the adjustment: an array of pairs.</summary>
    public void WriteTo(Utf8JsonWriter json)
    {
        json.WriteStartArray(Adjustment);
        foreach ((PairwiseDifference pair, double p) in Pairs)
        {
            json.WriteStartObject();
            json.WriteString("first", pair.First);
            json.WriteString("second", pair.Second);
            json.WriteFinite("estimate", pair.Estimate);
            json.WriteFinite("se", pair.StandardError);
            json.WriteFinite("df", pair.DegreesOfFreedom);
            json.WriteFinite("statistic", pair.Statistic);
            json.WriteFinite("p", p);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>The table.</summary>
    /// <param name="factor">The factor.</param>
    /// <param name="isPooled">Whether all pairs have the variance of the factor's stratum.</param>
    public string ToTable(string factor, bool isPooled)
    {
        int? decimals = NumberColumn.Decimals(Pairs.SelectMany(p => new[] { p.Difference.Estimate, p.Difference.StandardError }));
        string[] probabilities = PValues.Format([.. Pairs.Select(p => p.PValue)]);
        var table = new TextTable([true, false, false, false, false, false], "", "Estimate", "Std. Error", "df", "t value", "Pr(>|t|)");
        for (int i = 0; i < Pairs.Length; i++)
        {
            PairwiseDifference pair = Pairs[i].Difference;
            table.Add(
                $"{pair.First} - {pair.Second}",
                NumberColumn.Format(pair.Estimate, decimals),
                NumberColumn.Format(pair.StandardError, decimals),
                pair.DegreesOfFreedom.ToString("0.##", CultureInfo.InvariantCulture),
                NumberColumn.Format(pair.Statistic, 3),
                probabilities[i]);
        }

        string variance = isPooled ? "pooled variance of the stratum, which takes sphericity" : "each pair with its own variance";
        var text = new StringBuilder(VisibleText.Of($"Pairs of {factor} ({variance})")).Append('\n');
        table.WriteTo(text, "");
        return text.Append(CultureInfo.InvariantCulture, $"P value adjustment: {Adjustment}, {Pairs.Length} {(Pairs.Length == 1 ? "test" : "tests")}\n").ToString();
    }
}
