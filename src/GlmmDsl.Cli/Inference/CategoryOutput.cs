using System.Globalization;
using System.Text;
using System.Text.Json;
using GlmmDsl.Inference;
using GlmmDsl.Printing;

namespace GlmmDsl.Cli.Inference;

/// <summary>The probabilities of an ordinal response's categories as JSON and as tables.</summary>
internal static class CategoryOutput
{
    private const int Decimals = 4;

    /// <summary>The object <c>{categories: [..], predictions: [{probabilities: [..], cumulative: [..], meanClass, mostProbable}]}</c>.</summary>
    public static string Json(CategoryProbabilities rows) => Json(rows, static (_, _) => { });

    /// <summary>The same with standard errors and limits: <c>se: [..], lower: [..], upper: [..]</c> of the probabilities, <c>cumulativeSe: [..]</c> and <c>meanClassSe</c>.</summary>
    public static string Json(CategoryPredictions rows) => Json(rows.Probabilities, (json, row) =>
    {
        IEnumerable<int> categories = Enumerable.Range(0, rows.Categories.Length);
        json.WriteNumbers("se", categories.Select(j => rows[row, j].StandardError));
        json.WriteNumbers("lower", categories.Select(j => rows[row, j].Interval.Lower));
        json.WriteNumbers("upper", categories.Select(j => rows[row, j].Interval.Upper));
        json.WriteNumbers("cumulativeSe", categories.Select(j => rows.Cumulative(row, j).StandardError));
        json.WriteFinite("meanClassSe", rows.MeanCategory(row).StandardError);
    });

    /// <summary>A line for each row.</summary>
    public static string Table(CategoryProbabilities rows)
    {
        var text = new StringBuilder("Probabilities of the categories:\n");
        Append(text, rows, (row, j) => rows[row, j], rows.MeanCategory);
        return text.ToString();
    }

    /// <summary>Tables of the probabilities, their standard errors and their limits.</summary>
    public static string Table(CategoryPredictions rows)
    {
        var text = new StringBuilder(Table(rows.Probabilities));
        string limit = rows.Count == 0 ? "" : (100 * rows.MeanCategory(0).Interval.Level).ToString("0.##", CultureInfo.InvariantCulture) + " % ";
        text.Append("\nStandard errors:\n");
        Append(text, rows.Probabilities, (row, j) => rows[row, j].StandardError, row => rows.MeanCategory(row).StandardError);
        text.Append('\n').Append(limit).Append("lower limits:\n");
        Append(text, rows.Probabilities, (row, j) => rows[row, j].Interval.Lower, row => rows.MeanCategory(row).Interval.Lower);
        text.Append('\n').Append(limit).Append("upper limits:\n");
        Append(text, rows.Probabilities, (row, j) => rows[row, j].Interval.Upper, row => rows.MeanCategory(row).Interval.Upper);
        return text.ToString();
    }

    private static string Json(CategoryProbabilities rows, Action<Utf8JsonWriter, int> more) => JsonObject.Write(json =>
    {
        json.WriteTexts("categories", rows.Categories);
        json.WriteStartArray("predictions");
        for (int row = 0; row < rows.Count; row++)
        {
            json.WriteStartObject();
            json.WriteNumbers("probabilities", Enumerable.Range(0, rows.Categories.Length).Select(j => rows[row, j]));
            json.WriteNumbers("cumulative", Enumerable.Range(0, rows.Categories.Length).Select(j => rows.Cumulative(row, j)));
            json.WriteFinite("meanClass", rows.MeanCategory(row));
            json.WriteString("mostProbable", rows.MostProbable(row) is { } most ? rows.Categories[most] : null);
            more(json, row);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    private static void Append(StringBuilder text, CategoryProbabilities rows, Func<int, int, double> of, Func<int, double> mean)
    {
        int count = rows.Categories.Length;
        var table = new TextTable([.. Enumerable.Repeat(false, count + 2)], ["Row", .. rows.Categories, "mean.class"]);
        for (int row = 0; row < rows.Count; row++)
        {
            table.Add(
            [
                (row + 1).ToString(CultureInfo.InvariantCulture),
                .. Enumerable.Range(0, count).Select(j => NumberColumn.Format(of(row, j), Decimals)),
                NumberColumn.Format(mean(row), Decimals),
            ]);
        }

        table.WriteTo(text, "");
    }
}
