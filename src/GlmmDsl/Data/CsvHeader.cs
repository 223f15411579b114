using System.Globalization;
using CsvHelper;

namespace GlmmDsl.Data;

/// <summary>The header row of a CSV file.</summary>
internal sealed class CsvHeader
{
    // What else people put between fields.
    private static ReadOnlySpan<byte> Separators => ",;\t|"u8;

    private CsvHeader(string[] names, bool hasRowNames)
    {
        Names = names;
        HasRowNames = hasRowNames;
    }

    /// <summary>The names of all fields, in order; the first is blank where it heads row names.</summary>
    public string[] Names { get; }

    /// <summary>Whether the first column holds row names, as R's write.csv makes them: it is no column of the table.</summary>
    public bool HasRowNames { get; }

    /// <summary>Makes a header of the record the reader is on.</summary>
    /// <param name="reader">The reader, on the header row.</param>
    /// <param name="source">The file as errors name it.</param>
    /// <exception cref="ModelDataException">A header that looks like another separator's, or has blank names.</exception>
    public static CsvHeader Read(CsvReader reader, string source)
    {
        RefuseOtherSeparator(reader, source);
        string[] names = [.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.GetString(i).Trim())];
        if (names.All(n => n.Length == 0))
        {
            throw new ModelDataException(At(reader, source, "the header row is blank: the first row must name the columns."));
        }

        int blank = Array.FindIndex(names, 1, n => n.Length == 0);
        if (blank > 0)
        {
            throw new ModelDataException(At(
                reader, source, string.Create(CultureInfo.InvariantCulture, $"the header of column {blank + 1} is blank: give the column a name, or leave it out (is there a separator too many?).")));
        }

        return new CsvHeader(names, names[0].Length == 0);
    }

    private static void RefuseOtherSeparator(CsvReader reader, string source)
    {
        if (reader.FieldCount != 1)
        {
            return;
        }

        bool isQuoted = false;
        foreach (byte character in reader.GetRawSpan(0))
        {
            isQuoted ^= character == (byte)'"';
            if (!isQuoted && character != reader.Separator && Separators.Contains(character))
            {
                string shown = character == (byte)'\t' ? "\\t" : ((char)character).ToString();
                string what = character == (byte)'\t' ? "a tab" : $"'{shown}'";
                throw new ModelDataException(At(
                    reader, source, $"the header is one field that holds {what}, which seems to separate the columns: give --sep '{shown}' (CsvOptions.Separator)."));
            }
        }
    }

    private static string At(CsvReader reader, string source, string message) =>
        string.Create(CultureInfo.InvariantCulture, $"{source}, line {reader.LineNumber}: {message}");
}
