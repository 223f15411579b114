using System.Security.Cryptography;
using System.Text.Json;

namespace GlmmDsl.Design.Products.Files;

/// <summary>
/// The checksum of cross-products in JSON: the SHA-256 of the object as this library writes it, without blanks and without the checksum. It
/// depends only on the contents, so that reformatting a file does not change it.
/// </summary>
internal static class ProductChecksum
{
    /// <summary>The checksum, in hexadecimal digits.</summary>
    public static string Of(ProductFile file)
    {
        using var hash = SHA256.Create();
        using (var stream = new CryptoStream(Stream.Null, hash, CryptoStreamMode.Write))
        {
            JsonSerializer.Serialize(stream, file with { Checksum = null }, ProductFileJson.Default.ProductFile);
        }

        return Convert.ToHexStringLower(hash.Hash!);
    }

    /// <summary>Refuses contents that differ from those saved.</summary>
    /// <exception cref="InvalidDataException">No checksum, or that of other contents.</exception>
    public static void Check(ProductFile file)
    {
        if (file.Checksum is null)
        {
            throw ProductFileReader.Damaged(file.Version == ProductFile.OldestVersion
                ? "they are JSON of version 1 of the format, which had no checksum, so that a changed number would go unnoticed"
                : "the checksum is missing");
        }

        string expected;
        try
        {
            expected = Of(file);
        }
        catch (ArgumentException e)
        {
            // JSON can hold 1e999 and cannot be written with it.
            throw ProductFileReader.Damaged("a number in it is not finite", e);
        }

        ProductFileCheck.Require(file.Checksum == expected, "its checksum does not agree with its contents");
    }
}
