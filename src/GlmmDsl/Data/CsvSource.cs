using System.Text;

namespace GlmmDsl.Data;

/// <summary>
/// The text of a CSV file, which can be read a second time: a column that proves to be text only after many rows of numbers is read again.
/// A source that is not a file on disk (standard input, a reader) is kept in memory for that.
/// </summary>
internal sealed class CsvSource : IDisposable
{
    /// <summary>
    /// What bytes that are not UTF-8 become: a code point that no text may contain, so that it differs from a replacement character in the file.
    /// </summary>
    public const char BadCharacter = '\uFFFF';

    private const int BlockLength = 1 << 16;
    private const char ByteOrderMark = '\uFEFF';

    private readonly FileStream? file;
    private readonly RecordingReader? recorded;

    private CsvSource(string name, FileStream? file, TextReader? text)
    {
        Name = name;
        this.file = file;
        recorded = text is null ? null : new RecordingReader(text);
    }

    /// <summary>The source as errors name it.</summary>
    public string Name { get; }

    /// <summary>Opens a file.</summary>
    /// <exception cref="ModelDataException">There is none of that name, or it cannot be opened.</exception>
    public static CsvSource OfFile(string path)
    {
        string name = ValueText.QuotePath(path);
        if (Directory.Exists(path))
        {
            throw new ModelDataException($"{name} is a folder: name a CSV file.");
        }

        try
        {
            var stream = new FileStream(path, new FileStreamOptions { Options = FileOptions.SequentialScan });
            return stream.CanSeek ? new CsvSource(name, stream, null) : new CsvSource(name, stream, Decoder(stream));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ModelDataException($"There is no file {name}.", inner: e);
        }
        catch (PathTooLongException e)
        {
            throw new ModelDataException($"{name} cannot be opened: the path is too long.", inner: e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            // The system's sentence repeats the path.
            throw new ModelDataException($"{name} cannot be opened: {WithoutPath(e.Message, path)}", inner: e);
        }
    }

    /// <summary>Text in memory or from a stream of the caller's, which is not disposed of.</summary>
    public static CsvSource OfText(TextReader text) => new("The CSV text", null, text);

    /// <summary>Bytes from a stream of the caller's, which is not disposed of; in the encodings of files.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="name">What errors call it.</param>
    public static CsvSource OfStream(Stream stream, string name) => new(name, null, Decoder(stream));

    /// <summary>The text from its start; each call starts from the beginning.</summary>
    public TextReader Open()
    {
        TextReader text;
        if (recorded is not null)
        {
            text = recorded.FromStart();
        }
        else
        {
            file!.Position = 0;
            text = Decoder(file);
        }

        if (text.Peek() == ByteOrderMark)
        {
            text.Read();
        }

        return text;
    }

    /// <summary>The number of lines of a file on disk; 0 where it is not known. Much cheaper than memory that grows.</summary>
    public int CountLines(CancellationToken cancellationToken)
    {
        if (recorded is not null)
        {
            return 0;
        }

        long position = file!.Position;
        file.Position = 0;
        byte[] block = new byte[1 << 20];
        long lines = 0;
        byte last = (byte)'\n';
        for (int length; (length = file.Read(block)) > 0; last = block[length - 1])
        {
            cancellationToken.ThrowIfCancellationRequested();
            lines += block.AsSpan(0, length).Count((byte)'\n');
        }

        file.Position = position;
        return (int)Math.Min(lines + (last == (byte)'\n' ? 0 : 1), Array.MaxLength);
    }

    /// <inheritdoc/>
    public void Dispose() => file?.Dispose();

    private static string WithoutPath(string message, string path)
    {
        string full = path.Length == 0 || path.Contains('\0') ? path : Path.GetFullPath(path);
        return full.Length == 0 ? message : message.Replace($"'{full}'", "the file", StringComparison.Ordinal).Replace($"'{path}'", "the file", StringComparison.Ordinal);
    }

    private static StreamReader Decoder(Stream stream)
    {
        Encoding utf8 = Encoding.GetEncoding("utf-8", EncoderFallback.ReplacementFallback, new DecoderReplacementFallback(BadCharacter.ToString()));
        return new StreamReader(stream, utf8, detectEncodingFromByteOrderMarks: true, BlockLength, leaveOpen: true);
    }
}
