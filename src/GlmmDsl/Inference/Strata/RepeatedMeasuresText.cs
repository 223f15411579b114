using System.Globalization;
using System.Text;
using GlmmDsl.Data;
using GlmmDsl.Inference.Comparison;

namespace GlmmDsl.Inference.Strata;

/// <summary>Prints a repeated-measures analysis as R does.</summary>
internal static class RepeatedMeasuresText
{
    /// <summary>All of it.</summary>
    public static string Of(RepeatedMeasuresAnova anova)
    {
        var text = new StringBuilder();
        text.Append(VisibleText.Of(anova.Formula)).Append('\n');
        text.Append(CultureInfo.InvariantCulture, $"{anova.SubjectCount} subjects{(anova.IsAveraged ? ", means of several rows in a cell" : "")}\n");
        foreach (StratumTable stratum in anova.Strata)
        {
            text.Append("\nError: ").Append(VisibleText.Of(stratum.Name)).Append('\n');
            AnovaColumns.Write(
                text,
                [.. stratum.Lines.Select(l => l.Name)],
                ("Df", AnovaColumns.Counts(stratum.Lines.Select(l => (int?)l.DegreesOfFreedom))),
                ("Sum Sq", AnovaColumns.Numbers(stratum.Lines.Select(l => l.SumOfSquares))),
                ("Mean Sq", AnovaColumns.Numbers(stratum.Lines.Select(l => l.MeanSquare))),
                ("F value", AnovaColumns.Numbers(stratum.Lines.Select(l => l.Statistic))),
                ("Pr(>F)", AnovaColumns.Probabilities(stratum.Lines.Select(l => l.PValue))));
        }

        text.Append("\nVariance components (method of moments)\n");
        AnovaColumns.Write(text, [.. anova.Strata.Select((s, i) => i == anova.Strata.Length - 1 && !anova.IsAveraged ? "Residual" : s.Name)], ("Variance", AnovaColumns.Numbers(anova.Strata.Select(s => s.VarianceComponent))));
        text.Append("\nUnivariate Type III Repeated-Measures ANOVA Assuming Sphericity\n\n").Append(Univariate(anova.Tests));
        text.Append(anova.ObservedFactors.IsEmpty ? "" : $"ges: generalized eta squared, observed and not assigned: {VisibleText.Of(string.Join(", ", anova.ObservedFactors))}\n");
        RepeatedMeasuresTest[] within = [.. anova.Tests.Where(t => t.Sphericity is not null)];
        if (within.Length == 0)
        {
            return text.ToString();
        }

        string[] names = [.. within.Select(t => t.Name)];
        text.Append("\nMauchly Tests for Sphericity\n\n");
        AnovaColumns.Write(
            text,
            names,
            ("Test statistic", AnovaColumns.Numbers(within.Select(t => t.Sphericity!.MauchlyStatistic))),
            ("p-value", AnovaColumns.Probabilities(within.Select(t => t.Sphericity!.MauchlyPValue))));
        text.Append("\nGreenhouse-Geisser and Huynh-Feldt Corrections\n for Departure from Sphericity\n\n");
        AnovaColumns.Write(
            text,
            names,
            ("GG eps", AnovaColumns.Numbers(within.Select(t => t.Sphericity!.GreenhouseGeisser))),
            ("Pr(>F[GG])", AnovaColumns.Probabilities(within.Select(t => t.Sphericity!.GreenhouseGeisserPValue))),
            ("HF eps", AnovaColumns.Numbers(within.Select(t => t.Sphericity!.HuynhFeldt))),
            ("Pr(>F[HF])", AnovaColumns.Probabilities(within.Select(t => t.Sphericity!.HuynhFeldtPValue))));
        if (within.Any(t => t.Sphericity!.HuynhFeldt > 1))
        {
            text.Append("HF eps > 1 is treated as 1.\n");
        }

        return text.ToString();
    }

    /// <summary>The table of the F tests.</summary>
    public static string Univariate(IReadOnlyList<RepeatedMeasuresTest> tests)
    {
        var text = new StringBuilder();
        AnovaColumns.Write(
            text,
            [.. tests.Select(t => t.Name)],
            ("Sum Sq", AnovaColumns.Numbers(tests.Select(t => t.SumOfSquares))),
            ("num Df", AnovaColumns.Counts(tests.Select(t => (int?)t.NumeratorDegreesOfFreedom))),
            ("Error SS", AnovaColumns.Numbers(tests.Select(t => t.ErrorSumOfSquares))),
            ("den Df", AnovaColumns.Counts(tests.Select(t => (int?)t.DenominatorDegreesOfFreedom))),
            ("F value", AnovaColumns.Numbers(tests.Select(t => t.Statistic))),
            ("Pr(>F)", AnovaColumns.Probabilities(tests.Select(t => t.PValue))),
            ("ges", AnovaColumns.Numbers(tests.Select(t => t.GeneralizedEtaSquared))),
            ("pes", AnovaColumns.Numbers(tests.Select(t => t.PartialEtaSquared))));
        return text.ToString();
    }
}
