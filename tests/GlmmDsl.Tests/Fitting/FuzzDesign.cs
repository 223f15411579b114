using System.Collections.Immutable;
using GlmmDsl.Design;

namespace GlmmDsl.Tests.Fitting;

/// <summary>
/// Random designs of awkward kinds: 6 to 60 rows; factors crossed, nested, coarser, equal; slopes on integers, indicators and skewed numbers; truths
/// with zero variances; aliased and group-level columns; integer and binary responses; weights.
/// </summary>
internal sealed class FuzzDesign
{
    private readonly Random random;
    private readonly int n;
    private readonly double[] x;
    private readonly double[] z;
    private readonly GroupingFactor a;
    private readonly GroupingFactor b;
    private readonly GroupingFactor c;

    private FuzzDesign(int seed)
    {
        random = new Random(seed);
        n = random.Next(4) switch { 0 => random.Next(6, 12), 1 => random.Next(12, 30), _ => random.Next(20, 60) };
        x = Covariate();
        z = Covariate();
        int levels = random.Next(2, Math.Max(3, n / 2));
        a = Factor("a", i => random.Next(3) == 0 ? random.Next(levels) : i % levels);
        int others = random.Next(2, Math.Max(3, n / 3));
        b = random.Next(5) switch
        {
            0 => Factor("b", i => (a.Codes[i] * 2) + random.Next(2)),
            1 => Factor("b", i => a.Codes[i] / 2),
            2 => a with { Name = "copy" },
            3 => Factor("b", i => i / levels % others),
            _ => Factor("b", _ => random.Next(others)),
        };
        c = Factor("c", _ => random.Next(3));
    }

    public static ModelMatrices Make(int seed) => new FuzzDesign(seed).Make();

    private ModelMatrices Make()
    {
        ImmutableArray<RandomEffectsTerm> terms = Terms();
        double scale = random.Next(4) switch { 0 => 0, 1 => 0.3, 2 => 1, _ => 10 };
        var y = new double[n];
        foreach (RandomEffectsTerm term in terms)
        {
            foreach (double[]? column in term.Columns)
            {
                double size = random.Next(3) == 0 ? 0 : scale;
                double[] effects = RandomDesign.Normals(random, term.Group.Levels.Length);
                Add(y, i => size * effects[term.Group.Codes[i]] * (column?[i] ?? 1));
            }
        }

        double noise = random.Next(12) == 0 ? 1e-3 : 1;
        double[] errors = RandomDesign.Normals(random, n);
        Add(y, i => 3 + x[i] + (noise * errors[i]));
        if (random.Next(4) == 0)
        {
            y = [.. y.Select(v => Math.Round(v))];
        }

        if (random.Next(10) == 0)
        {
            y = [.. y.Select(v => v > 3 ? 1.0 : 0)];
        }

        ModelMatrices m = RandomDesign.Make(y, FixedColumns(), terms);
        return random.Next(5) == 0 ? m with { Weights = [.. Enumerable.Range(0, n).Select(_ => (double)random.Next(1, 6))] } : m;
    }

    private ImmutableArray<RandomEffectsTerm> Terms() => random.Next(10) switch
    {
        0 => [RandomDesign.Term(a, [null])],
        1 => [RandomDesign.Term(a, [null, x])],
        2 => [RandomDesign.Term(a, [null]), RandomDesign.Term(b, [null])],
        3 => [RandomDesign.Term(a, [null, x]), RandomDesign.Term(b, [null])],
        4 => [RandomDesign.Term(a, [null]), RandomDesign.Term(a, [x])],
        5 => [RandomDesign.Term(a, [x]), RandomDesign.Term(b, [null])],
        6 => [RandomDesign.Term(a, [null, x, z])],
        7 => [RandomDesign.Term(a, [null]), RandomDesign.Term(b, [null]), RandomDesign.Term(c, [null])],
        8 => [RandomDesign.Term(a, [null, x]), RandomDesign.Term(b, [null, z])],
        _ => [RandomDesign.Term(a, [x, z]), RandomDesign.Term(c, [null])],
    };

    private double[][] FixedColumns()
    {
        double[] ones = RandomDesign.Ones(n);
        switch (random.Next(7))
        {
            case 0:
                return [ones];
            case 1:
                return [ones, x];
            case 2:
                return [ones, x, z, [.. x.Select(v => 2 * v)]];
            case 3:
                return [ones, .. Enumerable.Range(1, c.Levels.Length - 1).Select(level => c.Codes.Select(code => code == level ? 1.0 : 0).ToArray())];
            case 4:
                return [x];
            case 5:
                double[] ofGroup = RandomDesign.Normals(random, a.Levels.Length);
                return [ones, [.. a.Codes.Select(code => ofGroup[code])]];
            default:
                return [ones, x, [.. x.Select(v => v * v)]];
        }
    }

    private double[] Covariate() => random.Next(5) switch
    {
        0 => RandomDesign.Normals(random, n),
        1 => [.. Enumerable.Range(0, n).Select(_ => (double)random.Next(4))],
        2 => [.. Enumerable.Range(0, n).Select(i => (double)(i % 5))],
        3 => [.. Enumerable.Range(0, n).Select(_ => (double)random.Next(2))],
        _ => [.. RandomDesign.Normals(random, n).Select(v => (v * v * v) + 10)],
    };

    private GroupingFactor Factor(string name, Func<int, int> code)
    {
        int[] raw = [.. Enumerable.Range(0, n).Select(code)];
        int[] present = [.. raw.Distinct().Order()];
        return RandomDesign.Factor(name, present.Length, [.. raw.Select(level => Array.IndexOf(present, level))]);
    }

    private static void Add(double[] y, Func<int, double> value)
    {
        for (int i = 0; i < y.Length; i++)
        {
            y[i] += value(i);
        }
    }
}
