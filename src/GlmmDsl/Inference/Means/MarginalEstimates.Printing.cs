using System.Text.Json;
using GlmmDsl.Inference.Means;
using GlmmDsl.Printing;

namespace GlmmDsl.Inference;

/// <content>The table and the JSON.</content>
public sealed partial class MarginalEstimates
{
    private const double UsualLevel = 0.95;

    /// <summary>The table as R's emmeans prints it, with 95 % intervals.</summary>
    public override string ToString() => ToString(UsualLevel);

    /// <summary>The table as R's emmeans prints it.</summary>
    /// <param name="level">The level of the intervals.</param>
    /// <exception cref="ArgumentOutOfRangeException">The level is not inside (0, 1).</exception>
    public string ToString(double level)
    {
        MarginalRequest request = cells.Request;
        double[] shown = [.. estimates.Select(e => e.Estimate)];
        double[] errors = [.. estimates.Select(e => e.StandardError)];
        Interval[] intervals = [.. estimates.Select(e => e.Interval(level))];
        var table = new EstimateTable(shown, errors);
        if (request.Of.IsEmpty)
        {
            table.AddTexts("1", isLeft: true, estimates.Select(_ => "overall"));
        }

        for (int f = 0; f < request.Of.Length; f++)
        {
            table.AddTexts(request.Of[f], !cells.NumericColumns.Contains(request.Of[f]), estimates.Select(e => e.Cell.Levels[f]));
        }

        string heading = SlopeOf is not null ? SlopeOf + ".trend" : IsOnResponseScale && cells.Scale.Value is not null ? cells.Scale.Label
            : request.RandomEffects is not null ? request.Method.Model.Family.MeanName : "emmean";
        table.AddNumbers(heading, shown, "nonEst");
        table.AddNumbers("SE", errors);
        table.AddDegreesOfFreedom([.. estimates.Select(e => e.DegreesOfFreedom)]);
        bool isAsymptotic = !cells.Estimates.HasDegreesOfFreedom;
        table.AddNumbers(isAsymptotic ? "asymp.LCL" : "lower.CL", [.. intervals.Select(i => i.Lower)]);
        table.AddNumbers(isAsymptotic ? "asymp.UCL" : "upper.CL", [.. intervals.Select(i => i.Upper)]);
        bool isBack = IsOnResponseScale && cells.Scale.Value is not null;
        return EstimateNotes.Warning(cells) + table.Print(
            [.. estimates.Select(e => EstimateNotes.Heading(e.Cell.Part([.. request.By], isOfThese: true)))],
            [
                .. EstimateNotes.Before(request, cells),
                .. EstimateNotes.Scale(cells.Scale, IsOnResponseScale),
                EstimateNotes.Level(level),
                .. isBack ? [$"Intervals are back-transformed from the {cells.Scale.Own} scale"] : Array.Empty<string>(),
            ]);
    }

    /// <summary>The estimates as a JSON object: <c>means: [{levels, estimate, se, df, lower, upper}]</c> with 95 % intervals; of slopes, <c>slopes</c>.</summary>
    public string ToJson() => JsonObject.Write(json => WriteTo(json, UsualLevel));

    /// <summary>Writes the property <c>means</c> or <c>slopes</c> into an object.</summary>
    internal void WriteTo(Utf8JsonWriter json, double level)
    {
        json.WriteStartArray(SlopeOf is null ? "means" : "slopes");
        foreach (MarginalEstimate estimate in estimates)
        {
            json.WriteStartObject();
            estimate.Cell.WriteTo(json, "levels");
            json.WriteFinite("estimate", estimate.Estimate);
            json.WriteFinite("se", estimate.StandardError);
            json.WriteFinite("df", estimate.DegreesOfFreedom);
            Interval interval = estimate.Interval(level);
            json.WriteFinite("lower", interval.Lower);
            json.WriteFinite("upper", interval.Upper);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
