using System.Buffers;
using System.Globalization;

namespace GlmmDsl.Data;

/// <summary>
/// The records of a CSV text (RFC 4180), one after the other, with their lines; what is wrong with one is an error that names its place. Blanks around a field
/// are no part of it, unless they are inside quotes; a quote inside a field that does not begin with one stands for itself.
/// </summary>
/// <remarks>
/// Not a library's, for a reason each: Sep takes a quote inside a field (<c>5" pipe</c>) for the start of a quoted part; Sylvan.Data.Csv lacks an annotation for trimming, so that each
/// native program would be published with a warning; CsvHelper's versions are incompatible, and a program that uses another one would be forced to this one's.
/// </remarks>
internal sealed class CsvRecordReader(TextReader text, char separator, string source) : IDisposable
{
    private const int LongestRecord = 1 << 26;
    private const int BlockLength = 1 << 16;

    private static readonly SearchValues<char> EndsOfQuoted = SearchValues.Create(['"', '\0', CsvSource.BadCharacter]);

    private readonly SearchValues<char> endsOfPlain = SearchValues.Create([separator, '\r', '\n', '\0', CsvSource.BadCharacter]);
    private char[] buffer = ArrayPool<char>.Shared.Rent(BlockLength);

    // The record starts at this place of the buffer; what follows it is read up to the other.
    private int start;
    private int filled;
    private bool isAtEnd;

    // Places in the record, which moves in the buffer.
    private FieldPlace[] fields = new FieldPlace[16];
    private int length;
    private int next;
    private bool hasQuotes;
    private long nextLine = 1;

    /// <summary>The line on which the record starts, from 1.</summary>
    public long LineNumber { get; private set; }

    /// <summary>The character between fields.</summary>
    public char Separator => separator;

    /// <summary>The number of fields.</summary>
    public int FieldCount { get; private set; }

    /// <summary>The record as it stands in the text, without the end of its line; after an error, as far as it was looked at.</summary>
    public ReadOnlySpan<char> Raw => Ahead[..length];

    /// <summary>Whether the record is a line of nothing but blanks.</summary>
    public bool IsBlankLine => FieldCount == 1 && !hasQuotes && fields[0].Length == 0;

    private ReadOnlySpan<char> Ahead => buffer.AsSpan(start, filled - start);

    /// <summary>Goes to the next record.</summary>
    /// <exception cref="ModelDataException">Invalid quotes, a record too long, or bytes that are not text.</exception>
    public bool Next()
    {
        start += next;
        LineNumber = nextLine;
        (FieldCount, length, next, hasQuotes) = (0, 0, 0, false);
        if (!Has(0))
        {
            return false;
        }

        int at = ReadField(0);
        while (Has(at) && Ahead[at] == separator)
        {
            at = ReadField(at + 1);
        }

        length = at;
        nextLine += hasQuotes ? 1 + CountLineBreaks(Raw) : 1;
        next = !Has(at) ? at : Ahead[at] == '\r' && Has(at + 1) && Ahead[at + 1] == '\n' ? at + 2 : at + 1;
        return true;
    }

    /// <summary>A field's text: without its quotes, or without the blanks around it where it has none.</summary>
    public ReadOnlySpan<char> Field(int index)
    {
        FieldPlace place = fields[index];
        ReadOnlySpan<char> field = Ahead.Slice(place.Start, place.Length);
        return place.HasQuotes ? field.ToString().Replace("\"\"", "\"", StringComparison.Ordinal) : field;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ArrayPool<char>.Shared.Return(buffer);
        buffer = [];
        (start, filled, next, isAtEnd) = (0, 0, 0, true);
    }

    private static int CountLineBreaks(ReadOnlySpan<char> text) => text.Count('\n') + text.Count('\r') - text.Count("\r\n");

    /// <summary>Reads the field that begins at a place, and returns the place of what ends it.</summary>
    private int ReadField(int at)
    {
        int begin = SkipBlanks(at);
        if (Has(begin) && Ahead[begin] == '"')
        {
            return ReadQuoted(begin);
        }

        int end = begin;
        while (true)
        {
            int found = Ahead[end..].IndexOfAny(endsOfPlain);
            end = found < 0 ? filled - start : end + found;
            if (found >= 0 || !Fill())
            {
                break;
            }
        }

        RefuseBadText(end);
        Add(new FieldPlace(begin, Ahead[begin..end].TrimEnd(" \t").Length, false));
        return end;
    }

    /// <summary>The same for a field whose opening quote is at a place.</summary>
    private int ReadQuoted(int opening)
    {
        hasQuotes = true;
        bool hasPairs = false;
        int close = EndOfQuoted(opening, opening + 1);
        while (Has(close + 1) && Ahead[close + 1] == '"')
        {
            hasPairs = true;
            close = EndOfQuoted(opening, close + 2);
        }

        int end = SkipBlanks(close + 1);
        RefuseBadText(end);
        if (Has(end) && Ahead[end] != separator && Ahead[end] is not ('\r' or '\n'))
        {
            Examined(end);
            throw new ModelDataException(string.Create(
                CultureInfo.InvariantCulture, $"{source}: in the record on line {LineNumber}, text follows a closing quote; a quote inside a quoted field is written twice."));
        }

        Add(new FieldPlace(opening + 1, close - opening - 1, hasPairs));
        return end;
    }

    private int EndOfQuoted(int opening, int at)
    {
        while (true)
        {
            int found = Has(at) ? Ahead[at..].IndexOfAny(EndsOfQuoted) : -1;
            if (found >= 0)
            {
                RefuseBadText(at + found);
                return at + found;
            }

            at = filled - start;
            if (!Fill())
            {
                Examined(at);
                throw new ModelDataException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{source}: the quote opened on line {LineNumber + CountLineBreaks(Ahead[..opening])} is never closed; a quote inside a quoted field is written twice."));
            }
        }
    }

    private int SkipBlanks(int at)
    {
        while (Has(at) && Ahead[at] is ' ' or '\t' && Ahead[at] != separator)
        {
            at++;
        }

        return at;
    }

    private void RefuseBadText(int at)
    {
        if (Has(at) && Ahead[at] is '\0' or CsvSource.BadCharacter)
        {
            string what = Ahead[at] == '\0' ? "holds NUL bytes, so it is not a text file" : "holds bytes that are not UTF-8";
            throw new ModelDataException(string.Create(
                CultureInfo.InvariantCulture, $"{source}, line {LineNumber + CountLineBreaks(Ahead[..at])}: field {FieldCount + 1} {what}: save the data as CSV in UTF-8."));
        }
    }

    /// <summary>Ends a record that is wrong at a place with the line of that place, for what is said of it.</summary>
    private void Examined(int at)
    {
        int rest = Ahead[at..].IndexOfAny('\r', '\n');
        length = rest < 0 ? filled - start : at + rest;
        FieldCount++;
    }

    private void Add(FieldPlace field)
    {
        if (FieldCount == fields.Length)
        {
            Array.Resize(ref fields, 2 * fields.Length);
        }

        fields[FieldCount++] = field;
    }

    private bool Has(int at) => start + at < filled || Fill();

    /// <summary>Reads on behind what there is of the record; false at the end of the text.</summary>
    private bool Fill()
    {
        if (isAtEnd)
        {
            return false;
        }

        if (filled == buffer.Length)
        {
            MakeRoom();
        }

        int count = text.Read(buffer, filled, buffer.Length - filled);
        isAtEnd = count == 0;
        filled += count;
        return count > 0;
    }

    private void MakeRoom()
    {
        char[] room = buffer;
        if (start == 0)
        {
            if (filled >= LongestRecord)
            {
                throw new ModelDataException(
                    string.Create(CultureInfo.InvariantCulture, $"{source}, line {LineNumber}: the record that begins here is longer than 64 megabytes; is a quote never closed?"));
            }

            room = ArrayPool<char>.Shared.Rent(2 * filled);
        }

        Ahead.CopyTo(room);
        (start, filled) = (0, filled - start);
        if (!ReferenceEquals(room, buffer))
        {
            ArrayPool<char>.Shared.Return(buffer);
            buffer = room;
        }
    }

    /// <summary>Where a field's text is in the record.</summary>
    /// <param name="Start">Its first character, behind an opening quote.</param>
    /// <param name="Length">Its length, without the closing quote.</param>
    /// <param name="HasQuotes">Whether it holds quotes, each written twice.</param>
    private readonly record struct FieldPlace(int Start, int Length, bool HasQuotes);
}
