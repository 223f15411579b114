namespace GlmmDsl.Files;

/// <summary>The contents of a file of one JSON object that says what it is and carries its checksum: see <see cref="FileFrame{T}"/>.</summary>
/// <typeparam name="TSelf">The contents.</typeparam>
internal interface IFramedFile<TSelf>
    where TSelf : class, IFramedFile<TSelf>
{
    /// <summary>The name of the format.</summary>
    string Format { get; }

    /// <summary>The version of the format.</summary>
    int Version { get; }

    /// <summary>The SHA-256 of the object without it, written without blanks, in hexadecimal digits; null where there is none.</summary>
    string? Checksum { get; }

    /// <summary>The same contents with another checksum.</summary>
    TSelf WithChecksum(string? checksum);
}
