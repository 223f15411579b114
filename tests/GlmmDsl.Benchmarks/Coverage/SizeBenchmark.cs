using System.Globalization;
using GlmmDsl.Inference;

namespace GlmmDsl.Benchmarks.Coverage;

/// <summary>
/// How often 5 % tests reject a true hypothesis with few groups of unequal size: a treatment of whole groups, and a slope that varies between groups. Kenward and
/// Roger's method should stay near 5 %, Wald's does not. Where its size is not 5 %, that is the approximation's: with R at hand, pbkrtest's p values of the first data
/// sets stand beside ours.
/// </summary>
internal static class SizeBenchmark
{
    private const double Level = 0.05;

    /// <summary>The data sets that pbkrtest gets, too: each takes it a fifth of a second.</summary>
    private const int MostOfPeer = 300;

    private static readonly string[] Terms = ["treated", "x"];

    private static readonly (string Name, string Formula, int[] Sizes)[] Designs =
    [
        ("groups-intercept", "y ~ treated * x + (1 | g)", [3, 4, 5, 8, 12, 3, 6, 9]),
        ("groups-slope", "y ~ treated + x + (x | g)", [4, 6, 8, 10, 12, 5, 7, 9, 6, 14]),
        ("crossed", "y ~ treated + x + (1 | g) + (1 | h)", [5, 7, 4, 9, 6, 8, 5]),
    ];

    /// <summary>Simulates, fits and prints; returns the process's exit code.</summary>
    public static int Run(int replicates)
    {
        double error = Math.Sqrt(Level * (1 - Level) / replicates);
        Print($"Rejections of a true hypothesis by 5 % tests, {replicates} replicates; Monte Carlo standard error {100 * error:F2} %");
        for (int design = 0; design < Designs.Length; design++)
        {
            (string name, string formula, int[] sizes) = Designs[design];
            double[][] responses = [.. Enumerable.Range(0, replicates).Select(r => Response(design, r))];
            SizeRows rows = new(formula, Columns(design, sizes));
            double[][] kenwardRoger = rows.PValues(responses, Terms, f => f.KenwardRoger());
            double[][] satterthwaite = rows.PValues(responses, Terms, f => f.Satterthwaite());
            double[][] wald = rows.PValues(responses, Terms, f => f.Wald());
            double[][]? peer = SizePeer.Run(rows, Terms, [.. responses.Take(MostOfPeer)]);
            for (int t = 0; t < Terms.Length; t++)
            {
                Print($"  {name,-18} {Terms[t],-8} Kenward-Roger {Share(kenwardRoger[t])}   Satterthwaite {Share(satterthwaite[t])}   Wald {Share(wald[t])}{Beside(kenwardRoger[t], peer?[t], kenwardRoger[^1], peer?[^1])}");
            }
        }

        return 0;
    }

    private static string Beside(double[] own, double[]? peer, double[] ownCriteria, double[]? peerCriteria)
    {
        if (peer is null || peerCriteria is null)
        {
            return "";
        }

        // Where lme4 stopped above our optimum, the two are of different estimates.
        int[] same = [.. Enumerable.Range(0, peer.Length).Where(i => Math.Abs(peerCriteria[i] - ownCriteria[i]) < 1e-6)];
        double[] differences = [.. same.Select(i => Math.Abs(peer[i] - own[i])).Order()];
        int other = peer.Where((p, i) => p < Level != own[i] < Level).Count();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"   pbkrtest on the first {peer.Length}: rejects {Share(peer)}, ours {Share(own[..peer.Length])}, {other} decided otherwise; in the {same.Length} where lme4 found the same optimum, p differs by {differences[differences.Length / 2]:0.0E+0} (median), {differences[^1]:0.0E+0} (most)");
    }

    private static string Share(double[] p) => string.Create(CultureInfo.InvariantCulture, $"{100.0 * p.Count(x => x < Level) / p.Length,5:F2} %");

    private static void Print(FormattableString text) => Console.WriteLine(FormattableString.Invariant(text));

    private static SimulatedRows Columns(int design, int[] sizes)
    {
        int[] group = Groups(sizes);
        var rows = new SimulatedRows(group.Length);
        double[] x = X(design, group.Length);
        rows.AddFactor("g", i => group[i]);
        rows.AddFactor("h", i => i % 4);
        rows.AddNumbers("treated", i => group[i] % 2);
        rows.AddNumbers("x", i => x[i]);
        return rows;
    }

    /// <summary>The model's random effects, those of groups with the variance of a row; no effect of the treatment nor, on average, of x.</summary>
    private static double[] Response(int design, int replicate)
    {
        (_, string formula, int[] sizes) = Designs[design];
        bool hasSlope = formula.Contains("(x", StringComparison.Ordinal);
        bool isCrossed = formula.Contains("| h)", StringComparison.Ordinal);
        int[] group = Groups(sizes);
        double[] x = X(design, group.Length);

        // Keyed: seeds one after another of Random give numbers that are not independent.
        var random = new KeyedRandom(design, replicate + 1);
        double[] intercepts = [.. sizes.Select(_ => random.NextNormal())];
        double[] slopes = [.. sizes.Select(_ => hasSlope ? 0.7 * random.NextNormal() : 0)];
        double[] others = [.. Enumerable.Range(0, 4).Select(_ => isCrossed ? random.NextNormal() / 2 : 0)];
        return [.. group.Select((g, i) => 1 + intercepts[g] + (slopes[g] * x[i]) + others[i % 4] + random.NextNormal())];
    }

    private static double[] X(int design, int count)
    {
        var random = new KeyedRandom(design, 0);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextNormal())];
    }

    private static int[] Groups(int[] sizes) => [.. sizes.SelectMany((size, g) => Enumerable.Repeat(g, size))];
}
