using System.Text.Json;
using GlmmDsl.Inference.Means;
using GlmmDsl.Printing;

namespace GlmmDsl.Inference;

/// <content>The tables and the JSON.</content>
public sealed partial class ContrastTests
{
    /// <summary>The table of estimates and p values as R's emmeans prints it.</summary>
    public override string ToString() => Print(level: null);

    /// <summary>The table of estimates and intervals, as R's <c>confint</c> gives it.</summary>
    /// <param name="level">The level of the intervals.</param>
    /// <exception cref="ArgumentOutOfRangeException">The level is not inside (0, 1).</exception>
    public string ToString(double level)
    {
        Interval.RequireLevel(level);
        return Print(level);
    }

    /// <summary>The tests as a JSON object: <c>contrasts: [{by, contrast, first, second, estimate, se, df, statistic, p, lower, upper}]</c>, with <c>adjustment</c>.</summary>
    public string ToJson() => JsonObject.Write(json =>
    {
        json.WriteString("adjustment", Adjustment.ToString().ToLowerInvariant());
        WriteTo(json, "contrasts", 0.95);
    });

    /// <summary>Writes the tests as a property of an object.</summary>
    internal void WriteTo(Utf8JsonWriter json, string name, double level)
    {
        json.WriteStartArray(name);
        foreach (ContrastTest test in tests)
        {
            json.WriteStartObject();
            test.By.WriteTo(json, "by");
            json.WriteString("contrast", test.Name);
            if (test.First is not null)
            {
                json.WriteString("first", test.First);
                json.WriteString("second", test.Second);
            }

            json.WriteFinite("estimate", test.Estimate);
            json.WriteFinite("se", test.StandardError);
            json.WriteFinite("df", test.DegreesOfFreedom);
            json.WriteFinite("statistic", test.Statistic);
            json.WriteFinite("p", test.PValue);
            Interval interval = test.Interval(level);
            json.WriteFinite("lower", interval.Lower);
            json.WriteFinite("upper", interval.Upper);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private string Print(double? level)
    {
        MarginalCells cells = contrasts.Cells;
        double[] shown = [.. tests.Select(t => t.Estimate)];
        double[] errors = [.. tests.Select(t => t.StandardError)];
        var table = new EstimateTable(shown, errors);
        table.AddTexts("contrast", isLeft: true, tests.Select(t => t.Name));
        table.AddNumbers(AreRatios ? contrasts.Scale.Label : "estimate", shown, "nonEst");
        table.AddNumbers("SE", errors);
        table.AddDegreesOfFreedom([.. tests.Select(t => t.DegreesOfFreedom)]);
        bool isAsymptotic = !cells.Estimates.HasDegreesOfFreedom;
        if (level is { } wanted)
        {
            Interval[] intervals = [.. tests.Select(t => t.Interval(wanted))];
            table.AddNumbers(isAsymptotic ? "asymp.LCL" : "lower.CL", [.. intervals.Select(i => i.Lower)]);
            table.AddNumbers(isAsymptotic ? "asymp.UCL" : "upper.CL", [.. intervals.Select(i => i.Upper)]);
        }
        else
        {
            if (AreRatios)
            {
                table.AddNumbers("null", [.. tests.Select(t => t.NullValue)]);
            }

            table.AddStatistics(isAsymptotic ? "z.ratio" : "t.ratio", [.. tests.Select(t => t.Statistic)]);
            table.AddPValues([.. tests.Select(t => t.PValue)]);
        }

        return table.Print([.. tests.Select(t => EstimateNotes.Heading(t.By))], Notes(level));
    }

    private IEnumerable<string> Notes(double? level)
    {
        bool isOfMeans = contrasts.Request.SlopeOf is null;
        bool isStill = isOfMeans && contrasts.IsContrast && contrasts.Scale is { Value: null, Own.Length: > 0 };
        IEnumerable<string> notes = EstimateNotes.Before(contrasts.Request, contrasts.Cells, isStill ? contrasts.Scale.Own : null)
            .Concat(isOfMeans ? EstimateNotes.Scale(contrasts.Scale, contrasts.Request.IsTransformed) : []);
        notes = IsTukeyReplaced ? notes.Append("Note: tukey was changed to sidak, because tukey is for all pairs of one set of estimates") : notes;
        if (level is { } wanted)
        {
            notes = notes.Append(EstimateNotes.Level(wanted)).Concat(family?.IntervalNote is { } note ? [note] : Array.Empty<string>());
            return AreRatios ? notes.Append($"Intervals are back-transformed from the {contrasts.Scale.Own} scale") : notes;
        }

        notes = notes.Concat(family?.PValueNote is { } adjusted ? [adjusted] : Array.Empty<string>());
        return AreRatios ? notes.Append($"Tests are performed on the {contrasts.Scale.Own} scale") : notes;
    }
}
