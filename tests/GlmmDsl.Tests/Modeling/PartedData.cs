using System.Collections.Immutable;
using GlmmDsl.Data;

namespace GlmmDsl.Tests.Modeling;

/// <summary>A random table, and the same rows split into parts whose factors have only the levels that occur in them.</summary>
internal sealed class PartedData
{
    private static readonly ImmutableArray<string> Doses = ["low", "mid", "high"];
    private readonly Random random;
    private readonly int rows;
    private readonly double[] y;
    private readonly double[] x;
    private readonly double[] z;
    private readonly double[] w;
    private readonly string[] arm;
    private readonly int[] dose;
    private readonly string[] g;
    private readonly string[] h;

    public PartedData(int seed, int rows = 180)
    {
        random = new Random(seed);
        this.rows = rows;
        y = new double[rows];
        x = new double[rows];
        z = new double[rows];
        w = new double[rows];
        arm = new string[rows];
        dose = new int[rows];
        g = new string[rows];
        h = new string[rows];
        double[] ofG = [.. Enumerable.Range(0, 12).Select(_ => Normal())];
        double[] slopes = [.. Enumerable.Range(0, 12).Select(_ => 0.5 * Normal())];
        double[] ofH = [.. Enumerable.Range(0, 7).Select(_ => 0.7 * Normal())];
        for (int i = 0; i < rows; i++)
        {
            int group = random.Next(12);
            int other = random.Next(7);
            x[i] = 50 + Normal();
            z[i] = Normal();
            w[i] = 1 + random.Next(4);
            arm[i] = "abcd"[random.Next(4)].ToString();
            dose[i] = random.Next(3);
            g[i] = "g" + group;
            h[i] = "h" + other;
            y[i] = 2 + (0.3 * x[i]) + (arm[i] == "b" ? 1 : 0) - dose[i] + ofG[group] + (slopes[group] * (x[i] - 50)) + ofH[other] + Normal();
        }
    }

    /// <summary>All rows.</summary>
    public Table Whole => Rows([.. Enumerable.Range(0, rows)]);

    /// <summary>The rows dealt out at random.</summary>
    public Table[] Parts(int count)
    {
        int[] part = [.. Enumerable.Range(0, rows).Select(_ => random.Next(count))];
        return [.. Enumerable.Range(0, count).Select(p => Rows([.. Enumerable.Range(0, rows).Where(i => part[i] == p)]))];
    }

    private Table Rows(int[] at) => new(
    [
        new NumericColumn("y", [.. at.Select(i => y[i])]),
        new NumericColumn("x", [.. at.Select(i => x[i])]),
        new NumericColumn("z", [.. at.Select(i => z[i])]),
        new NumericColumn("w", [.. at.Select(i => w[i])]),
        FactorColumn.FromText("arm", at.Select(i => arm[i])),
        new FactorColumn("dose", Doses, [.. at.Select(i => dose[i])], isOrdered: true),
        FactorColumn.FromText("g", at.Select(i => g[i])),
        FactorColumn.FromText("h", at.Select(i => h[i])),
    ]);

    private double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
