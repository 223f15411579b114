using System.Globalization;
using GlmmDsl.Data;

namespace GlmmDsl.Inference.Tests.Means;

/// <summary>
/// Made-up rows with states in regions, unbalanced. In R:
/// <c>i &lt;- 0:71; region &lt;- c("E","W","N")[i%%3+1]; state &lt;- paste0(region, 1+(i%/%3) %% c(E=3,W=2,N=2)[region]); A &lt;- c("a","b")[(i%/%7)%%2+1]; B &lt;- c("u","v","w")[(i%/%5)%%3+1];
/// G &lt;- paste0("g", i%%8); x &lt;- (i*13)%%17/4; size &lt;- 1+(i*5)%%6; y &lt;- 3+x/3+(i*37)%%23/6+(i%%8)%%3+(A=="b")*x/5</c>.
/// </summary>
internal static class Regions
{
    private const int Count = 72;

    public static Table Table()
    {
        string Region(int i) => "EWN".Substring(i % 3, 1);
        double X(int i) => i * 13 % 17 / 4.0;
        bool IsB(int i) => i / 7 % 2 == 1;
        return new Table(
        [
            Text("region", Region),
            Text("state", i => Region(i) + (1 + (i / 3 % (Region(i) == "E" ? 3 : 2))).ToString(CultureInfo.InvariantCulture)),
            Text("A", i => IsB(i) ? "b" : "a"),
            Text("B", i => "uvw".Substring(i / 5 % 3, 1)),
            Text("G", i => string.Create(CultureInfo.InvariantCulture, $"g{i % 8}")),
            Numbers("x", X),
            Numbers("size", i => 1 + (i * 5 % 6)),
            Numbers("y", i => 3 + (X(i) / 3) + (i * 37 % 23 / 6.0) + (i % 8 % 3) + (IsB(i) ? X(i) / 5 : 0)),
        ]);
    }

    public static MarginalEstimates Means(string formula, string of, string? by = null) => MixedModel.Fit(formula, Table()).Wald().Means(of, by);

    private static NumericColumn Numbers(string name, Func<int, double> value) => new(name, [.. Enumerable.Range(0, Count).Select(value)]);

    private static FactorColumn Text(string name, Func<int, string> value)
    {
        string[] values = [.. Enumerable.Range(0, Count).Select(value)];
        string[] levels = [.. values.Distinct().Order(StringComparer.Ordinal)];
        return new FactorColumn(name, [.. levels], Array.ConvertAll(values, v => Array.IndexOf(levels, v)));
    }
}
