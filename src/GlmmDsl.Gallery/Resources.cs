using System.Globalization;
using System.Text.Json.Nodes;
using Sylvan.Data.Csv;

namespace GlmmDsl.Gallery;

/// <summary>The data sets and records that the program carries.</summary>
internal static class Resources
{
    /// <summary>A data set as rows of a type.</summary>
    public static TRow[] Rows<TRow>(string name, Func<RowFields, TRow> read)
    {
        using Stream stream = Open($"data/{name}.csv");
        using var text = new StreamReader(stream);
        using CsvDataReader reader = CsvDataReader.Create(text, new CsvDataReaderOptions { Delimiter = ',' });
        var fields = new RowFields(reader);
        var rows = new List<TRow>();
        while (reader.Read())
        {
            rows.Add(read(fields));
        }

        return [.. rows];
    }

    /// <summary>The <c>result</c> of lme4's record of a case.</summary>
    public static JsonNode Record(string name)
    {
        using Stream stream = Open($"cases/{name}.json");
        return JsonNode.Parse(stream)!["result"]!;
    }

    private static Stream Open(string name) =>
        typeof(Resources).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"The program was built without {name}.");
}

/// <summary>The fields of the row being read.</summary>
internal sealed class RowFields(CsvDataReader reader)
{
    public string Text(string column) => reader.GetString(reader.GetOrdinal(column));

    public double Number(string column) => double.Parse(Text(column), CultureInfo.InvariantCulture);

    public int Integer(string column) => int.Parse(Text(column), CultureInfo.InvariantCulture);

    public TEnum Level<TEnum>(string column)
        where TEnum : struct, Enum => Enum.Parse<TEnum>(Text(column));
}
