using GlmmDsl.Data;

namespace GlmmDsl.Cli.Arguments;

/// <summary>An option's value of the form <c>COL=value</c>, split at the first equals sign.</summary>
/// <param name="Column">The column.</param>
/// <param name="Value">What is set for it.</param>
internal readonly record struct ColumnSetting(string Column, string Value)
{
    /// <summary>Splits the value.</summary>
    /// <exception cref="InputException">No equals sign, no column, or nothing after it.</exception>
    public static ColumnSetting Parse(string option, string text, string example)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals > 0 && equals < text.Length - 1
            ? new ColumnSetting(text[..equals], text[(equals + 1)..])
            : throw new InputException($"{option} takes COL={example}, not {ValueText.Quote(text)}.");
    }
}
