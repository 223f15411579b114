using System.Globalization;

namespace GlmmDsl.Data;

/// <summary>Reads CSV, record by record, into the columns of a table.</summary>
internal sealed class CsvTableReader
{
    /// <summary>The longest field, in characters: longer ones are not data but a quote that is never closed.</summary>
    internal const int LongestField = 1 << 20;

    private const int RecordsBetweenChecks = 4096;

    private readonly CsvSource source;
    private readonly CsvOptions options;
    private readonly string[] naStrings;

    private CsvTableReader(CsvSource source, CsvOptions options)
    {
        this.source = source;
        this.options = options;
        naStrings = [.. options.NaStrings.Select(s => s.Trim())];
    }

    /// <summary>Reads a file.</summary>
    public static Table ReadFile(string path, CsvOptions options, CancellationToken cancellationToken)
    {
        options.Validate();
        using CsvSource source = CsvSource.OfFile(path);
        return ReadAll(source, options, cancellationToken);
    }

    /// <summary>Reads text.</summary>
    public static Table ReadText(TextReader text, CsvOptions options, CancellationToken cancellationToken)
    {
        options.Validate();
        using CsvSource source = CsvSource.OfText(text);
        return ReadAll(source, options, cancellationToken);
    }

    /// <summary>Reads a stream in the encodings of files. It is not disposed of.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="name">What errors call it, with a capital letter.</param>
    /// <param name="options">How to read it.</param>
    /// <param name="cancellationToken">Ends the reading early.</param>
    public static Table ReadStream(Stream stream, string name, CsvOptions options, CancellationToken cancellationToken)
    {
        options.Validate();
        using CsvSource source = CsvSource.OfStream(stream, name);
        return ReadAll(source, options, cancellationToken);
    }

    private static Table ReadAll(CsvSource source, CsvOptions options, CancellationToken cancellationToken)
    {
        try
        {
            return new CsvTableReader(source, options).Read(cancellationToken);
        }
        catch (IOException e)
        {
            throw new ModelDataException($"{source.Name} cannot be read: {e.Message}", inner: e);
        }
    }

    private Table Read(CancellationToken cancellationToken)
    {
        using TextReader text = source.Open();
        using var records = new CsvRecordReader(text, options.Separator, source.Name);
        CsvHeader header = ReadHeader(records, cancellationToken);
        NumberFormat syntax = options.DecimalMark == ',' ? NumberFormat.Comma : NumberFormat.Point;
        CsvColumnBuilder?[] builders = [.. header.Names.Select((name, i) =>
            i == 0 && header.HasRowNames ? null : new CsvColumnBuilder(syntax, CsvDeclarations.IsFactor(options, name)))];
        RowLines lines = ReadRows(records, header, builders, cancellationToken);
        if (lines.Count == 0)
        {
            throw new ModelDataException($"{source.Name} has a header but no rows.");
        }

        ReadAgain(header, builders, lines.Count, cancellationToken);
        return CsvDeclarations.Apply(new Table(Columns(header, builders, lines.Count, cancellationToken), lines), options);
    }

    private CsvHeader ReadHeader(CsvRecordReader records, CancellationToken cancellationToken)
    {
        bool hasRecord;
        try
        {
            hasRecord = NextWithText(records, cancellationToken);
        }
        catch (ModelDataException)
        {
            // "a";"b" has text after a closing quote only while the separator is another.
            CsvHeader.RefuseOtherSeparator(records, source.Name);
            throw;
        }

        if (hasRecord && IsSeparatorLine(records.Raw))
        {
            hasRecord = NextWithText(records, cancellationToken);
        }

        return hasRecord
            ? CsvHeader.Read(records, source.Name)
            : throw new ModelDataException($"{source.Name} is empty: a header row that names the columns, and rows, are needed.");
    }

    private static bool NextWithText(CsvRecordReader records, CancellationToken cancellationToken)
    {
        for (int record = 0; records.Next(); record++)
        {
            StopIfAsked(record, cancellationToken);
            if (!records.IsBlankLine)
            {
                return true;
            }
        }

        return false;
    }

    private static void StopIfAsked(int records, CancellationToken cancellationToken)
    {
        if (records % RecordsBetweenChecks == 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private RowLines ReadRows(CsvRecordReader records, CsvHeader header, CsvColumnBuilder?[] builders, CancellationToken cancellationToken)
    {
        var lines = new RowLines();
        int expectedRows = 0;
        for (int record = 0; records.Next(); record = (record + 1) % RecordsBetweenChecks)
        {
            StopIfAsked(record, cancellationToken);
            if (records.IsBlankLine)
            {
                continue;
            }

            if (lines.Count == Array.MaxLength || records.LineNumber > int.MaxValue)
            {
                throw new ModelDataException($"{source.Name} has more rows than can be read (2147483591).");
            }

            lines.Add((int)records.LineNumber);
            if (lines.Count == ColumnGrowth.RowsBeforeExpecting && lines.AreInStep)
            {
                expectedRows = source.CountLines(cancellationToken) - lines[0] + 1;
            }

            RefuseOtherWidth(records, header, lines.Count);
            AddRow(records, header, builders, lines.Count, expectedRows);
        }

        return lines;
    }

    // Columns that proved to be text after many rows of numbers. What was not refused in the first reading is not refused in this one.
    private void ReadAgain(CsvHeader header, CsvColumnBuilder?[] builders, int rowCount, CancellationToken cancellationToken)
    {
        CsvColumnBuilder?[] texts = [.. builders.Select(b => b is { NeedsSecondReading: true } ? b : null)];
        if (texts.All(b => b is null))
        {
            return;
        }

        foreach (CsvColumnBuilder? builder in texts)
        {
            builder?.BeginSecondReading(rowCount);
        }

        using TextReader text = source.Open();
        using var records = new CsvRecordReader(text, options.Separator, source.Name);
        ReadHeader(records, cancellationToken);
        if (ReadRows(records, header, texts, cancellationToken).Count != rowCount)
        {
            throw new ModelDataException($"{source.Name} changed while it was read: read it once nothing writes to it.");
        }
    }

    private void RefuseOtherWidth(CsvRecordReader records, CsvHeader header, int rowNumber)
    {
        if (records.FieldCount != header.Names.Length)
        {
            throw new ModelDataException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{source.Name}, {RowLabel(records, rowNumber)} has {Fields(records.FieldCount)} where the header has {header.Names.Length}: a field that holds the separator '{options.Separator}' must be in double quotes; a missing value is an empty field."),
                row: rowNumber);
        }
    }

    private void AddRow(CsvRecordReader records, CsvHeader header, CsvColumnBuilder?[] builders, int rowNumber, int expectedRows)
    {
        for (int i = 0; i < builders.Length; i++)
        {
            if (builders[i] is not CsvColumnBuilder builder)
            {
                continue;
            }

            ReadOnlySpan<char> field = records.Field(i);
            if (field.Length > LongestField)
            {
                throw new ModelDataException(
                    $"{source.Name}, {RowLabel(records, rowNumber)}: the field of column {ValueText.Quote(header.Names[i])} is longer than a megabyte; is a quote never closed?",
                    header.Names[i],
                    rowNumber);
            }

            builder.Add(IsMissing(field) ? default : field, expectedRows);
        }
    }

    private IEnumerable<Column> Columns(CsvHeader header, CsvColumnBuilder?[] builders, int rowCount, CancellationToken cancellationToken)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        ILookup<string, int> positions = Enumerable.Range(0, builders.Length).ToLookup(i => header.Names[i], StringComparer.Ordinal);
        for (int i = 0; i < builders.Length; i++)
        {
            string name = header.Names[i];
            if (builders[i] is not CsvColumnBuilder builder || !seen.Add(name))
            {
                continue;
            }

            if (positions[name].Count() == 1)
            {
                yield return builder.Build(name, cancellationToken);
                continue;
            }

            string which = string.Join(", ", positions[name].Take(5).Select(p => (p + 1).ToString(CultureInfo.InvariantCulture)));
            yield return new UnusableColumn(name, rowCount, $"{source.Name} has several columns named {ValueText.Quote(name)} (columns {which}): rename all but one.");
        }
    }

    private static string RowLabel(CsvRecordReader records, int rowNumber) => string.Create(CultureInfo.InvariantCulture, $"row {rowNumber} (line {records.LineNumber})");

    private static string Fields(int count) => count == 1 ? "1 field" : count.ToString(CultureInfo.InvariantCulture) + " fields";

    // Spreadsheets write a line like sep=; before the header.
    private bool IsSeparatorLine(ReadOnlySpan<char> record) => record.Length == 5 && record.StartsWith("sep=") && record[4] == options.Separator;

    private bool IsMissing(ReadOnlySpan<char> field)
    {
        if (field.IsEmpty || (field[0] is ' ' or '\t' && field.IndexOfAnyExcept(" \t") < 0))
        {
            return true;
        }

        foreach (string text in naStrings)
        {
            if (field.SequenceEqual(text))
            {
                return true;
            }
        }

        return false;
    }
}
