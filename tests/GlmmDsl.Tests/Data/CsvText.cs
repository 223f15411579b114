using GlmmDsl.Data;
using GlmmDsl.Formulas;

namespace GlmmDsl.Tests.Data;

/// <summary>Short ways to read CSV text in tests.</summary>
internal static class CsvText
{
    public static Table Read(string text, CsvOptions? options = null) => Table.ReadCsv(new StringReader(text), options);

    public static Table ReadBytes(ReadOnlySpan<byte> bytes, CsvOptions? options = null)
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, bytes);
            return Table.ReadCsv(path, options);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>A column whose fields are these, unquoted, beside a column of row numbers.</summary>
    public static Table Column(IEnumerable<string> fields, CsvOptions? options = null) =>
        Read("i,x\n" + string.Concat(fields.Select((f, i) => FormattableString.Invariant($"{i},{f}\n"))), options);

    public static ColumnType TypeOf(this Table table, string column) => table.Find(column)!.Type;

    public static FactorColumn Factor(this Table table, string column) => table.Find(column)!.AsFactor(table.RowLabel);

    public static IEnumerable<string?> Labels(this FactorColumn factor) => factor.Codes.ToArray().Select(c => c < 0 ? null : factor.Levels[c]).ToList();

    public static string ErrorOf(Action action) => Assert.Throws<ModelDataException>(action).Message;
}
