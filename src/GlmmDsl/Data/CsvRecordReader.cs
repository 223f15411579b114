using System.Globalization;
using Sylvan.Data.Csv;

namespace GlmmDsl.Data;

/// <summary>The records of a CSV text, one after the other, with their lines; what is wrong with one is an error that names its place.</summary>
internal sealed class CsvRecordReader(TextReader text, char separator, string source) : IDisposable
{
    private const int LongestRecord = 1 << 26;
    private const int BufferLength = 1 << 16;
    private const int ShortBufferLength = 1 << 10;

    private readonly CsvQuotes quotes = new(separator);
    private CsvDataReader? reader;
    private CsvDataReader? cleaned;
    private bool hasQuotes;
    private long nextLine = 1;

    /// <summary>The line on which the record starts, from 1.</summary>
    public long LineNumber { get; private set; }

    /// <summary>The character between fields.</summary>
    public char Separator => separator;

    /// <summary>The number of fields.</summary>
    public int FieldCount { get; private set; }

    /// <summary>The record as it stands in the text, without the end of its line.</summary>
    public ReadOnlySpan<char> Raw => reader!.GetRawRecordSpan().TrimEnd("\r\n");

    /// <summary>Whether the record is a line of nothing but blanks.</summary>
    public bool IsBlankLine => FieldCount == 1 && !hasQuotes && Field(0).IsEmpty;

    private CsvDataReader Current => cleaned ?? reader!;

    /// <summary>Goes to the next record.</summary>
    /// <exception cref="ModelDataException">Invalid quotes, a record too long, or bytes that are not text.</exception>
    public bool Next()
    {
        cleaned?.Dispose();
        cleaned = null;
        LineNumber = nextLine;
        if (!TryRead())
        {
            return false;
        }

        FieldCount = reader!.RowFieldCount;
        ReadOnlySpan<char> record = reader.GetRawRecordSpan();
        hasQuotes = false;
        nextLine++;
        if (record.IndexOfAny('"', '\0', CsvSource.BadCharacter) >= 0)
        {
            Examine(record);
        }

        return true;
    }

    /// <summary>A field's text: without its quotes, or without the blanks around it where it has none.</summary>
    public ReadOnlySpan<char> Field(int index)
    {
        ReadOnlySpan<char> field = Current.GetFieldSpan(index);
        if (hasQuotes && quotes.BlanksAfter(index) is >= 0 and int blanks)
        {
            return field[..^blanks];
        }

        return field.IsEmpty || (field[0] > ' ' && field[^1] > ' ') ? field : field.Trim(" \t");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        cleaned?.Dispose();
        reader?.Dispose();
    }

    private bool TryRead()
    {
        try
        {
            // It reads the first record when it is made.
            reader ??= CsvDataReader.Create(text, Options(BufferLength));
            return reader.Read();
        }
        catch (CsvRecordTooLargeException e)
        {
            throw new ModelDataException(
                string.Create(CultureInfo.InvariantCulture, $"{source}, line {LineNumber}: the record that begins here is longer than 64 megabytes; is a quote never closed?"), inner: e);
        }
    }

    private void Examine(ReadOnlySpan<char> record)
    {
        RefuseBadText(record);
        hasQuotes = true;
        nextLine = LineNumber + Math.Max(CsvQuotes.CountLineBreaks(record), 1);
        quotes.Scan(record, LineNumber, source);
        if (quotes.HasBlanksBefore)
        {
            string clean = quotes.WithoutBlanksBefore(record);
            cleaned = CsvDataReader.Create(new StringReader(clean), Options(ShortBufferLength));
            cleaned.Read();
            FieldCount = cleaned.RowFieldCount;
        }
    }

    private void RefuseBadText(ReadOnlySpan<char> record)
    {
        int bad = record.IndexOfAny('\0', CsvSource.BadCharacter);
        if (bad < 0)
        {
            return;
        }

        int field = 0;
        while (field < FieldCount - 1 && reader!.GetFieldSpan(field).IndexOfAny('\0', CsvSource.BadCharacter) < 0)
        {
            field++;
        }

        string what = record[bad] == '\0' ? "holds NUL bytes, so it is not a text file" : "holds bytes that are not UTF-8";
        throw new ModelDataException(string.Create(
            CultureInfo.InvariantCulture, $"{source}, line {LineNumber + CsvQuotes.CountLineBreaks(record[..bad])}: field {field + 1} {what}: save the data as CSV in UTF-8."));
    }

    // The lenient style never throws for what a record holds, so that messages are this class's; no line is a comment.
    private CsvDataReaderOptions Options(int bufferLength) => new()
    {
        HasHeaders = false,
        Delimiter = separator,
        CsvStyle = CsvStyle.Lax,
        Comment = CsvSource.BadCharacter,
        BufferSize = bufferLength,
        MaxBufferSize = LongestRecord,
        OwnsReader = false,
        ResultSetMode = ResultSetMode.SingleResult,
    };
}
