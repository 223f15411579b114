using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace GlmmDsl.Modeling;

/// <summary>Writes a fit of a typed model as <see cref="TypedFit.ToJson"/> does; generated fits name it explicitly, because the attribute is not inherited.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class TypedFitJsonConverter : JsonConverter<TypedFit>
{
    /// <inheritdoc/>
    public override bool CanConvert(Type typeToConvert) => typeof(TypedFit).IsAssignableFrom(typeToConvert);

    /// <summary>Not supported: the JSON is a report. <see cref="MixedModelFit.Load"/> reads what <see cref="TypedFit.Save"/> wrote.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public override TypedFit Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("This JSON is a report of the fit, from which it cannot be read back. Write a fit that you want to read again by Save, and read it by Load.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, TypedFit value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        writer.WriteRawValue(value.ToJson());
    }
}
