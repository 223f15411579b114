using System.Globalization;

namespace GlmmDsl.Summaries;

/// <summary>Numbers of one column of a printed table, with common decimals so that they can be read down the column.</summary>
internal static class NumberColumn
{
    /// <summary>The significant digits that the smallest number shows.</summary>
    private const int SignificantDigits = 4;

    private const int MostDecimals = 8;

    /// <summary>A number so much smaller than the largest does not set the decimals of all.</summary>
    private const double SmallestShare = 1e-4;

    /// <summary>
    /// The decimals that show the smallest of these numbers to four digits; null where the column spans too many orders of magnitude and each
    /// number is better written by itself.
    /// </summary>
    public static int? Decimals(IEnumerable<double> numbers)
    {
        double[] sizes = [.. numbers.Select(Math.Abs).Where(x => x > 0 && double.IsFinite(x))];
        if (sizes.Length == 0)
        {
            return 0;
        }

        double largest = sizes.Max();
        double smallest = Math.Max(sizes.Min(), SmallestShare * largest);
        int decimals = Math.Max(SignificantDigits - 1 - (int)Math.Floor(Math.Log10(smallest)), 0);
        return decimals > MostDecimals || largest >= 1e9 ? null : decimals;
    }

    /// <summary>A number with these decimals, or by itself; NA for NaN.</summary>
    public static string Format(double number, int? decimals)
    {
        if (double.IsNaN(number))
        {
            return "NA";
        }

        string text = number.ToString(decimals is int d ? "F" + d.ToString(CultureInfo.InvariantCulture) : "G5", CultureInfo.InvariantCulture);

        // A negative number that rounds to zero would print as -0.000.
        return text.StartsWith('-') && text.AsSpan(1).IndexOfAnyExcept('0', '.') < 0 ? text[1..] : text;
    }
}
