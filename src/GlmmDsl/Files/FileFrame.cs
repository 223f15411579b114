using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace GlmmDsl.Files;

/// <summary>
/// What the files of this library have in common: one JSON object with the name and the version of its format and a checksum. A file of any content is safe to
/// read: memory is taken as bytes arrive and up to a limit, the version is read before anything that depends on it, and contents that were changed are refused. The
/// checksum is that of the object as this library writes it, so that another layout does not change it.
/// </summary>
/// <typeparam name="T">The contents.</typeparam>
/// <param name="format">The name of the format.</param>
/// <param name="versions">The oldest version that is read, and the one that is written.</param>
/// <param name="words">What the contents are called in messages.</param>
/// <param name="type">How the contents are read and written, without reflection.</param>
internal sealed class FileFrame<T>(string format, (int Oldest, int Current) versions, FileWords words, JsonTypeInfo<T> type)
    where T : class, IFramedFile<T>
{
    /// <summary>The longest JSON that is written and read: about ten million numbers.</summary>
    public const int MostBytes = 1 << 28;

    private const int Portion = 1 << 16;

    /// <summary>The error for a file with invalid contents.</summary>
    public InvalidDataException Damaged(string reason, Exception? inner = null) => new($"{words.Subject} cannot be read: {reason}. Save {words.Pronoun} again.", inner);

    /// <summary>Refuses a file whose parts are not consistent.</summary>
    /// <exception cref="InvalidDataException">It is one.</exception>
    public void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw Damaged(otherwise);
        }
    }

    /// <summary>Refuses other versions.</summary>
    /// <exception cref="InvalidDataException">Another version.</exception>
    public void RequireVersion(int version)
    {
        if (version < versions.Oldest || version > versions.Current)
        {
            string known = versions.Oldest == versions.Current
                ? FormattableString.Invariant($"version {versions.Current}")
                : FormattableString.Invariant($"versions {versions.Oldest} to {versions.Current}");
            throw new InvalidDataException(FormattableString.Invariant(
                $"{words.Subject} {words.Verb} of version {version} of the format; this library reads {known}. Save {words.Pronoun} by this version of the library, or read {words.Pronoun} by the one that wrote {words.Pronoun}."));
        }
    }

    /// <summary>Whether JSON can begin with this byte: a brace, blanks before it, or the mark of UTF-8. A file that begins otherwise need not be read to its end.</summary>
    public static bool CanBegin(byte first) => first is (byte)'{' or (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or 0xEF;

    /// <summary>Reads the contents to the end of a stream.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="first">A byte that was read from it before; null for none.</param>
    /// <exception cref="InvalidDataException">Other contents, another version, or damaged.</exception>
    public T Read(Stream stream, byte? first = null)
    {
        using var all = new MemoryStream();
        byte[] portion = new byte[Portion];
        int got = 1;
        if (first is { } known)
        {
            portion[0] = known;
        }
        else
        {
            got = stream.Read(portion);
        }

        Require(got == 0 || CanBegin(portion[0]), "the first byte belongs to a different format");
        for (; got > 0; got = stream.Read(portion))
        {
            all.Write(portion, 0, got);
            Require(all.Length <= MostBytes, FormattableString.Invariant($"it is longer than the {MostBytes >> 20} MB that JSON is allowed"));
        }

        T file = Parse(all.GetBuffer().AsSpan(0, (int)all.Length));
        Require(file.Checksum is not null, file.Version == versions.Current ? "the checksum is missing" : FormattableString.Invariant($"JSON of version {file.Version} had no checksum, so that a changed number would go unnoticed"));
        Require(file.Checksum == Checksum(file), "its checksum does not agree with its contents");
        return file;
    }

    /// <summary>Reads the contents from bytes, without asking for a checksum.</summary>
    /// <exception cref="InvalidDataException">Other contents, another version, or null where there can be none.</exception>
    public T Parse(ReadOnlySpan<byte> json)
    {
        ReadOnlySpan<byte> mark = [0xEF, 0xBB, 0xBF];
        json = json.StartsWith(mark) ? json[mark.Length..] : json;
        try
        {
            var head = FileHead.Of(json);
            Require(head.Format == format, "it is in a different format");
            RequireVersion(head.Version);
            Require(!head.HasNullInList, "a list in it holds null");
            return JsonSerializer.Deserialize(json, type) ?? throw Damaged("there is no object");
        }
        catch (JsonException e)
        {
            throw Damaged("it is not the JSON object that is expected", e);
        }
    }

    /// <summary>Writes the contents with their checksum.</summary>
    public void Write(Stream stream, T file) => JsonSerializer.Serialize(stream, file.WithChecksum(ChecksumOf(file)), type);

    /// <summary>The checksum of contents, in hexadecimal digits.</summary>
    public string ChecksumOf(T file)
    {
        using var hash = SHA256.Create();
        using (var stream = new CryptoStream(Stream.Null, hash, CryptoStreamMode.Write))
        {
            JsonSerializer.Serialize(stream, file.WithChecksum(null), type);
        }

        return Convert.ToHexStringLower(hash.Hash!);
    }

    private string Checksum(T file)
    {
        try
        {
            return ChecksumOf(file);
        }
        catch (ArgumentException e)
        {
            // JSON can hold 1e999 and cannot be written with it.
            throw Damaged("a number in it is not finite", e);
        }
    }
}
