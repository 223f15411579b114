using System.Globalization;
using System.Text;
using GlmmDsl.Printing;

namespace GlmmDsl.Inference.Hypotheses;

/// <summary>Tables of tests as lmerTest and car print them.</summary>
internal static class TestTables
{
    /// <summary>The table of coefficients.</summary>
    /// <param name="tests">The tests.</param>
    /// <param name="heading">A heading; null for none.</param>
    public static string Coefficients(IReadOnlyList<CoefficientTest> tests, string? heading)
    {
        bool isT = tests.Any(t => double.IsFinite(t.DegreesOfFreedom));
        int? decimals = NumberColumn.Decimals(tests.SelectMany(t => new[] { t.Estimate, t.StandardError }));
        string[] pValues = PValues.Format([.. tests.Select(t => t.PValue)]);
        string[] df = Degrees([.. tests.Select(t => t.DegreesOfFreedom)]);
        string[] headings = isT ? ["", "Estimate", "Std. Error", "df", "t value", "Pr(>|t|)"] : ["", "Estimate", "Std. Error", "z value", "Pr(>|z|)"];
        var table = new TextTable([true, .. Enumerable.Repeat(false, headings.Length - 1)], headings);
        for (int i = 0; i < tests.Count; i++)
        {
            CoefficientTest test = tests[i];
            string[] start = [test.Name, NumberColumn.Format(test.Estimate, decimals), NumberColumn.Format(test.StandardError, decimals)];
            string[] end = [Statistic(test.Statistic), pValues[i]];
            table.Add(isT ? [.. start, df[i], .. end] : [.. start, .. end]);
        }

        return Written(table, heading);
    }

    /// <summary>The table of terms: sums of squares and F, or chi-square.</summary>
    /// <param name="tests">The tests.</param>
    /// <param name="heading">A heading; null for none.</param>
    public static string Terms(IReadOnlyList<FTest> tests, string? heading)
    {
        string[] pValues = PValues.Format([.. tests.Select(t => t.PValue)], PValues.AnovaDigits);
        string[] statistics = Statistics([.. tests.Select(t => t.Statistic)]);
        if (tests.All(t => t.IsChiSquare))
        {
            var chiSquares = new TextTable([true, false, false, false], "", "Chisq", "Df", "Pr(>Chisq)");
            for (int i = 0; i < tests.Count; i++)
            {
                chiSquares.Add(tests[i].Name, statistics[i], Count(tests[i]), pValues[i]);
            }

            return Written(chiSquares, heading);
        }

        string[] sums = Numbers([.. tests.Select(t => t.NumeratorDegreesOfFreedom * MeanSquare(t))]);
        string[] means = Numbers([.. tests.Select(MeanSquare)]);
        string[] df = Degrees([.. tests.Select(t => t.DenominatorDegreesOfFreedom)]);
        var table = new TextTable([true, false, false, false, false, false, false], "", "Sum Sq", "Mean Sq", "NumDF", "DenDF", "F value", "Pr(>F)");
        for (int i = 0; i < tests.Count; i++)
        {
            table.Add(tests[i].Name, sums[i], means[i], Count(tests[i]), df[i], statistics[i], pValues[i]);
        }

        return Written(table, heading);
    }

    /// <summary>F before it was scaled, times σ̂².</summary>
    private static double MeanSquare(FTest test) => test.Statistic / test.Scaling * test.ResidualVariance;

    private static string Count(FTest test) => test.NumeratorDegreesOfFreedom.ToString(CultureInfo.InvariantCulture);

    private static string Statistic(double value) => NumberColumn.Format(value, Math.Abs(value) < 1e6 ? 3 : null);

    /// <summary>F or chi-square as R's <c>anova</c> prints them: five digits, and four decimals at most.</summary>
    private static string[] Statistics(double[] values)
    {
        int? decimals = NumberColumn.Decimals(values, 5) is int d ? Math.Min(d, 4) : null;
        return Array.ConvertAll(values, v => NumberColumn.Format(v, decimals, 5));
    }

    private static string[] Degrees(double[] values) => Array.ConvertAll(values, v => NumberColumn.Format(v, Math.Abs(v) < 1e6 ? 2 : null));

    private static string[] Numbers(double[] values)
    {
        int? decimals = NumberColumn.Decimals(values);
        return Array.ConvertAll(values, v => NumberColumn.Format(v, decimals));
    }

    private static string Written(TextTable table, string? heading)
    {
        var text = new StringBuilder(heading is null ? "" : heading + "\n");
        table.WriteTo(text, "");
        return text.ToString();
    }
}
