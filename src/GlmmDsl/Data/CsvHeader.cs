using System.Globalization;

namespace GlmmDsl.Data;

/// <summary>The header row of a CSV file.</summary>
internal sealed class CsvHeader
{
    // What else people put between fields.
    private const string Separators = ",;\t|";

    private CsvHeader(string[] names, bool hasRowNames)
    {
        Names = names;
        HasRowNames = hasRowNames;
    }

    /// <summary>The names of all fields, in order; the first is blank where it heads row names.</summary>
    public string[] Names { get; }

    /// <summary>Whether the first column holds row names, as R's write.csv writes them: it is not a column of the table.</summary>
    public bool HasRowNames { get; }

    /// <summary>Makes a header of the record the reader is on.</summary>
    /// <param name="reader">The reader, on the header row.</param>
    /// <param name="source">The file as errors name it.</param>
    /// <exception cref="ModelDataException">A header that looks like another separator's, or has blank names.</exception>
    public static CsvHeader Read(CsvRecordReader reader, string source)
    {
        RefuseOtherSeparator(reader, source);
        string[] names = [.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.Field(i).Trim().ToString())];
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

    /// <summary>Refuses a header of one field that contains another usual separator.</summary>
    /// <exception cref="ModelDataException">It does.</exception>
    public static void RefuseOtherSeparator(CsvRecordReader reader, string source)
    {
        if (reader.FieldCount != 1)
        {
            return;
        }

        bool isQuoted = false;
        foreach (char character in reader.Raw)
        {
            isQuoted ^= character == '"';
            if (!isQuoted && character != reader.Separator && Separators.Contains(character))
            {
                string shown = character == '\t' ? "\\t" : character.ToString();
                string what = character == '\t' ? "a tab" : $"'{shown}'";
                throw new ModelDataException(At(
                    reader, source, $"the header is one field that holds {what}, which seems to separate the columns: give --sep '{shown}' (CsvOptions.Separator)."));
            }
        }
    }

    private static string At(CsvRecordReader reader, string source, string message) =>
        string.Create(CultureInfo.InvariantCulture, $"{source}, line {reader.LineNumber}: {message}");
}
