namespace GlmmDsl.Printing;

/// <summary>A column of p values as R's <c>format.pval</c> writes it with three digits.</summary>
internal static class PValues
{
    private const int Digits = 3;

    /// <summary>R's <c>.Machine$double.eps</c>, 2⁻⁵²: smaller values are only shown as smaller than this.</summary>
    private const double Epsilon = 2.220446049250313e-16;

    private const double SmallestFixed = 1e-4;
    private const int NarrowColumn = 6;

    /// <summary>
    /// The texts. Values from 0.0001 share their decimals, so that the smallest of them shows three digits; smaller ones are in scientific
    /// notation, and those below 2.2e-16 are written as a bound.
    /// </summary>
    public static string[] Format(IReadOnlyList<double> values)
    {
        int? decimals = NumberColumn.Decimals(values.Where(p => p >= SmallestFixed), Digits);
        string[] texts = [.. values.Select(p =>
            double.IsNaN(p) ? "NA" : p < Epsilon ? "" : NumberColumn.Format(p, p >= SmallestFixed ? decimals : null, Digits))];
        int widest = texts.Where((_, i) => !double.IsNaN(values[i])).DefaultIfEmpty("").Max(t => t.Length);
        string bound = widest <= NarrowColumn ? "<2e-16" : "< 2e-16";
        return Array.ConvertAll(texts, t => t.Length == 0 ? bound : t);
    }
}
