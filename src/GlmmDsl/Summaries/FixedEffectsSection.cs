using System.Globalization;
using System.Text;
using MathNet.Numerics;

namespace GlmmDsl.Summaries;

/// <summary>The table of coefficients, and their correlations where they are few.</summary>
internal static class FixedEffectsSection
{
    /// <summary>More coefficients than this make a matrix that nobody reads; lme4 leaves it out too.</summary>
    private const int MostCorrelated = 12;

    private const int HeadingLength = 6;

    /// <summary>Appends the section; nothing when the model has no fixed effects.</summary>
    /// <param name="text">Where to.</param>
    /// <param name="coefficients">The coefficients.</param>
    /// <param name="covariance">Their covariance.</param>
    /// <param name="withPValues">Whether Wald's z is near enough to normal for its p value to be shown: a generalised model, which has no σ to estimate.</param>
    public static void Append(StringBuilder text, CoefficientCollection coefficients, CoefficientCovariance covariance, bool withPValues)
    {
        if (coefficients.Count == 0)
        {
            text.Append("\nNo fixed effects.\n");
            return;
        }

        AppendTable(text, coefficients, withPValues);
        if (covariance.Names.Length is > 1 and <= MostCorrelated)
        {
            AppendCorrelations(text, covariance);
        }
    }

    private static void AppendTable(StringBuilder text, CoefficientCollection coefficients, bool withPValues)
    {
        // Estimates are shown as far as their standard errors make them worth showing.
        int? decimals = NumberColumn.Decimals(coefficients.Select(c => c.StandardError));
        text.Append(withPValues ? "\nFixed effects (z and p: approximate, Wald):\n" : "\nFixed effects (z: approximate, Wald):\n");
        string[] headings = ["", "Estimate", "Std. Error", "z value"];
        var table = new TextTable([true, .. Enumerable.Repeat(false, withPValues ? 4 : 3)], withPValues ? [.. headings, "Pr(>|z|)"] : headings);
        foreach (Coefficient coefficient in coefficients)
        {
            string[] cells =
            [
                coefficient.Name,
                NumberColumn.Format(coefficient.Estimate, decimals),
                NumberColumn.Format(coefficient.StandardError, decimals),
                NumberColumn.Format(coefficient.Statistic, Math.Abs(coefficient.Statistic) < 1e6 ? 3 : null),
            ];
            table.Add(withPValues ? [.. cells, PValue(coefficient.Statistic)] : cells);
        }

        table.WriteTo(text, "");
    }

    /// <summary>2Φ(−|z|), three digits as R prints them; a share too small for a double prints as a bound.</summary>
    private static string PValue(double z)
    {
        double p = SpecialFunctions.Erfc(Math.Abs(z) / Constants.Sqrt2);
        return double.IsNaN(p) ? "NA" : p < 2e-16 ? "<2e-16" : p < 1e-4 ? p.ToString("0.00e-00", CultureInfo.InvariantCulture) : NumberColumn.Format(p, 5);
    }

    private static void AppendCorrelations(StringBuilder text, CoefficientCovariance covariance)
    {
        text.Append("\nCorrelation of fixed effects:\n");
        int count = covariance.Names.Length;
        var table = new TextTable(
            [true, .. Enumerable.Repeat(false, count - 1)],
            ["", .. covariance.Names.Take(count - 1).Select(Heading)]);
        for (int i = 1; i < count; i++)
        {
            table.Add([covariance.Names[i], .. Enumerable.Range(0, i).Select(j => NumberColumn.Format(covariance.Correlation(i, j), 3))]);
        }

        table.WriteTo(text, "");
    }

    private static string Heading(string name) => name switch
    {
        "(Intercept)" => "(Intr)",
        { Length: > HeadingLength } => name[..HeadingLength],
        _ => name,
    };
}
