using System.Collections.Immutable;
using GlmmDsl.Design;
using GlmmDsl.Formulas;

namespace GlmmDsl.Tests.Fitting;

/// <summary>Random small designs of the engine's input: crossed, nested, unbalanced, weighted, with an offset, with vector terms.</summary>
internal static class RandomDesign
{
    public static readonly string[] Kinds = ["scalar", "vector", "crossed", "nested", "shared", "mixed", "weighted", "offset", "slope", "wide"];

    /// <summary>Every kind by REML and by ML.</summary>
    public static TheoryData<string, bool> KindsAndMethods
    {
        get
        {
            var data = new TheoryData<string, bool>();
            foreach (string kind in Kinds)
            {
                data.Add(kind, true);
                data.Add(kind, false);
            }

            return data;
        }
    }

    public static ModelMatrices Make(string kind, int seed)
    {
        var random = new Random(seed);
        int n = 60;
        double[] x = Normals(random, n);
        double[] z = Normals(random, n);
        GroupingFactor a = Factor("a", random, n, 7);
        GroupingFactor b = Factor("b", random, n, 5);
        GroupingFactor inA = Nested(a, random);
        ImmutableArray<RandomEffectsTerm> terms = kind switch
        {
            "scalar" => [Term(a, [null])],
            "vector" or "weighted" => [Term(a, [null, x])],
            "crossed" or "offset" => [Term(a, [null]), Term(b, [null])],
            "nested" => [Term(inA, [null]), Term(a, [null, x])],
            "shared" => [Term(a, [null]), Term(a, [x]), Term(b, [z])],
            "mixed" => [Term(a, [null, x]), Term(b, [null, z]), Term(Factor("c", random, n, 3), [null])],
            "slope" => [Term(a, [x]), Term(b, [null, x])],
            _ => [Term(b, [null, x, z]), Term(a, [null, z])],
        };
        double[] y = new double[n];
        foreach (RandomEffectsTerm term in terms)
        {
            foreach (double[]? column in term.Columns)
            {
                double[] effects = Normals(random, term.Group.Levels.Length);
                for (int i = 0; i < n; i++)
                {
                    y[i] += effects[term.Group.Codes[i]] * (column?[i] ?? 1);
                }
            }
        }

        double[] noise = Normals(random, n);
        for (int i = 0; i < n; i++)
        {
            y[i] += 5 + x[i] + noise[i];
        }

        return Make(y, [Ones(n), x, z], terms) with
        {
            Weights = kind is "weighted" or "mixed" ? [.. Enumerable.Range(0, n).Select(i => 1.0 + (i % 5))] : null,
            Offset = kind == "offset" ? [.. x.Select(v => 3 * v)] : null,
        };
    }

    public static ModelMatrices Make(double[] y, double[][] columns, ImmutableArray<RandomEffectsTerm> terms) => new()
    {
        Plan = null!,
        RowCount = y.Length,
        Response = y,
        Offset = null,
        Weights = null,
        FixedNames = [.. columns.Select((_, i) => "x" + i)],
        FixedColumns = columns,
        FixedTermOfColumn = [.. Enumerable.Range(0, columns.Length)],
        Random = terms,
        SourceRows = [.. Enumerable.Range(0, y.Length)],
        SpansIntercept = columns.Length > 0 && columns[0].All(v => v == 1),
    };

    public static RandomEffectsTerm Term(GroupingFactor group, double[]?[] columns) =>
        new(group, [.. columns.Select((_, i) => "c" + i)], columns, new PlanRandomTerm(new RandomTerm(CovarianceStructure.Unstructured, true, [], [], default, default), [], [], false));

    public static GroupingFactor Factor(string name, int levels, int[] codes) =>
        new(name, [.. Enumerable.Range(0, levels).Select(i => name + i)], codes);

    public static double[] Ones(int n) => [.. Enumerable.Repeat(1.0, n)];

    public static double[] Normals(Random random, int n) =>
        [.. Enumerable.Range(0, n).Select(_ => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()))];

    /// <summary>The rows in another order.</summary>
    public static ModelMatrices Reorder(ModelMatrices m, int[] order)
    {
        var groups = m.Random.Select(t => t.Group).Distinct().ToDictionary(g => g, g => g with { Codes = [.. order.Select(i => g.Codes[i])] });
        return m with
        {
            Response = Pick(m.Response),
            Offset = m.Offset is null ? null : Pick(m.Offset),
            Weights = m.Weights is null ? null : Pick(m.Weights),
            FixedColumns = [.. m.FixedColumns.Select(Pick)],
            Random = [.. m.Random.Select(t => t with { Group = groups[t.Group], Columns = [.. t.Columns.Select(c => c is null ? null : Pick(c))] })],
        };

        double[] Pick(double[] values) => [.. order.Select(i => values[i])];
    }

    private static GroupingFactor Factor(string name, Random random, int n, int levels) =>
        Factor(name, levels, [.. Enumerable.Range(0, n).Select(i => i < levels ? i : random.Next(levels))]);

    private static GroupingFactor Nested(GroupingFactor outer, Random random)
    {
        int[] raw = [.. outer.Codes.Select(c => (2 * c) + random.Next(2))];
        int[] present = [.. raw.Distinct().Order()];
        return Factor("in", present.Length, [.. raw.Select(c => Array.IndexOf(present, c))]);
    }
}
