using System.Text.Json;
using System.Text.Json.Serialization;

namespace GlmmDsl;

/// <summary>
/// Writes a fit as <see cref="MixedModelFit.ToJson"/> does, wherever System.Text.Json serialises one, as in <c>Results.Ok(fit)</c>. It uses no reflection, so it works in programs that are compiled
/// ahead of time.
/// </summary>
public sealed class MixedModelFitJsonConverter : JsonConverter<MixedModelFit>
{
    /// <summary>Not supported: the JSON is a report. <see cref="MixedModelFit.Load"/> reads what <see cref="MixedModelFit.Save"/> wrote.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public override MixedModelFit Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("This JSON is a report of the fit, from which it cannot be read back. Write a fit that you want to read again by Save, and read it by Load.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, MixedModelFit value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        writer.WriteRawValue(value.ToJson());
    }
}
