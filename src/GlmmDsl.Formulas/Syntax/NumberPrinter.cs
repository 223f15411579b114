using System.Globalization;
using System.Numerics;

namespace GlmmDsl.Formulas;

/// <summary>
/// Writes numbers as R's <c>deparse</c> does: the fewest digits, at most 15, that give the number to 15 digits; fixed notation unless
/// the scientific one is shorter.
/// </summary>
internal static class NumberPrinter
{
    private const int MaximumDigits = 15;

    public static string Print(NumberSyntax number) =>
        number.IsInteger ? new BigInteger(number.Value).ToString(CultureInfo.InvariantCulture) + "L" : Print(number.Value);

    private static string Print(double value)
    {
        if (double.IsNaN(value) || double.IsInfinity(value))
        {
            return double.IsNaN(value) ? "NaN" : value > 0 ? "Inf" : "-Inf";
        }

        string sign = value < 0 ? "-" : "";
        string scientific = Math.Abs(value).ToString("E" + (MaximumDigits - 1), CultureInfo.InvariantCulture);
        int mark = scientific.IndexOf('E');
        int exponent = int.Parse(scientific.Substring(mark + 1), CultureInfo.InvariantCulture);
        string digits = scientific.Substring(0, mark).Replace(".", "").TrimEnd('0');
        if (digits.Length == 0)
        {
            return "0";
        }

        int fixedWidth = exponent < 0
            ? 1 - exponent + digits.Length
            : Math.Max(exponent + 1, digits.Length > exponent + 1 ? digits.Length + 1 : 0);
        string asScientific = Scientific(digits, exponent);
        return sign + (fixedWidth <= asScientific.Length ? Fixed(Math.Abs(value), digits, exponent) : asScientific);
    }

    private static string Scientific(string digits, int exponent)
    {
        string mantissa = digits.Length == 1 ? digits : digits.Substring(0, 1) + "." + digits.Substring(1);
        return mantissa + (exponent < 0 ? "e-" : "e+") + Math.Abs(exponent).ToString("00", CultureInfo.InvariantCulture);
    }

    private static string Fixed(double value, string digits, int exponent)
    {
        if (exponent < 0)
        {
            return "0." + new string('0', -exponent - 1) + digits;
        }

        // Beyond 15 digits R writes the integer's own digits, not zeros.
        return exponent >= MaximumDigits ? new BigInteger(value).ToString(CultureInfo.InvariantCulture)
            : digits.Length <= exponent + 1 ? digits.PadRight(exponent + 1, '0')
            : digits.Substring(0, exponent + 1) + "." + digits.Substring(exponent + 1);
    }
}
