using System.Globalization;
using System.Text;

namespace GlmmDsl.Data;

/// <summary>
/// What counts as a number in a text file: an optional sign, digits, the decimal mark, an exponent; <c>Inf</c> and <c>Infinity</c> in any
/// case; blanks around. No thousands separators, no hexadecimal, no <c>NaN</c>, whatever the culture.
/// </summary>
internal sealed class NumberFormat
{
    private const NumberStyles Styles = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
    private const int LongestNumber = 512;
    private const int LongestFastInteger = 15;

    private readonly NumberFormatInfo format;
    private readonly byte decimalMark;

    private NumberFormat(char decimalMark)
    {
        this.decimalMark = (byte)decimalMark;
        format = (NumberFormatInfo)NumberFormatInfo.InvariantInfo.Clone();
        format.NumberDecimalSeparator = decimalMark.ToString();
        // Thousands separators are not allowed, yet the two must differ.
        format.NumberGroupSeparator = " ";
    }

    /// <summary>Decimal points.</summary>
    public static NumberFormat Point { get; } = new('.');

    /// <summary>Decimal commas.</summary>
    public static NumberFormat Comma { get; } = new(',');

    /// <summary>The decimal mark.</summary>
    public char DecimalMark => (char)decimalMark;

    /// <summary>The syntax with the other decimal mark, to tell when a file was read with the wrong one.</summary>
    public NumberFormat Other => ReferenceEquals(this, Point) ? Comma : Point;

    /// <summary>Reads a number from UTF-8 text.</summary>
    public bool TryParse(ReadOnlySpan<byte> text, out double value)
    {
        value = double.NaN;
        if (!text.IsEmpty && (text[0] <= ' ' || text[^1] <= ' '))
        {
            text = text[Ascii.Trim(text)];
        }

        if (text.IsEmpty || text.Length > LongestNumber)
        {
            return false;
        }

        bool hasSign = text[0] is (byte)'+' or (byte)'-';
        ReadOnlySpan<byte> unsigned = hasSign ? text[1..] : text;
        if (unsigned.IsEmpty)
        {
            return false;
        }

        if (TryParseShortInteger(unsigned, out long integer))
        {
            value = text[0] == (byte)'-' ? -(double)integer : integer;
            return true;
        }

        if (char.IsAsciiDigit((char)unsigned[0]) || unsigned[0] == decimalMark)
        {
            return double.TryParse(text, Styles, format, out value);
        }

        if (Ascii.EqualsIgnoreCase(unsigned, "Inf"u8) || Ascii.EqualsIgnoreCase(unsigned, "Infinity"u8))
        {
            value = text[0] == (byte)'-' ? double.NegativeInfinity : double.PositiveInfinity;
            return true;
        }

        return false;
    }

    /// <summary>Reads a number from text.</summary>
    public bool TryParse(string text, out double value)
    {
        value = double.NaN;
        Span<byte> utf8 = stackalloc byte[LongestNumber];
        return Encoding.UTF8.TryGetBytes(text, utf8, out int length) && TryParse(utf8[..length], out value);
    }

    /// <summary>
    /// The one name of a number however it is written: <c>007</c>, <c>+7</c> and <c>7.0</c> are <c>7</c>. Whole numbers written as digits
    /// stay exact at any length: identifiers must not pass through a double.
    /// </summary>
    public bool TryCanonical(string text, out double value, out string label)
    {
        label = "";
        if (!TryParse(text, out value))
        {
            return false;
        }

        label = CanonicalInteger(text.AsSpan().Trim()) ?? NumberLabel.Of(value);
        return true;
    }

    /// <summary>Whether the text is a whole number in digits alone that a double may not hold exactly.</summary>
    public static bool IsLongInteger(ReadOnlySpan<byte> text, double value)
    {
        return Math.Abs(value) >= NumberLabel.LargestExactInteger
            && text[Ascii.Trim(text)].TrimStart("+-"u8).IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;
    }

    /// <summary>Orders numbers by value, exactly: doubles first, then, where they tie, the digits of long whole numbers.</summary>
    public static int Compare((double Value, string Label) a, (double Value, string Label) b)
    {
        int order = a.Value.CompareTo(b.Value);
        if (order != 0 || a.Label == b.Label)
        {
            return order;
        }

        order = a.Label.Length.CompareTo(b.Label.Length);
        order = order != 0 ? order : string.CompareOrdinal(a.Label, b.Label);
        return a.Value < 0 ? -order : order;
    }

    private static string? CanonicalInteger(ReadOnlySpan<char> text)
    {
        bool isNegative = text.StartsWith('-');
        ReadOnlySpan<char> digits = text.StartsWith('-') || text.StartsWith('+') ? text[1..] : text;
        if (digits.IsEmpty || digits.ContainsAnyExceptInRange('0', '9'))
        {
            return null;
        }

        digits = digits.TrimStart('0');
        return digits.IsEmpty ? "0" : isNegative ? string.Concat("-", digits) : digits.ToString();
    }

    // Most numbers of a table are short and whole; this spares them the general parser.
    private static bool TryParseShortInteger(ReadOnlySpan<byte> digits, out long value)
    {
        value = 0;
        if (digits.Length > LongestFastInteger)
        {
            return false;
        }

        foreach (byte character in digits)
        {
            uint digit = (uint)character - '0';
            if (digit > 9)
            {
                return false;
            }

            value = (value * 10) + digit;
        }

        return true;
    }
}
