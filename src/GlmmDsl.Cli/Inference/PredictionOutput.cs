using System.Globalization;
using System.Text;
using GlmmDsl.Inference;
using GlmmDsl.Printing;

namespace GlmmDsl.Cli.Inference;

/// <summary>Predictions as JSON and as a table.</summary>
internal static class PredictionOutput
{
    /// <summary>The object <c>{predictions: [{value se lower upper}]}</c>.</summary>
    public static string Json(IReadOnlyList<Prediction> predictions) => JsonObject.Write(json =>
    {
        json.WriteStartArray("predictions");
        foreach (Prediction prediction in predictions)
        {
            json.WriteStartObject();
            json.WriteFinite("value", prediction.Value);
            json.WriteFinite("se", prediction.StandardError);
            json.WriteFinite("lower", prediction.Interval.Lower);
            json.WriteFinite("upper", prediction.Interval.Upper);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    /// <summary>Means without errors: the object <c>{predictions: [{value se lower upper}]}</c> with null for what is not known.</summary>
    public static string Json(IReadOnlyList<double> means) => JsonObject.Write(json =>
    {
        json.WriteStartArray("predictions");
        foreach (double mean in means)
        {
            json.WriteStartObject();
            json.WriteFinite("value", mean);
            json.WriteNull("se");
            json.WriteNull("lower");
            json.WriteNull("upper");
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    /// <summary>A line for each row, of means without errors.</summary>
    public static string Table(IReadOnlyList<double> means)
    {
        int? decimals = NumberColumn.Decimals(means);
        var table = new TextTable([false, false], "Row", "Prediction");
        for (int i = 0; i < means.Count; i++)
        {
            table.Add((i + 1).ToString(CultureInfo.InvariantCulture), NumberColumn.Format(means[i], decimals));
        }

        var text = new StringBuilder();
        table.WriteTo(text, "");
        return text.ToString();
    }

    /// <summary>A line for each row.</summary>
    public static string Table(IReadOnlyList<Prediction> predictions)
    {
        int? decimals = NumberColumn.Decimals(predictions.SelectMany(p => new[] { p.Value, p.StandardError, p.Interval.Lower, p.Interval.Upper }));
        double level = predictions.Count > 0 ? predictions[0].Interval.Level : 0;
        string limits = (100 * level).ToString("0.##", CultureInfo.InvariantCulture) + " %";
        var table = new TextTable([false, false, false, false, false], "Row", "Prediction", "Std. Error", $"{limits} lower", $"{limits} upper");
        for (int i = 0; i < predictions.Count; i++)
        {
            Prediction p = predictions[i];
            table.Add(
                (i + 1).ToString(CultureInfo.InvariantCulture),
                NumberColumn.Format(p.Value, decimals),
                NumberColumn.Format(p.StandardError, decimals),
                NumberColumn.Format(p.Interval.Lower, decimals),
                NumberColumn.Format(p.Interval.Upper, decimals));
        }

        var text = new StringBuilder();
        table.WriteTo(text, "");
        return text.ToString();
    }
}
