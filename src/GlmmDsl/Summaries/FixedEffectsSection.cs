using System.Text;
using GlmmDsl.Printing;
using MathNet.Numerics;

namespace GlmmDsl.Summaries;

/// <summary>The table of coefficients, and their correlations if there are few.</summary>
internal static class FixedEffectsSection
{
    /// <summary>With more coefficients than this nobody reads the matrix; lme4 leaves it out too.</summary>
    private const int MostCorrelated = 12;

    private const int HeadingLength = 6;

    /// <summary>Appends the section; nothing when the model has no fixed effects.</summary>
    /// <param name="text">The text to append to.</param>
    /// <param name="coefficients">The coefficients.</param>
    /// <param name="covariance">Their covariance.</param>
    /// <param name="withPValues">Whether to show p values: Wald's z is close enough to normal in a generalised model, which has no σ to estimate.</param>
    /// <param name="isReml">Whether the fit is by REML, so that Kenward and Roger's tests are there.</param>
    public static void Append(StringBuilder text, CoefficientCollection coefficients, CoefficientCovariance covariance, bool withPValues, bool isReml)
    {
        if (coefficients.Count == 0)
        {
            text.Append("\nNo fixed effects.\n");
            return;
        }

        AppendTable(text, coefficients, withPValues);
        if (!withPValues)
        {
            text.Append(isReml ? "For p values: KenwardRoger() or Satterthwaite(); on the command line, glmm test.\n" : "For p values: Satterthwaite(); on the command line, glmm test.\n");
        }

        if (covariance.Names.Length is > 1 and <= MostCorrelated)
        {
            AppendCorrelations(text, covariance);
        }
    }

    /// <summary>The table by itself, under its heading.</summary>
    public static string Table(IReadOnlyList<Coefficient> coefficients, bool withPValues)
    {
        var text = new StringBuilder();
        AppendTable(text, coefficients, withPValues);
        return text.ToString().TrimStart('\n');
    }

    private static void AppendTable(StringBuilder text, IReadOnlyList<Coefficient> coefficients, bool withPValues)
    {
        int? decimals = NumberColumn.Decimals(coefficients.SelectMany(c => new[] { c.Estimate, c.StandardError }));
        string[] pValues = withPValues ? PValues.Format([.. coefficients.Select(c => PValue(c.Statistic))]) : [];
        text.Append(withPValues ? "\nFixed effects (z and p: approximate, Wald):\n" : "\nFixed effects (z: approximate, Wald):\n");
        string[] headings = ["", "Estimate", "Std. Error", "z value"];
        var table = new TextTable([true, .. Enumerable.Repeat(false, withPValues ? 4 : 3)], withPValues ? [.. headings, "Pr(>|z|)"] : headings);
        int row = 0;
        foreach (Coefficient coefficient in coefficients)
        {
            string[] cells =
            [
                coefficient.Name,
                NumberColumn.Format(coefficient.Estimate, decimals),
                NumberColumn.Format(coefficient.StandardError, decimals),
                NumberColumn.Format(coefficient.Statistic, Math.Abs(coefficient.Statistic) < 1e6 ? 3 : null),
            ];
            table.Add(withPValues ? [.. cells, pValues[row++]] : cells);
        }

        table.WriteTo(text, "");
    }

    /// <summary>2Φ(−|z|).</summary>
    private static double PValue(double z) => SpecialFunctions.Erfc(Math.Abs(z) / Constants.Sqrt2);

    private static void AppendCorrelations(StringBuilder text, CoefficientCovariance covariance)
    {
        text.Append("\nCorrelation of fixed effects:\n");
        int count = covariance.Names.Length;
        var table = new TextTable(
            [true, .. Enumerable.Repeat(false, count - 1)],
            ["", .. Abbreviation.Of(covariance.Names, HeadingLength).Take(count - 1)]);
        for (int i = 1; i < count; i++)
        {
            table.Add([covariance.Names[i], .. Enumerable.Range(0, i).Select(j => NumberColumn.Format(covariance.Correlation(i, j), 3))]);
        }

        table.WriteTo(text, "");
    }
}
