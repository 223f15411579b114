using System.Text;
using GlmmDsl.Printing;

namespace GlmmDsl.Inference.Comparison;

/// <summary>The columns of a printed table as R's <c>print.anova</c> writes them: five digits, nothing where there is no number, and zero
/// where one is negligible beside the largest of its column.</summary>
internal static class AnovaColumns
{
    private const int Digits = 5;
    private const int MostDecimals = 4;

    /// <summary>The cells of one column of numbers.</summary>
    public static string[] Numbers(IEnumerable<double> values)
    {
        double[] all = [.. values];
        double negligible = Math.Pow(10, -Digits) * all.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(0).Max();
        all = Array.ConvertAll(all, v => Math.Abs(v) < negligible ? 0 : v);
        int? decimals = NumberColumn.Decimals(all, Digits) is int d ? Math.Min(d, MostDecimals) : null;
        return Array.ConvertAll(all, v => double.IsNaN(v) ? "" : NumberColumn.Format(v, decimals, Digits));
    }

    /// <summary>The cells of one column of p values.</summary>
    public static string[] Probabilities(IEnumerable<double> values)
    {
        double[] all = [.. values];
        string[] texts = PValues.Format(all, PValues.AnovaDigits);
        return [.. texts.Select((t, i) => double.IsNaN(all[i]) ? "" : t)];
    }

    /// <summary>The cells of one column of counts, of which none may be there.</summary>
    public static string[] Counts(IEnumerable<int?> values) => [.. values.Select(v => v is int n ? FormattableString.Invariant($"{n}") : "")];

    /// <summary>Writes columns beside the names of the rows.</summary>
    public static void Write(StringBuilder text, IReadOnlyList<string> names, params ReadOnlySpan<(string Heading, string[] Cells)> columns)
    {
        var headings = new List<string> { "" };
        foreach ((string heading, string[] _) in columns)
        {
            headings.Add(heading);
        }

        var table = new TextTable([true, .. Enumerable.Repeat(false, columns.Length)], [.. headings]);
        for (int i = 0; i < names.Count; i++)
        {
            var row = new List<string> { names[i] };
            foreach ((string _, string[] cells) in columns)
            {
                row.Add(cells[i]);
            }

            table.Add([.. row]);
        }

        table.WriteTo(text, "");
    }
}
