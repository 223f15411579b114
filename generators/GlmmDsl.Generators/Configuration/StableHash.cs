using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace GlmmDsl.Generators.Configuration;

/// <summary>A hash of a text that is the same in every process.</summary>
internal static class StableHash
{
    /// <summary>The first 64 bits of the text's SHA-256, in hexadecimal.</summary>
    public static string Of(string text)
    {
        using SHA256 algorithm = SHA256.Create();
        byte[] hash = algorithm.ComputeHash(Encoding.UTF8.GetBytes(text));
        return string.Concat(hash.Take(8).Select(b => b.ToString("x2", CultureInfo.InvariantCulture)));
    }
}
