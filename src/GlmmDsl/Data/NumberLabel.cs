using System.Globalization;

namespace GlmmDsl.Data;

/// <summary>Numbers as names of levels, as R's <c>as.character</c> writes them.</summary>
internal static class NumberLabel
{
    /// <summary>Whole numbers up to here are exact in a double.</summary>
    public const double LargestExactInteger = 9007199254740992;

    /// <summary>
    /// Whole numbers as plain digits where a double holds them exactly; others with as few digits as give the value to 15 significant
    /// ones, in fixed notation unless scientific is shorter (<c>0.2</c>, <c>1e-05</c>). R writes 100000 as <c>1e+05</c> when it is stored
    /// as a double and as <c>100000</c> when as an integer; here it is always the latter. Whole numbers that 15 digits do not tell from their
    /// neighbours have as many as do: they are identifiers, and two of them are two levels.
    /// </summary>
    public static string Of(double value)
    {
        if (double.IsInteger(value) && Math.Abs(value) <= LargestExactInteger)
        {
            return ((long)value).ToString(CultureInfo.InvariantCulture);
        }

        if (!double.IsFinite(value))
        {
            return double.IsNaN(value) ? "NaN" : value > 0 ? "Inf" : "-Inf";
        }

        string text = Math.Abs(value).ToString("E14", CultureInfo.InvariantCulture);
        for (int more = 15; more <= 16 && double.IsInteger(value) && double.Parse(text, CultureInfo.InvariantCulture) != Math.Abs(value); more++)
        {
            text = Math.Abs(value).ToString(more == 15 ? "E15" : "E16", CultureInfo.InvariantCulture);
        }

        int mark = text.IndexOf('E', StringComparison.Ordinal);
        string digits = (text[..1] + text[2..mark]).TrimEnd('0');
        int exponent = int.Parse(text.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        int decimals = Math.Max(digits.Length - exponent - 1, 0);
        int fixedWidth = Math.Max(exponent, 0) + 1 + (decimals > 0 ? decimals + 1 : 0);
        int scientificWidth = digits.Length + (digits.Length > 1 ? 1 : 0) + (Math.Abs(exponent) < 100 ? 4 : 5);
        string unsigned = fixedWidth <= scientificWidth ? Fixed(digits, exponent) : Scientific(digits, exponent);
        return value < 0 ? "-" + unsigned : unsigned;
    }

    private static string Fixed(string digits, int exponent)
    {
        if (exponent < 0)
        {
            return "0." + new string('0', -exponent - 1) + digits;
        }

        return digits.Length <= exponent + 1 ? digits.PadRight(exponent + 1, '0') : digits[..(exponent + 1)] + "." + digits[(exponent + 1)..];
    }

    private static string Scientific(string digits, int exponent)
    {
        string mantissa = digits.Length > 1 ? digits[..1] + "." + digits[1..] : digits;
        return mantissa + (exponent < 0 ? "e-" : "e+") + Math.Abs(exponent).ToString("00", CultureInfo.InvariantCulture);
    }
}
