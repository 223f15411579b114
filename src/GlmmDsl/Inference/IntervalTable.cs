using System.Globalization;
using System.Text;
using System.Text.Json;
using GlmmDsl.Printing;

namespace GlmmDsl.Inference;

/// <summary>Prints intervals as R's <c>confint</c> does, and writes them as JSON.</summary>
internal static class IntervalTable
{
    private const int Digits = 7;

    /// <summary>Joins intervals by their names.</summary>
    public static NamedResults<ParameterInterval> Join(IEnumerable<ParameterInterval> intervals) =>
        new("parameter", intervals.Select(i => KeyValuePair.Create(i.Name, i)), Print);

    /// <summary>The table: a row a parameter, the limits under their percentages.</summary>
    public static string Print(IReadOnlyList<ParameterInterval> intervals)
    {
        if (intervals.Count == 0)
        {
            return "";
        }

        double[] limits = [.. intervals.SelectMany(i => new[] { i.Interval.Lower, i.Interval.Upper })];
        double level = intervals[0].Interval.Level;
        (string Lower, string Upper) heads = (Percent((1 - level) / 2), Percent(1 - ((1 - level) / 2)));
        int? decimals = Math.Min(NumberColumn.Decimals(limits.Where(l => Math.Abs(l) > 1e-12), 5) ?? 6, 8);
        string[] texts = [.. limits.Select(l => NumberColumn.Format(l, decimals, Digits))];
        var table = new TextTable([true, false, false], "", heads.Lower, heads.Upper);
        for (int i = 0; i < intervals.Count; i++)
        {
            table.Add(intervals[i].Name, texts[2 * i], texts[(2 * i) + 1]);
        }

        var text = new StringBuilder();
        table.WriteTo(text, "");
        return text.ToString();
    }

    /// <summary>Writes <c>intervals: [{name level estimate lower upper}]</c>.</summary>
    public static void Write(Utf8JsonWriter json, IEnumerable<ParameterInterval> intervals)
    {
        json.WriteStartArray("intervals");
        foreach (ParameterInterval interval in intervals)
        {
            json.WriteStartObject();
            json.WriteString("name", interval.Name);
            json.WriteFinite("level", interval.Interval.Level);
            json.WriteFinite("estimate", interval.Estimate);
            json.WriteFinite("lower", interval.Interval.Lower);
            json.WriteFinite("upper", interval.Interval.Upper);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>A share as R's <c>confint</c> heads a column: <c>2.5 %</c>.</summary>
    private static string Percent(double share) => (100 * share).ToString("G3", CultureInfo.InvariantCulture) + " %";
}
