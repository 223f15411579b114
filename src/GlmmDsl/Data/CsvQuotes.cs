using System.Globalization;
using System.Text;

namespace GlmmDsl.Data;

/// <summary>
/// Where the quoted fields of one record are. The reader of CSV takes quotes leniently; this tells what would be misread, and which blanks
/// belong to a field.
/// </summary>
internal sealed class CsvQuotes(char separator)
{
    private readonly List<int> blanksAfter = [];

    /// <summary>Whether a field has blanks before its opening quote, which the reader of CSV would take for a field without quotes.</summary>
    public bool HasBlanksBefore { get; private set; }

    /// <summary>The blanks between a field's closing quote and what follows; -1 for a field without quotes.</summary>
    public int BlanksAfter(int field) => field < blanksAfter.Count ? blanksAfter[field] : -1;

    /// <summary>Looks at a record.</summary>
    /// <param name="record">The record as it stands in the file.</param>
    /// <param name="line">The line it starts on.</param>
    /// <param name="source">The file as errors name it.</param>
    /// <exception cref="ModelDataException">A quote that is never closed, or text after a closing one.</exception>
    public void Scan(ReadOnlySpan<char> record, long line, string source)
    {
        blanksAfter.Clear();
        HasBlanksBefore = false;
        for (int at = 0; ; at++)
        {
            int start = SkipBlanks(record, at);
            if (start < record.Length && record[start] == '"')
            {
                HasBlanksBefore |= start > at;
                at = EndOfQuoted(record, start, line, source);
            }
            else
            {
                blanksAfter.Add(-1);
                int length = record[at..].IndexOfAny(separator, '\r', '\n');
                at = length < 0 ? record.Length : at + length;
            }

            if (at >= record.Length || record[at] != separator)
            {
                return;
            }
        }
    }

    /// <summary>The record without the blanks before opening quotes.</summary>
    public string WithoutBlanksBefore(ReadOnlySpan<char> record)
    {
        var text = new StringBuilder(record.Length);
        for (int at = 0; ;)
        {
            int start = SkipBlanks(record, at);
            bool isQuoted = start < record.Length && record[start] == '"';
            int end = isQuoted ? ClosingQuote(record, start) : at;
            int length = record[end..].IndexOf(separator);
            int next = length < 0 ? record.Length : end + length + 1;
            text.Append(record[(isQuoted ? start : at)..next]);
            if (length < 0)
            {
                return text.ToString();
            }

            at = next;
        }
    }

    /// <summary>The line breaks in a text.</summary>
    public static int CountLineBreaks(ReadOnlySpan<char> text) => text.Count('\n') + text.Count('\r') - text.Count("\r\n");

    private int EndOfQuoted(ReadOnlySpan<char> record, int start, long line, string source)
    {
        int close = ClosingQuote(record, start);
        if (close < 0)
        {
            throw new ModelDataException(string.Create(
                CultureInfo.InvariantCulture,
                $"{source}: the quote opened on line {line + CountLineBreaks(record[..start])} is never closed; a quote inside a quoted field is written twice."));
        }

        int next = SkipBlanks(record, close + 1);
        if (next < record.Length && record[next] != separator && record[next] is not ('\r' or '\n'))
        {
            throw new ModelDataException(string.Create(
                CultureInfo.InvariantCulture, $"{source}: in the record on line {line}, text follows a closing quote; a quote inside a quoted field is written twice."));
        }

        blanksAfter.Add(next - close - 1);
        return next;
    }

    private static int ClosingQuote(ReadOnlySpan<char> record, int opening)
    {
        for (int at = opening + 1; ; at += 2)
        {
            int length = record[at..].IndexOf('"');
            if (length < 0)
            {
                return -1;
            }

            at += length;
            if (at + 1 >= record.Length || record[at + 1] != '"')
            {
                return at;
            }
        }
    }

    private int SkipBlanks(ReadOnlySpan<char> record, int at)
    {
        while (at < record.Length && record[at] is ' ' or '\t' && record[at] != separator)
        {
            at++;
        }

        return at;
    }
}
