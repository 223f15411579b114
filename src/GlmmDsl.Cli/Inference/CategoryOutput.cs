using System.Globalization;
using System.Text;
using GlmmDsl.Inference;
using GlmmDsl.Printing;

namespace GlmmDsl.Cli.Inference;

/// <summary>The probabilities of an ordinal response's categories as JSON and as a table.</summary>
internal static class CategoryOutput
{
    /// <summary>The object <c>{categories: [..], predictions: [{probabilities: [..], cumulative: [..], meanClass, mostProbable}]}</c>.</summary>
    public static string Json(CategoryProbabilities rows) => JsonObject.Write(json =>
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
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    /// <summary>A line for each row.</summary>
    public static string Table(CategoryProbabilities rows)
    {
        const int Decimals = 4;
        int count = rows.Categories.Length;
        var table = new TextTable([.. Enumerable.Repeat(false, count + 2)], ["Row", .. rows.Categories, "mean.class"]);
        for (int row = 0; row < rows.Count; row++)
        {
            table.Add(
            [
                (row + 1).ToString(CultureInfo.InvariantCulture),
                .. Enumerable.Range(0, count).Select(j => NumberColumn.Format(rows[row, j], Decimals)),
                NumberColumn.Format(rows.MeanCategory(row), Decimals),
            ]);
        }

        var text = new StringBuilder("Probabilities of the categories:\n");
        table.WriteTo(text, "");
        return text.ToString();
    }
}
