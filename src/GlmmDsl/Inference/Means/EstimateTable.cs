using System.Globalization;
using System.Text;
using GlmmDsl.Printing;

namespace GlmmDsl.Inference.Means;

/// <summary>Tables of estimates as R's emmeans prints them: one for each group of <c>by</c>, then the notes.</summary>
internal sealed class EstimateTable
{
    private readonly List<(string Heading, bool IsLeft, string[] Cells)> columns = [];
    private readonly int digits;

    /// <summary>Starts a table.</summary>
    /// <param name="estimates">The estimates, which decide on the digits together with their standard errors.</param>
    /// <param name="errors">Their standard errors.</param>
    public EstimateTable(IReadOnlyList<double> estimates, IReadOnlyList<double> errors) =>
        digits = estimates.Select((e, i) => Digits(e, errors[i])).DefaultIfEmpty(3).Max();

    /// <summary>Adds a column of texts.</summary>
    public void AddTexts(string heading, bool isLeft, IEnumerable<string> cells) => columns.Add((heading, isLeft, [.. cells]));

    /// <summary>Adds a column of numbers with the digits of the table.</summary>
    /// <param name="heading">The heading.</param>
    /// <param name="numbers">The numbers.</param>
    /// <param name="missing">What stands for NaN.</param>
    public void AddNumbers(string heading, IReadOnlyList<double> numbers, string missing = "NA") => AddTexts(
        heading, isLeft: false, SignificantNumbers.Format(SignificantNumbers.Zapped(numbers), digits).Select((t, i) => double.IsNaN(numbers[i]) ? missing : t));

    /// <summary>Adds a column of degrees of freedom.</summary>
    public void AddDegreesOfFreedom(IReadOnlyList<double> df) => AddNumbers("df", [.. df.Select(d => double.IsFinite(d) ? Math.Round(d, 2) : d)]);

    /// <summary>Adds a column of t or z.</summary>
    public void AddStatistics(string heading, IReadOnlyList<double> values) =>
        AddTexts(heading, isLeft: false, values.Select(v => NumberColumn.Format(v, 3)));

    /// <summary>Adds a column of p values with four decimals.</summary>
    public void AddPValues(IReadOnlyList<double> values) =>
        AddTexts("p.value", isLeft: false, values.Select(p => double.IsNaN(p) ? "NA" : p < 0.00005 ? "<.0001" : p.ToString("F4", CultureInfo.InvariantCulture)));

    /// <summary>The tables and the notes.</summary>
    /// <param name="groups">For each row its group; empty texts where there is one group without a heading.</param>
    /// <param name="notes">The notes.</param>
    public string Print(IReadOnlyList<string> groups, IEnumerable<string> notes)
    {
        // Columns are as wide in all groups.
        string[] Padded((string Heading, bool IsLeft, string[] Cells) column)
        {
            int width = column.Cells.Append(column.Heading).Max(c => c.Length);
            return Array.ConvertAll<string, string>([column.Heading, .. column.Cells], c => column.IsLeft ? c.PadRight(width) : c.PadLeft(width));
        }

        string[][] cells = [.. columns.Select(Padded)];
        var text = new StringBuilder();
        foreach (string group in groups.Distinct(StringComparer.Ordinal))
        {
            text.Append(group.Length > 0 ? group + ":\n" : "");
            var table = new TextTable([.. columns.Select(c => c.IsLeft)], [.. cells.Select(c => c[0])]);
            for (int row = 0; row < groups.Count; row++)
            {
                if (groups[row] == group)
                {
                    table.Add([.. cells.Select(c => c[row + 1])]);
                }
            }

            table.WriteTo(text, " ");
            text.Append('\n');
        }

        foreach (string note in notes)
        {
            text.Append(note).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>The digits that tell the ends of an interval of two standard errors apart, three at least.</summary>
    private static int Digits(double estimate, double error)
    {
        double low = estimate - (2 * error), high = estimate + (2 * error);
        double size = Math.Max(Math.Abs(low), Math.Abs(high));
        double spread = Math.Round(4 * error / size, 8);
        return spread > 0 && double.IsFinite(spread) ? Math.Clamp((int)Math.Round(1.51 - Math.Log10(spread)), 3, 15) : 3;
    }
}
