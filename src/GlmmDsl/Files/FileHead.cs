using System.Text.Json;

namespace GlmmDsl.Files;

/// <summary>What can be told of a file of any version: its format, and whether a list holds null where the types, which JSON does not know, allow none.</summary>
/// <param name="Format">The name of the format; null where there is none.</param>
/// <param name="Version">The version; 0 where there is none.</param>
/// <param name="HasNullInList">Whether a list other than one of numbers holds null.</param>
internal readonly record struct FileHead(string? Format, int Version, bool HasNullInList)
{
    /// <summary>Reads through the object once, keeping nothing.</summary>
    /// <exception cref="JsonException">No JSON, no object, or one of more than 64 levels.</exception>
    public static FileHead Of(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("There is no object.");
        }

        var head = default(FileHead);

        // A bit for each level of the object: whether it is a list.
        ulong lists = 0;
        bool isOfNumbers = false;
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartArray or JsonTokenType.StartObject:
                    lists = (lists << 1) | (reader.TokenType == JsonTokenType.StartArray ? 1UL : 0);
                    break;
                case JsonTokenType.EndArray or JsonTokenType.EndObject:
                    lists >>= 1;
                    break;
                case JsonTokenType.PropertyName:
                    // Lists of numbers where null stands for NaN; any other list of numbers refuses null by its type.
                    isOfNumbers = reader.ValueTextEquals("values"u8);
                    if (reader.CurrentDepth == 1 && reader.ValueTextEquals("format"u8))
                    {
                        reader.Read();
                        head = head with { Format = reader.TokenType == JsonTokenType.String ? reader.GetString() : throw new JsonException("The format is no text.") };
                    }
                    else if (reader.CurrentDepth == 1 && reader.ValueTextEquals("version"u8))
                    {
                        reader.Read();
                        head = head with { Version = reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out int version) ? version : throw new JsonException("The version is no number.") };
                    }

                    break;
                case JsonTokenType.Null when (lists & 1) == 1 && !isOfNumbers:
                    head = head with { HasNullInList = true };
                    break;
            }
        }

        return head;
    }
}
