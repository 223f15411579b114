using System.Globalization;

namespace GlmmDsl.Printing;

/// <summary>
/// Numbers of one column as R's <c>format(x, digits)</c> writes them: with the fewest common decimals that show each to so many significant digits, zeros at the end not
/// counted; in scientific notation where that is shorter.
/// </summary>
internal static class SignificantNumbers
{
    private const int ExponentWidth = 4;

    /// <summary>The texts, not padded.</summary>
    public static string[] Format(IReadOnlyList<double> numbers, int digits)
    {
        int decimals = 0, left = 1, mantissa = 1, exponentWidth = ExponentWidth;
        int sign = numbers.Any(n => n < 0) ? 1 : 0;
        foreach (double number in numbers.Where(n => double.IsFinite(n) && n != 0))
        {
            string text = Math.Abs(number).ToString("E" + (digits - 1).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
            int at = text.IndexOf('E');
            int exponent = int.Parse(text.AsSpan(at + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            int significant = Math.Max(1, text[..at].Replace(".", "", StringComparison.Ordinal).TrimEnd('0').Length);
            decimals = Math.Max(decimals, significant - 1 - exponent);
            left = Math.Max(left, exponent + 1);
            mantissa = Math.Max(mantissa, significant);
            exponentWidth = Math.Abs(exponent) >= 100 ? ExponentWidth + 1 : exponentWidth;
        }

        int fixedWidth = sign + left + (decimals > 0 ? decimals + 1 : 0);
        int scientificWidth = sign + mantissa + (mantissa > 1 ? 1 : 0) + exponentWidth;
        int? common = fixedWidth > scientificWidth ? null : decimals;
        return [.. numbers.Select(n => NumberColumn.Format(n, common, mantissa))];
    }

    /// <summary>Numbers with what is below the seventh significant digit of the largest rounded away, as R's <c>zapsmall</c> does.</summary>
    public static double[] Zapped(IReadOnlyList<double> numbers)
    {
        double largest = numbers.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(0).Max();
        int decimals = largest > 0 ? Math.Max(0, 7 - (int)Math.Ceiling(Math.Log10(largest))) : 7;
        return [.. numbers.Select(n => double.IsFinite(n) && decimals <= 15 ? Math.Round(n, decimals) : n)];
    }
}
