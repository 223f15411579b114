using System.Globalization;
using System.Text;
using System.Text.Unicode;
using CsvHelper;

namespace GlmmDsl.Data;

/// <summary>Reads CSV, record by record, into the columns of a table.</summary>
internal sealed class CsvTableReader : IDisposable
{
    /// <summary>The longest field, in bytes of UTF-8: longer ones are not data but a quote that is never closed.</summary>
    internal const int LongestField = 1 << 20;

    private const int LongestRecord = 1 << 26;
    private const int RowsBetweenChecks = 4096;

    private readonly CsvReader reader;
    private readonly string source;
    private readonly CsvOptions options;
    private readonly byte[][] naStrings;
    private CsvMalformedRecord? malformed;

    private CsvTableReader(Func<CsvReaderOptions, CsvReader> open, string source, CsvOptions options)
    {
        options.Validate();
        this.source = source;
        this.options = options;
        naStrings = [.. options.NaStrings.Select(s => Encoding.UTF8.GetBytes(s.Trim()))];
        reader = open(new CsvReaderOptions
        {
            HasHeader = false,
            Separator = options.Separator,
            TrimWhitespace = true,
            TrackLineNumbers = true,
            MaxRecordSize = LongestRecord,
            OnMalformedRecord = record => malformed ??= record,
        });
    }

    /// <summary>Reads a file.</summary>
    public static Table ReadFile(string path, CsvOptions options, CancellationToken cancellationToken)
    {
        using FileStream stream = Open(path);
        using var reader = new CsvTableReader(format => CsvReader.Create(stream, format, leaveOpen: true), $"'{path}'", options);
        try
        {
            return reader.Read(cancellationToken);
        }
        catch (IOException e)
        {
            throw new ModelDataException($"'{path}' cannot be read: {e.Message}", inner: e);
        }
    }

    /// <summary>Reads text.</summary>
    public static Table ReadText(TextReader text, CsvOptions options, CancellationToken cancellationToken)
    {
        using var reader = new CsvTableReader(format => CsvReader.Create(text, format, leaveOpen: true), "The CSV text", options);
        return reader.Read(cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => reader.Dispose();

    private static FileStream Open(string path)
    {
        if (Directory.Exists(path))
        {
            throw new ModelDataException($"'{path}' is a folder: name a CSV file.");
        }

        try
        {
            return new FileStream(path, new FileStreamOptions { Options = FileOptions.SequentialScan });
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ModelDataException($"There is no file '{path}'.", inner: e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new ModelDataException($"'{path}' cannot be opened: {e.Message}", inner: e);
        }
    }

    private Table Read(CancellationToken cancellationToken)
    {
        bool hasRecord = Next();
        if (hasRecord && IsSeparatorLine(reader.RawRecord))
        {
            hasRecord = Next();
        }

        if (!hasRecord)
        {
            throw new ModelDataException($"{source} is empty: a header row that names the columns, and rows, are needed.");
        }

        RefuseBadText();
        CsvHeader header = CsvHeader.Read(reader, source);
        RefuseMalformed();
        CsvColumnBuilder[] builders = [.. header.Names.Select(_ => new CsvColumnBuilder())];
        int[] lineOfRow = ReadRows(header, builders, cancellationToken);
        if (lineOfRow.Length == 0)
        {
            throw new ModelDataException($"{source} has a header but no rows.");
        }

        return CsvDeclarations.Apply(new Table(Columns(header, builders, lineOfRow.Length), lineOfRow), options);
    }

    private int[] ReadRows(CsvHeader header, CsvColumnBuilder[] builders, CancellationToken cancellationToken)
    {
        var lineOfRow = new List<int>();
        while (Next())
        {
            if (lineOfRow.Count % RowsBetweenChecks == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            if (reader.FieldCount == 1 && IsBlank(reader.GetRawSpan(0)))
            {
                continue;
            }

            if (lineOfRow.Count == Array.MaxLength || reader.LineNumber > int.MaxValue)
            {
                throw new ModelDataException($"{source} has more rows than can be read (2147483591).");
            }

            lineOfRow.Add((int)reader.LineNumber);
            RefuseBadText();
            RefuseMalformed();
            if (reader.FieldCount != header.Names.Length)
            {
                throw new ModelDataException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{source}, {RowLabel(lineOfRow.Count)} has {Fields(reader.FieldCount)} where the header has {header.Names.Length}: a field that holds the separator '{options.Separator}' must be in double quotes; a missing value is an empty field."),
                    row: lineOfRow.Count);
            }

            AddRow(header, builders, lineOfRow.Count);
        }

        return [.. lineOfRow];
    }

    private void AddRow(CsvHeader header, CsvColumnBuilder[] builders, int rowNumber)
    {
        for (int i = header.HasRowNames ? 1 : 0; i < builders.Length; i++)
        {
            ReadOnlySpan<byte> field = reader.GetSpan(i);
            if (field.Length > LongestField)
            {
                throw new ModelDataException(
                    $"{source}, {RowLabel(rowNumber)}: the field of column {ValueText.Quote(header.Names[i])} is longer than a megabyte; is a quote never closed?",
                    header.Names[i],
                    rowNumber);
            }

            if (!builders[i].TryAdd(IsMissing(field) ? default : field))
            {
                throw new ModelDataException($"{source}: column {ValueText.Quote(header.Names[i])} holds more text than can be read (2 GB).", header.Names[i]);
            }
        }
    }

    private IEnumerable<Column> Columns(CsvHeader header, CsvColumnBuilder[] builders, int rowCount)
    {
        NumberFormat syntax = options.DecimalMark == ',' ? NumberFormat.Comma : NumberFormat.Point;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        ILookup<string, int> positions = Enumerable.Range(0, builders.Length).ToLookup(i => header.Names[i], StringComparer.Ordinal);
        for (int i = header.HasRowNames ? 1 : 0; i < builders.Length; i++)
        {
            string name = header.Names[i];
            if (!seen.Add(name))
            {
                continue;
            }

            if (positions[name].Count() == 1)
            {
                yield return builders[i].Build(name, syntax, CsvDeclarations.IsFactor(options, name));
                continue;
            }

            string which = string.Join(", ", positions[name].Take(5).Select(p => (p + 1).ToString(CultureInfo.InvariantCulture)));
            yield return new UnusableColumn(name, rowCount, $"{source} has several columns named {ValueText.Quote(name)} (columns {which}): rename all but one.");
        }
    }

    private string RowLabel(int rowNumber) => string.Create(CultureInfo.InvariantCulture, $"row {rowNumber} (line {reader.LineNumber})");

    // The reader reports a record before it hands it over.
    private bool Next()
    {
        try
        {
            return reader.Read();
        }
        catch (CsvFormatException e)
        {
            throw new ModelDataException(
                string.Create(CultureInfo.InvariantCulture, $"{source}, line {e.LineNumber}: the record that begins here is longer than 64 megabytes; is a quote never closed?"), inner: e);
        }
    }

    private void RefuseBadText()
    {
        if (IsText(reader.RawRecord))
        {
            return;
        }

        int bad = 0;
        long line = reader.LineNumber;
        for (; bad < reader.FieldCount - 1 && IsText(reader.GetRawSpan(bad)); bad++)
        {
            line += CountLineBreaks(reader.GetRawSpan(bad));
        }

        string what = reader.GetRawSpan(bad).Contains((byte)0) ? "holds NUL bytes, so it is not a text file" : "holds bytes that are not UTF-8";
        throw new ModelDataException(
            string.Create(CultureInfo.InvariantCulture, $"{source}, line {line}: field {bad + 1} {what}: save the data as CSV in UTF-8."));
    }

    private static bool IsText(ReadOnlySpan<byte> bytes) => Utf8.IsValid(bytes) && !bytes.Contains((byte)0);

    private void RefuseMalformed()
    {
        if (malformed is not CsvMalformedRecord record)
        {
            return;
        }

        malformed = null;
        long line = reader.LineNumber;
        int last = reader.FieldCount - 1;
        for (int i = 0; i < last; i++)
        {
            line += CountLineBreaks(reader.GetRawSpan(i));
        }

        // A stray quote earlier in the record is reported in place of one that is never closed, so that is looked for here.
        ReadOnlySpan<byte> lastField = reader.GetRawSpan(last).TrimStart(" \t"u8);
        if (record.Reason == CsvMalformedReason.UnterminatedQuote || (lastField.StartsWith("\""u8) && lastField.Count((byte)'"') % 2 == 1))
        {
            throw new ModelDataException(
                string.Create(CultureInfo.InvariantCulture, $"{source}: the quote opened on line {line} is never closed; a quote inside a quoted field is written twice."));
        }

        if (record.Reason == CsvMalformedReason.TextAfterClosingQuote)
        {
            throw new ModelDataException(
                string.Create(CultureInfo.InvariantCulture, $"{source}: in the record on line {record.LineNumber}, text follows a closing quote; a quote inside a quoted field is written twice."));
        }
    }

    private static string Fields(int count) => count == 1 ? "1 field" : count.ToString(CultureInfo.InvariantCulture) + " fields";

    // Spreadsheets write a line like sep=; before the header.
    private bool IsSeparatorLine(ReadOnlySpan<byte> record) => record.Length == 5 && record.StartsWith("sep="u8) && record[4] == reader.Separator;

    private bool IsMissing(ReadOnlySpan<byte> field)
    {
        if (IsBlank(field))
        {
            return true;
        }

        foreach (byte[] text in naStrings)
        {
            if (field.SequenceEqual(text))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsBlank(ReadOnlySpan<byte> field) => field.IsEmpty || (field[0] is (byte)' ' or (byte)'\t' && field.IndexOfAnyExcept(" \t"u8) < 0);

    private static int CountLineBreaks(ReadOnlySpan<byte> text) => text.Count("\n"u8) + text.Count("\r"u8) - text.Count("\r\n"u8);
}
