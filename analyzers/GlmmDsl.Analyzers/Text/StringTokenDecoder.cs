using System.Globalization;
using Microsoft.CodeAnalysis.Text;

namespace GlmmDsl.Analyzers.Text;

/// <summary>How the text between the quotation marks of a literal is written.</summary>
[Flags]
internal enum StringNotation
{
    /// <summary>Every character is itself: raw.</summary>
    Plain = 0,

    /// <summary>Backslashes begin escapes.</summary>
    Escapes = 1,

    /// <summary>Two quotation marks mean one: verbatim.</summary>
    DoubledQuotes = 2,

    /// <summary>Two braces mean one: interpolated, not raw.</summary>
    DoubledBraces = 4,
}

/// <summary>Decodes a range of source between quotation marks, recording where each character came from.</summary>
internal static class StringTokenDecoder
{
    /// <summary>Decodes the source from <paramref name="start"/> to <paramref name="end"/>.</summary>
    /// <param name="source">The file.</param>
    /// <param name="start">The first character of the literal's content.</param>
    /// <param name="end">The place after its last.</param>
    /// <param name="notation">How it is written.</param>
    /// <param name="indentation">For raw literals of several lines, how many characters each line is indented; else 0.</param>
    /// <param name="root">Stored with the characters.</param>
    /// <param name="characters">Receives them.</param>
    public static void Decode(SourceText source, int start, int end, StringNotation notation, int indentation, int root, List<SourceCharacter> characters)
    {
        int position = IsAtLineStart(source, start) ? SkipIndentation(source, start, end, indentation) : start;
        while (position < end)
        {
            char c = source[position];
            char next = position + 1 < end ? source[position + 1] : '\0';
            if (c == '\\' && (notation & StringNotation.Escapes) != 0)
            {
                position = DecodeEscape(source, position, end, root, characters);
            }
            else if (IsDoubled(c, next, notation))
            {
                characters.Add(new SourceCharacter(c, position, position + 2, root));
                position += 2;
            }
            else
            {
                characters.Add(new SourceCharacter(c, position, position + 1, root));
                position++;
                if (IsAtLineStart(source, position))
                {
                    position = SkipIndentation(source, position, end, indentation);
                }
            }
        }
    }

    private static bool IsDoubled(char c, char next, StringNotation notation) =>
        c == next
        && ((c == '"' && (notation & StringNotation.DoubledQuotes) != 0)
            || (c is '{' or '}' && (notation & StringNotation.DoubledBraces) != 0));

    private static bool IsAtLineStart(SourceText source, int position) =>
        position > 0 && (source[position - 1] == '\n' || (source[position - 1] == '\r' && (position >= source.Length || source[position] != '\n')));

    private static int SkipIndentation(SourceText source, int position, int end, int indentation)
    {
        for (int i = 0; i < indentation && position < end && source[position] is ' ' or '\t'; i++)
        {
            position++;
        }

        return position;
    }

    private static int DecodeEscape(SourceText source, int backslash, int end, int root, List<SourceCharacter> characters)
    {
        int position = backslash + 2;
        char letter = backslash + 1 < end ? source[backslash + 1] : '\\';
        int digits = letter switch { 'x' => 4, 'u' => 4, 'U' => 8, _ => 0 };
        if (digits == 0)
        {
            characters.Add(new SourceCharacter(Simple(letter), backslash, position, root));
            return position;
        }

        int first = position;
        while (position < end && position - first < digits && Uri.IsHexDigit(source[position]))
        {
            position++;
        }

        _ = int.TryParse(source.ToString(TextSpan.FromBounds(first, position)), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int code);
        foreach (char unit in code is >= 0x10000 and <= 0x10FFFF ? char.ConvertFromUtf32(code) : ((char)code).ToString())
        {
            characters.Add(new SourceCharacter(unit, backslash, position, root));
        }

        return position;
    }

    private static char Simple(char letter) =>
        letter switch
        {
            '0' => '\0',
            'a' => '\a',
            'b' => '\b',
            'e' => '\u001b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'v' => '\v',
            _ => letter,
        };
}
