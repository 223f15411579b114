using System.Text;

namespace GlmmDsl.Formulas;

/// <summary>R's quoted texts and back-quoted names: reads and writes their escapes.</summary>
internal static class QuotedText
{
    private const string EscapeLetters = "nrtabfv";
    private const string EscapeValues = "\n\r\t\a\b\f\v";

    /// <summary>Where the quoted text that begins at <paramref name="start"/> ends, after its closing mark; -1 when it is not closed.</summary>
    public static int End(string text, int start)
    {
        for (int i = start + 1; i < text.Length; i++)
        {
            if (text[i] == text[start])
            {
                return i + 1;
            }

            if (text[i] == '\\')
            {
                i++;
            }
        }

        return -1;
    }

    /// <summary>The text without escapes; an unknown escape is read as its character, and its offset is given.</summary>
    public static string Read(string content, out int unknownEscape)
    {
        unknownEscape = -1;
        if (content.IndexOf('\\') < 0)
        {
            return content;
        }

        var result = new StringBuilder(content.Length);
        for (int i = 0; i < content.Length; i++)
        {
            if (content[i] != '\\' || i + 1 == content.Length)
            {
                result.Append(content[i]);
                continue;
            }

            char escaped = content[++i];
            int letter = EscapeLetters.IndexOf(escaped);
            if (escaped is >= '0' and <= '7')
            {
                result.Append(ReadOctal(content, ref i));
            }
            else
            {
                result.Append(letter >= 0 ? EscapeValues[letter] : escaped);
                if (letter < 0 && escaped is not ('\\' or '"' or '\'' or '`' or ' ') && unknownEscape < 0)
                {
                    unknownEscape = i - 1;
                }
            }
        }

        return result.ToString();
    }

    /// <summary>Writes the text between <paramref name="mark"/>s, with the escapes <c>deparse</c> uses.</summary>
    public static string Write(string value, char mark)
    {
        var result = new StringBuilder(value.Length + 2).Append(mark);
        foreach (char c in value)
        {
            int known = EscapeValues.IndexOf(c);
            if (c == mark || c == '\\')
            {
                result.Append('\\').Append(c);
            }
            else if (known >= 0)
            {
                result.Append('\\').Append(EscapeLetters[known]);
            }
            else if (c < ' ' || c == '\x7f')
            {
                result.Append('\\').Append((char)('0' + (c >> 6))).Append((char)('0' + ((c >> 3) & 7))).Append((char)('0' + (c & 7)));
            }
            else
            {
                result.Append(c);
            }
        }

        return result.Append(mark).ToString();
    }

    private static char ReadOctal(string content, ref int position)
    {
        int value = 0;
        int last = Math.Min(position + 3, content.Length);
        int i = position;
        for (; i < last && content[i] is >= '0' and <= '7'; i++)
        {
            value = (value * 8) + (content[i] - '0');
        }

        position = i - 1;
        return (char)value;
    }
}
