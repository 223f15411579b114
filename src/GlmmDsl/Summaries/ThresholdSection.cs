using System.Text;
using GlmmDsl.Fits;
using GlmmDsl.Printing;

namespace GlmmDsl.Summaries;

/// <summary>The table of an ordinal model's thresholds, as clmm prints it: a test of a threshold against 0 means nothing, so there are no p values.</summary>
internal static class ThresholdSection
{
    /// <summary>Appends the table; nothing for a model without thresholds.</summary>
    public static void Append(StringBuilder text, FittedModel model)
    {
        if (model.Solution.Thresholds is { } thresholds)
        {
            text.Append('\n').Append(Table(new CoefficientCollection(thresholds)));
        }
    }

    /// <summary>The table by itself, under its heading.</summary>
    public static string Table(IReadOnlyList<Coefficient> thresholds)
    {
        var text = new StringBuilder("Threshold coefficients:\n");
        int? decimals = NumberColumn.Decimals(thresholds.SelectMany(t => new[] { t.Estimate, t.StandardError }));
        var table = new TextTable([true, false, false, false], "", "Estimate", "Std. Error", "z value");
        foreach (Coefficient threshold in thresholds)
        {
            table.Add(
                threshold.Name,
                NumberColumn.Format(threshold.Estimate, decimals),
                NumberColumn.Format(threshold.StandardError, decimals),
                NumberColumn.Format(threshold.Statistic, Math.Abs(threshold.Statistic) < 1e6 ? 3 : null));
        }

        table.WriteTo(text, "");
        return text.ToString();
    }
}
