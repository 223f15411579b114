using System.Globalization;
using GlmmDsl.Data;
using GlmmDsl.Tests.Architecture;

namespace GlmmDsl.Inference.Tests.Hypotheses;

/// <summary>
/// sleepstudy made unbalanced, with a factor of three groups of subjects. In R: <c>d &lt;- sleepstudy; d$grp &lt;- factor(c("b", "c", "a")[(as.integer(d$Subject) - 1) %% 3 + 1]);
/// s &lt;- d[!(seq_len(nrow(d)) %% 7 %in% c(1, 3)), ]</c>.
/// </summary>
internal static class UnbalancedSleep
{
    public const string Model = "Reaction ~ Days * grp + (Days | Subject)";

    /// <summary>The rows.</summary>
    /// <param name="coding">How <c>grp</c> is coded.</param>
    /// <param name="levels">The order of its levels.</param>
    /// <param name="scale">What Days is multiplied by.</param>
    /// <param name="isReversed">Whether the rows stand in reverse order.</param>
    public static Table Rows(Coding coding = Coding.Treatment, string levels = "abc", double scale = 1, bool isReversed = false)
    {
        string[] lines = File.ReadAllLines(Path.Combine(RepositoryRoot.Path, "tests", "Reference", "data", "sleepstudy.csv"));
        IEnumerable<string> rows = lines.Skip(1).Select((line, i) => (Line: line, Row: i + 1)).Where(r => r.Row % 7 is not (1 or 3)).Select(r =>
        {
            string[] cells = r.Line.Split(',');
            string days = (double.Parse(cells[1], CultureInfo.InvariantCulture) * scale).ToString("R", CultureInfo.InvariantCulture);
            return $"{cells[0]},{days},{cells[2]},{"bca"[(r.Row - 1) / 10 % 3]}";
        });
        return Table.ReadCsv(new StringReader("Reaction,Days,Subject,grp\n" + string.Join('\n', isReversed ? rows.Reverse() : rows)), new CsvOptions
        {
            Factors = ["Subject"],
            Levels = System.Collections.Immutable.ImmutableDictionary<string, System.Collections.Immutable.ImmutableArray<string>>.Empty.Add("grp", [.. levels.Select(c => c.ToString())]),
            Contrasts = System.Collections.Immutable.ImmutableDictionary<string, Coding>.Empty.Add("grp", coding),
        });
    }

    public static MixedModelFit Fit(string formula = Model, FitMethod method = FitMethod.Reml, Table? rows = null) =>
        MixedModel.Fit(Formula.Parse(formula), rows ?? Rows(), new FitOptions { Method = method });
}
