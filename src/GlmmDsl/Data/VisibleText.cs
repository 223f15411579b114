using System.Globalization;
using System.Text;

namespace GlmmDsl.Data;

/// <summary>
/// Text of the data made safe to show: characters that would control a terminal (escape sequences) or change the direction of the text after them
/// are written as <c>\u001B</c>.
/// </summary>
internal static class VisibleText
{
    /// <summary>The text on one line: line breaks and tabs are escaped too.</summary>
    public static string Of(string text) => Escape(text, keep: "");

    /// <summary>Text of several lines, whose line feeds stay.</summary>
    public static string OfLines(string text) => Escape(text, keep: "\n");

    /// <summary>Whether a character has an effect instead of being visible: control characters, line separators, bidirectional marks.</summary>
    public static bool IsUnseen(char character) =>
        char.IsControl(character)
        || character is '\u061C' or '\u200E' or '\u200F' or '\u2028' or '\u2029' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') or '\uFEFF';

    /// <summary>A character's escape, <c>\u001B</c>.</summary>
    public static string EscapeOf(char character) => "\\u" + ((int)character).ToString("X4", CultureInfo.InvariantCulture);

    private static string Escape(string text, string keep)
    {
        if (!text.Any(c => IsUnseen(c) && !keep.Contains(c)))
        {
            return text;
        }

        var shown = new StringBuilder(text.Length + 16);
        foreach (char character in text)
        {
            if (IsUnseen(character) && !keep.Contains(character))
            {
                shown.Append(EscapeOf(character));
            }
            else
            {
                shown.Append(character);
            }
        }

        return shown.ToString();
    }
}
