using System.Globalization;
using System.Text;
using GlmmDsl.Fits;
using GlmmDsl.Printing;

namespace GlmmDsl.Summaries;

/// <summary>The table of variance components, and the counts of rows and levels.</summary>
internal static class RandomEffectsSection
{
    /// <summary>Appends the section.</summary>
    public static void Append(StringBuilder text, FittedModel model)
    {
        text.Append("\nRandom effects:\n");
        text.Append(Table([.. model.VarianceComponents], model.IsLinear ? model.VarianceComponents.Residual : null));
        text.Append(CultureInfo.InvariantCulture, $"Number of obs: {model.ObservationCount}, groups: ");
        text.AppendJoin("; ", model.Groups.Select(g => FormattableString.Invariant($"{g.Name}, {g.Levels.Length}"))).Append('\n');
    }

    /// <summary>The table by itself.</summary>
    /// <param name="components">The terms, in the order of θ.</param>
    /// <param name="residual">The residual variance; null to leave it out.</param>
    public static string Table(IReadOnlyList<VarianceTerm> components, VarianceComponent? residual)
    {
        List<VarianceComponent> all = [.. components.SelectMany(t => t.Components)];
        if (residual is not null)
        {
            all.Add(residual);
        }

        int? varianceDecimals = NumberColumn.Decimals(all.Select(c => c.Variance));
        int? deviationDecimals = NumberColumn.Decimals(all.Select(c => c.StandardDeviation));
        int correlations = components.Select(t => t.Components.Length).DefaultIfEmpty(1).Max() - 1;

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

        if (residual is not null)
        {
            table.Add([.. Cells("Residual", residual with { Name = "" })]);
        }

        var text = new StringBuilder();
        table.WriteTo(text, " ");
        return text.ToString();

        string[] Cells(string group, VarianceComponent component) =>
        [
            group, component.Name,
            NumberColumn.Format(component.Variance, varianceDecimals),
            NumberColumn.Format(component.StandardDeviation, deviationDecimals),
        ];
    }
}
