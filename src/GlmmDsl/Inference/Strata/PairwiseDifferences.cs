using System.Collections.Immutable;
using GlmmDsl.Inference.Hypotheses;
using GlmmDsl.Inference.MultipleComparisons;

namespace GlmmDsl.Inference.Strata;

/// <summary>Compares the levels of a factor within subjects in pairs.</summary>
internal static class PairwiseDifferences
{
    /// <summary>The differences of all pairs of levels, in order.</summary>
    /// <param name="design">The design.</param>
    /// <param name="factor">The factor.</param>
    /// <param name="pooled">The factor's stratum, whose mean square is the variance; null for paired t tests, each with the variance of its own differences.</param>
    public static ImmutableArray<PairwiseDifference> Of(RepeatedDesign design, RepeatedFactor factor, ErrorStratum? pooled)
    {
        int[][] groups = [.. Enumerable.Range(0, design.Subjects.Length).GroupBy(s => string.Join(':', design.Between.Select(b => b.Codes[s]))).Select(g => g.ToArray())];
        double inverse = groups.Sum(g => 1.0 / g.Length) / groups.Length / groups.Length;
        double[,] means = Means(design, factor);
        int cells = design.CellCount / factor.Levels.Length;
        var raw = new List<(int First, int Second, double Estimate, double Error, double Df)>();
        for (int a = 0; a < factor.Levels.Length; a++)
        {
            for (int b = a + 1; b < factor.Levels.Length; b++)
            {
                double[][] differences = [.. groups.Select(g => g.Select(s => means[s, a] - means[s, b]).ToArray())];
                double estimate = differences.Average(d => d.Average());
                double df = pooled?.DenominatorDegreesOfFreedom ?? design.Subjects.Length - groups.Length;
                double variance = pooled is null
                    ? differences.Sum(d => d.Sum(x => (x - d.Average()) * (x - d.Average()))) / df
                    : 2 * pooled.ErrorMeanSquare / cells / design.Replicates;
                raw.Add((a, b, estimate, Math.Sqrt(variance * inverse), df));
            }
        }

        double[] p = [.. raw.Select(r => TailProbability.OfT(r.Estimate / r.Error, r.Df))];
        double[] holm = Holm(p);
        var range = new StudentizedRange(factor.Levels.Length);
        return
        [
            .. raw.Select((r, i) => new PairwiseDifference(
                factor.Levels[r.First], factor.Levels[r.Second], r.Estimate, r.Error, r.Df, p[i], Math.Min(1, p.Length * p[i]), holm[i], range.UpperTail(Math.Sqrt(2) * Math.Abs(r.Estimate / r.Error), r.Df))),
        ];
    }

    /// <summary>Subjects × levels: means over the cells of a level.</summary>
    private static double[,] Means(RepeatedDesign design, RepeatedFactor factor)
    {
        int levels = factor.Levels.Length;
        int inner = design.Within.SkipWhile(f => f != factor).Skip(1).Aggregate(1, (product, f) => product * f.Levels.Length);
        var means = new double[design.Subjects.Length, levels];
        for (int s = 0; s < design.Subjects.Length; s++)
        {
            for (int c = 0; c < design.CellCount; c++)
            {
                means[s, c / inner % levels] += design.Responses[s, c] * levels / design.CellCount;
            }
        }

        return means;
    }

    private static double[] Holm(double[] p)
    {
        int[] order = [.. Enumerable.Range(0, p.Length).OrderBy(i => p[i])];
        var adjusted = new double[p.Length];
        double largest = 0;
        for (int k = 0; k < order.Length; k++)
        {
            largest = Math.Max(largest, Math.Min(1, (p.Length - k) * p[order[k]]));
            adjusted[order[k]] = largest;
        }

        return adjusted;
    }
}
