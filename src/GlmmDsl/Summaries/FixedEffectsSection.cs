using System.Text;

namespace GlmmDsl.Summaries;

/// <summary>The table of coefficients, and their correlations where they are few.</summary>
internal static class FixedEffectsSection
{
    /// <summary>More coefficients than this make a matrix that nobody reads; lme4 leaves it out too.</summary>
    private const int MostCorrelated = 12;

    private const int HeadingLength = 6;

    /// <summary>Appends the section; nothing when the model has no fixed effects.</summary>
    public static void Append(StringBuilder text, CoefficientCollection coefficients, CoefficientCovariance covariance)
    {
        if (coefficients.Count == 0)
        {
            text.Append("\nNo fixed effects.\n");
            return;
        }

        AppendTable(text, coefficients);
        if (covariance.Names.Length is > 1 and <= MostCorrelated)
        {
            AppendCorrelations(text, covariance);
        }
    }

    private static void AppendTable(StringBuilder text, CoefficientCollection coefficients)
    {
        // Estimates are shown as far as their standard errors make them worth showing.
        int? decimals = NumberColumn.Decimals(coefficients.Select(c => c.StandardError));
        text.Append("\nFixed effects (z: approximate, Wald):\n");
        var table = new TextTable([true, false, false, false], "", "Estimate", "Std. Error", "z value");
        foreach (Coefficient coefficient in coefficients)
        {
            table.Add(
                coefficient.Name,
                NumberColumn.Format(coefficient.Estimate, decimals),
                NumberColumn.Format(coefficient.StandardError, decimals),
                NumberColumn.Format(coefficient.Statistic, Math.Abs(coefficient.Statistic) < 1e6 ? 3 : null));
        }

        table.WriteTo(text, "");
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
