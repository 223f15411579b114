namespace GlmmDsl.Printing;

/// <summary>A column of p values as R's <c>format.pval</c> writes it: with three digits in tables of coefficients, with four in analyses of variance.</summary>
internal static class PValues
{
    /// <summary>The digits of R's <c>anova</c> tables.</summary>
    public const int AnovaDigits = 4;

    private const int Digits = 3;

    /// <summary>R's <c>.Machine$double.eps</c>, 2⁻⁵²: smaller values are only shown as smaller than this.</summary>
    private const double Epsilon = 2.220446049250313e-16;

    private const double SmallestFixed = 1e-4;
    private const int NarrowColumn = 6;

    /// <summary>
    /// The texts. Values from 0.0001 share their decimals, so that the smallest of them shows the digits; smaller ones are in scientific
    /// notation, and those below 2.2e-16 are written as a bound.
    /// </summary>
    /// <param name="values">The p values; NaN where there is none.</param>
    /// <param name="digits">The digits.</param>
    public static string[] Format(IReadOnlyList<double> values, int digits = Digits)
    {
        int? decimals = NumberColumn.Decimals(values.Where(p => p >= SmallestFixed), digits);
        string[] texts = [.. values.Select(p =>
            double.IsNaN(p) ? "NA" : p < Epsilon ? "" : NumberColumn.Format(p, p >= SmallestFixed ? decimals : null, digits))];
        int widest = texts.Where((_, i) => !double.IsNaN(values[i])).DefaultIfEmpty("").Max(t => t.Length);
        string bound = widest <= NarrowColumn ? "<2e-16" : "< 2e-16";
        return Array.ConvertAll(texts, t => t.Length == 0 ? bound : t);
    }
}
