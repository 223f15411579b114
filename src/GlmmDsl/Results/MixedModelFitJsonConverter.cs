using System.Text.Json;
using System.Text.Json.Serialization;

namespace GlmmDsl;

/// <summary>
/// Writes a fit as <see cref="MixedModelFit.ToJson"/> does, wherever System.Text.Json serialises one, as in <c>Results.Ok(fit)</c>. It uses no reflection, so it works in programs that are compiled
/// ahead of time.
/// </summary>
public sealed class MixedModelFitJsonConverter : JsonConverter<MixedModelFit>
{
    /// <summary>Not supported: a fit is not read back.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public override MixedModelFit Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("A fit cannot be read from JSON: save the data or the cross-products, and fit again.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, MixedModelFit value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        writer.WriteRawValue(value.ToJson());
    }
}
