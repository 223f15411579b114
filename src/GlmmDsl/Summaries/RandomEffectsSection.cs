using System.Globalization;
using System.Text;
using GlmmDsl.Fits;

namespace GlmmDsl.Summaries;

/// <summary>The table of variance components, and the counts of rows and levels.</summary>
internal static class RandomEffectsSection
{
    /// <summary>Appends the section.</summary>
    public static void Append(StringBuilder text, FittedModel model)
    {
        VarianceComponentCollection components = model.VarianceComponents;
        bool hasResidual = model.Response is null;
        List<VarianceComponent> all = [.. components.SelectMany(t => t.Components)];
        if (hasResidual)
        {
            all.Add(components.Residual);
        }

        int? varianceDecimals = NumberColumn.Decimals(all.Select(c => c.Variance));
        int? deviationDecimals = NumberColumn.Decimals(all.Select(c => c.StandardDeviation));
        int correlations = components.Max(t => t.Components.Length) - 1;

        text.Append("\nRandom effects:\n");
        string[] headings = ["Groups", "Name", "Variance", "Std.Dev."];
        var table = new TextTable(
            [true, true, false, false, .. Enumerable.Repeat(false, correlations)],
            correlations > 0 ? [.. headings, "Corr"] : headings);
        foreach (VarianceTerm term in components)
        {
            for (int i = 0; i < term.Components.Length; i++)
            {
                IEnumerable<string> row = Cells(i == 0 ? term.Group : "", term.Components[i]);
                table.Add([.. row, .. Enumerable.Range(0, i).Select(j => NumberColumn.Format(term.Correlation(i, j), 2))]);
            }
        }

        if (hasResidual)
        {
            table.Add([.. Cells("Residual", components.Residual with { Name = "" })]);
        }

        table.WriteTo(text, " ");
        text.Append(CultureInfo.InvariantCulture, $"Number of obs: {model.ObservationCount}, groups: ");
        text.AppendJoin("; ", model.Groups.Select(g => FormattableString.Invariant($"{g.Name}, {g.Levels.Length}"))).Append('\n');

        string[] Cells(string group, VarianceComponent component) =>
        [
            group, component.Name,
            NumberColumn.Format(component.Variance, varianceDecimals),
            NumberColumn.Format(component.StandardDeviation, deviationDecimals),
        ];
    }
}
