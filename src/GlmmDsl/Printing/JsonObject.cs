using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using GlmmDsl.Data;

namespace GlmmDsl.Printing;

/// <summary>Writes one JSON object to a text.</summary>
internal static class JsonObject
{
    // Names like I(x > 2)TRUE stay readable; the text is JSON on its own, never part of a page.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The object whose properties an action writes.</summary>
    public static string Write(Action<Utf8JsonWriter> properties)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            properties(json);
            json.WriteEndObject();
        }

        // Direction marks and other invisible characters can only be inside strings, where JSON has an escape for them.
        return VisibleText.Of(Encoding.UTF8.GetString(buffer.WrittenSpan));
    }
}
