using System.Globalization;

namespace GlmmDsl.Data;

/// <summary>
/// What counts as a number in a text file: an optional sign, digits, the decimal mark, an exponent; <c>Inf</c> and <c>Infinity</c> in any
/// case; blanks around. No thousands separators, no hexadecimal, no <c>NaN</c>, whatever the culture.
/// </summary>
internal sealed class NumberFormat
{
    private const NumberStyles Styles = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
    private const int LongestNumber = 512;
    private const int MostFastDigits = 19;
    private const double LargestExactMantissa = 9007199254740992;

    private readonly NumberFormatInfo format;
    private readonly char decimalMark;

    private NumberFormat(char decimalMark)
    {
        this.decimalMark = decimalMark;
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
    public char DecimalMark => decimalMark;

    /// <summary>The syntax with the other decimal mark, to tell when a file was read with the wrong one.</summary>
    public NumberFormat Other => ReferenceEquals(this, Point) ? Comma : Point;

    private static ReadOnlySpan<double> PowersOfTen =>
        [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19];

    /// <summary>Reads a number from text.</summary>
    public bool TryParse(ReadOnlySpan<char> text, out double value)
    {
        value = double.NaN;
        if (!text.IsEmpty && (text[0] <= ' ' || text[^1] <= ' '))
        {
            text = text.Trim(" \t\r\n\v\f");
        }

        if (text.IsEmpty || text.Length > LongestNumber)
        {
            return false;
        }

        bool isNegative = text[0] == '-';
        ReadOnlySpan<char> unsigned = isNegative || text[0] == '+' ? text[1..] : text;
        if (unsigned.IsEmpty)
        {
            return false;
        }

        if (TryParseShort(unsigned, out double size))
        {
            value = isNegative ? -size : size;
            return true;
        }

        if (char.IsAsciiDigit(unsigned[0]) || unsigned[0] == decimalMark)
        {
            return double.TryParse(text, Styles, format, out value);
        }

        if (unsigned.Equals("Inf", StringComparison.OrdinalIgnoreCase) || unsigned.Equals("Infinity", StringComparison.OrdinalIgnoreCase))
        {
            value = isNegative ? double.NegativeInfinity : double.PositiveInfinity;
            return true;
        }

        return false;
    }

    /// <summary>
    /// The canonical name of a number, however it is written: <c>007</c>, <c>+7</c> and <c>7.0</c> are <c>7</c>. Whole numbers written as digits
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

    /// <summary>
    /// Whether the number loses nothing of its text: it is not a whole number that a double may not hold exactly, and has no leading zeros, which
    /// an identifier may need.
    /// </summary>
    public static bool IsPlain(ReadOnlySpan<char> text, double value)
    {
        ReadOnlySpan<char> digits = text[0] is '+' or '-' ? text[1..] : text;
        bool isPadded = digits.Length > 1 && digits[0] == '0' && char.IsAsciiDigit(digits[1]);
        return !isPadded && (Math.Abs(value) < NumberLabel.LargestExactInteger || digits.ContainsAnyExceptInRange('0', '9'));
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

    // Most numbers of a table are short. Where the digits without their mark are below 2^53 they are exact, as is the power of ten, and their
    // quotient is rounded once: the nearest double (Clinger 1990, Proc. PLDI, "fast path"). Others are left to the general parser.
    private bool TryParseShort(ReadOnlySpan<char> unsigned, out double value)
    {
        value = 0;
        ulong mantissa = 0;
        int mark = -1;
        for (int i = 0; i < unsigned.Length; i++)
        {
            uint digit = (uint)unsigned[i] - '0';
            if (digit <= 9 && i < MostFastDigits)
            {
                mantissa = (mantissa * 10) + digit;
            }
            else if (unsigned[i] == decimalMark && mark < 0 && i < MostFastDigits)
            {
                mark = i;
            }
            else
            {
                return false;
            }
        }

        if (mantissa > LargestExactMantissa || unsigned.Length == (mark < 0 ? 0 : 1))
        {
            return false;
        }

        value = mark < 0 ? (long)mantissa : (long)mantissa / PowersOfTen[unsigned.Length - 1 - mark];
        return true;
    }
}
