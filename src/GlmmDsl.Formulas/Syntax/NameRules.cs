using System.Globalization;

namespace GlmmDsl.Formulas;

/// <summary>Which names R takes without back-quotes: letters, digits, dots and underscores, not beginning with a digit, an underscore, or a dot and a digit.</summary>
internal static class NameRules
{
    private static readonly HashSet<string> Keywords = new(StringComparer.Ordinal)
    {
        "if", "else", "repeat", "while", "function", "for", "next", "break", "in",
    };

    private static readonly HashSet<string> Constants = new(StringComparer.Ordinal)
    {
        "TRUE", "FALSE", "NULL", "Inf", "NaN", "NA", "NA_integer_", "NA_real_", "NA_complex_", "NA_character_",
    };

    /// <summary>Whether the word belongs to R's control flow, so that a column of that name must be back-quoted.</summary>
    public static bool IsKeyword(string name) => Keywords.Contains(name);

    /// <summary>Whether the word means something else without back-quotes than with them.</summary>
    public static bool IsReserved(string name) => Keywords.Contains(name) || Constants.Contains(name);

    /// <summary>Whether R reads the name without back-quotes (reserved words aside).</summary>
    public static bool IsSyntactic(string name) => name.Length > 0 && StartsName(name, 0) && NameEnd(name, 0) == name.Length;

    /// <summary>Whether a name without back-quotes begins here.</summary>
    public static bool StartsName(string text, int position)
    {
        char first = text[position];
        return first == '.'
            ? position + 1 >= text.Length || text[position + 1] is < '0' or > '9'
            : IsLetter(text, position);
    }

    /// <summary>Where the run of name characters that stands at <paramref name="position"/> ends.</summary>
    public static int NameEnd(string text, int position)
    {
        while (position < text.Length && (text[position] is '.' or '_' || IsLetter(text, position) || IsDigitOrMark(text, position)))
        {
            position += char.IsSurrogatePair(text, position) ? 2 : 1;
        }

        return position;
    }

    // Letters outside the basic plane are two code units, so the category is looked up in the text, not for one char.
    private static bool IsLetter(string text, int position) =>
        CharUnicodeInfo.GetUnicodeCategory(text, position) is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter
            or UnicodeCategory.TitlecaseLetter or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter or UnicodeCategory.LetterNumber;

    // Combining marks continue a name: a decomposed letter is the same to its reader as a composed one.
    private static bool IsDigitOrMark(string text, int position) =>
        CharUnicodeInfo.GetUnicodeCategory(text, position) is UnicodeCategory.DecimalDigitNumber or UnicodeCategory.NonSpacingMark
            or UnicodeCategory.SpacingCombiningMark;
}
