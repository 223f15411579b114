using System.Globalization;

namespace GlmmDsl.TypedModels.Tests;

/// <summary>Reads the reference data into rows. The files hold no quoted separators.</summary>
internal sealed class CsvRows
{
    private readonly string[] header;
    private string[] fields = [];

    private CsvRows(string[] header) => this.header = header;

    public static IReadOnlyList<T> Read<T>(string name, Func<CsvRows, T> row)
    {
        string[] lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "data", name + ".csv"));
        var reader = new CsvRows([.. lines[0].Split(',').Select(f => f.Trim('"'))]);
        return [.. lines.Skip(1).Where(l => l.Length > 0).Select(l => row(reader.At(l)))];
    }

    public string Text(string column) => fields[Array.IndexOf(header, column)];

    public double Number(string column) => double.Parse(Text(column), CultureInfo.InvariantCulture);

    public double? NumberOrNull(string column) => Text(column) is "" or "NA" ? null : Number(column);

    public int Integer(string column) => int.Parse(Text(column), CultureInfo.InvariantCulture);

    private CsvRows At(string line)
    {
        fields = [.. line.Split(',').Select(f => f.Trim('"'))];
        return this;
    }
}
