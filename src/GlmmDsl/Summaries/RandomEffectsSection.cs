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
        List<VarianceComponent> all = [.. components.SelectMany(Shown)];
        if (residual is not null)
        {
            all.Add(residual);
        }

        int? varianceDecimals = NumberColumn.Decimals(all.Select(c => c.Variance));
        int? deviationDecimals = NumberColumn.Decimals(all.Select(c => c.StandardDeviation));
        int correlations = components.Select(t => t.Shared is null ? t.Components.Length - 1 : 1).DefaultIfEmpty(0).Max();

        string[] headings = ["Groups", "Name", "Variance", "Std.Dev."];
        var table = new TextTable(
            [true, true, false, false, .. Enumerable.Repeat(false, correlations)],
            correlations > 0 ? [.. headings, "Corr"] : headings);
        foreach (VarianceTerm term in components)
        {
            int i = 0;
            foreach (VarianceComponent component in Shown(term))
            {
                table.Add([.. Cells(i == 0 ? term.Group : "", component), .. Correlations(term, i++)]);
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

    /// <summary>The components with a row of their own: of a common standard deviation one, with dots for the other columns.</summary>
    private static IEnumerable<VarianceComponent> Shown(VarianceTerm term) =>
        term.Shared is { HasOneDeviation: true } ? [term.Components[0] with { Name = term.Components[0].Name + ", …" }] : term.Components;

    /// <summary>The correlations of a row with the rows above it; correlations that columns share stand in the first row, with the name of the structure, as glmmTMB prints them.</summary>
    private static IEnumerable<string> Correlations(VarianceTerm term, int row)
    {
        if (term.Shared is not { } shared)
        {
            return Enumerable.Range(0, row).Select(j => NumberColumn.Format(term.Correlation(row, j), 2));
        }

        return row > 0 ? [] : [string.Join(' ', [.. shared.Correlations.Select(c => NumberColumn.Format(c, 2)), $"({shared.Structure})"])];
    }
}
