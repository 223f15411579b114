using System.ComponentModel;
using System.Globalization;

namespace GlmmDsl.Modeling;

/// <summary>Values at which marginal means of a typed model are taken. Typed models derive from it and add a property for each column.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class TypedReferenceValues
{
    /// <summary>The columns that have a value, with its text.</summary>
    internal IEnumerable<KeyValuePair<string, string>> Given => Texts().Where(v => v.Text is not null).Select(v => KeyValuePair.Create(v.Column, v.Text!));

    /// <summary>For each column the text of its value: a number, or a factor's level; null for the usual values.</summary>
    protected abstract IEnumerable<(string Column, string? Text)> Texts();

    /// <summary>The text of a number.</summary>
    /// <param name="value">The number; null for the usual one.</param>
    protected static string? Text(double? value) => value?.ToString("R", CultureInfo.InvariantCulture);
}
