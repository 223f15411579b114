using System.Globalization;

namespace GlmmDsl.Printing;

/// <summary>
/// Numbers of one column of a printed table, written so that they can be read down the column and that each keeps its significant digits,
/// as R's <c>format</c> writes them: with common decimals, or all in scientific notation where that is shorter.
/// </summary>
internal static class NumberColumn
{
    /// <summary>The significant digits that every estimate, standard error, variance and standard deviation shows.</summary>
    public const int SignificantDigits = 4;

    private const int ExponentWidth = 4;

    /// <summary>
    /// The number of decimals that shows each of these numbers to the given digits; null if scientific notation is shorter.
    /// </summary>
    public static int? Decimals(IEnumerable<double> numbers, int digits = SignificantDigits)
    {
        int decimals = 0;
        int left = 1;
        int exponentWidth = ExponentWidth;
        bool isNegative = false;
        bool hasSize = false;
        foreach (double number in numbers.Where(double.IsFinite))
        {
            isNegative |= number < 0;
            if (number != 0)
            {
                int exponent = Exponent(number, digits);
                decimals = Math.Max(decimals, digits - 1 - exponent);
                left = Math.Max(left, exponent + 1);
                exponentWidth = Math.Abs(exponent) >= 100 ? ExponentWidth + 1 : exponentWidth;
                hasSize = true;
            }
        }

        int sign = isNegative ? 1 : 0;
        int fixedWidth = sign + left + (decimals > 0 ? decimals + 1 : 0);
        int scientificWidth = sign + digits + (digits > 1 ? 1 : 0) + exponentWidth;
        return hasSize && fixedWidth > scientificWidth ? null : decimals;
    }

    /// <summary>A number with these decimals, or in scientific notation with the given digits; NA for NaN, Inf and -Inf as R prints them.</summary>
    public static string Format(double number, int? decimals, int digits = SignificantDigits)
    {
        if (!double.IsFinite(number))
        {
            return double.IsNaN(number) ? "NA" : number > 0 ? "Inf" : "-Inf";
        }

        string format = decimals is int d
            ? "F" + d.ToString(CultureInfo.InvariantCulture)
            : "0" + (digits > 1 ? "." + new string('0', digits - 1) : "") + "e+00";
        string text = number.ToString(format, CultureInfo.InvariantCulture);

        // A negative number that rounds to zero would print as -0.000.
        return text.StartsWith('-') && text.AsSpan(1).IndexOfAnyExcept("0.") < 0 ? text[1..] : text;
    }

    // The power of ten of the number rounded to the given digits: 9.9996 is 10.00.
    private static int Exponent(double number, int digits)
    {
        string text = number.ToString("E" + (digits - 1).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return int.Parse(text.AsSpan(text.IndexOf('E') + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
    }
}
