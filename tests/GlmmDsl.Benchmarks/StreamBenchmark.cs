using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using GlmmDsl.Data;

namespace GlmmDsl.Benchmarks;

/// <summary>
/// Rows that are never all in memory: they are made, summed and discarded part by part, then the model is fitted. Memory must not grow with their number.
/// The data are y = 10 + x/2 + b_g + c_g·x + e with 10⁴ groups, standard deviations 2, 0.5 and 1.
/// </summary>
internal static class StreamBenchmark
{
    private const int Groups = 10_000;
    private const int PartLength = 1 << 18;

    public static int Run(long rows)
    {
        string[] labels = [.. Enumerable.Range(0, Groups).Select(g => g.ToString("D5", CultureInfo.InvariantCulture))];
        var clock = Stopwatch.StartNew();
        TimeSpan start = Process.GetCurrentProcess().TotalProcessorTime;
        var peak = new PeakMemory();
        CrossProducts sums = CrossProducts.Of(Formula.Parse("y ~ x + (x | g)"), Parts(rows, [.. labels], peak), threads: 2);
        TimeSpan summed = Process.GetCurrentProcess().TotalProcessorTime - start;
        MixedModelFit fit = MixedModel.Fit(sums);
        TimeSpan all = Process.GetCurrentProcess().TotalProcessorTime - start;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"rows {rows}, seconds {clock.Elapsed.TotalSeconds:F1}, CPU ns/row with simulation {summed.TotalNanoseconds / rows:F1}, CPU s of the fit {(all - summed).TotalSeconds:F2}, managed peak MB {peak.Managed / 1e6:F0}, resident peak MB {Process.GetCurrentProcess().PeakWorkingSet64 / 1e6:F0}"));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"x {fit.Coefficients["x"].Estimate:F5} ± {fit.Coefficients["x"].StandardError:F5}, sd {fit.VarianceComponents[0].Components[0].StandardDeviation:F4}, {fit.VarianceComponents[0].Components[1].StandardDeviation:F4}, sigma {fit.Sigma:F5}, {fit.Verdict}"));
        return 0;
    }

    private static IEnumerable<Table> Parts(long rows, ImmutableArray<string> labels, PeakMemory peak)
    {
        var effects = new Simulation(1);
        double[] intercepts = [.. Enumerable.Range(0, Groups).Select(_ => 2 * effects.Normal())];
        double[] slopes = [.. Enumerable.Range(0, Groups).Select(_ => 0.5 * effects.Normal())];
        var simulation = new Simulation(2);
        for (long done = 0; done < rows; done += PartLength)
        {
            int count = (int)Math.Min(PartLength, rows - done);
            var x = new double[count];
            var y = new double[count];
            var codes = new int[count];
            for (int i = 0; i < count; i++)
            {
                codes[i] = (int)(simulation.Uniform() * Groups);
                x[i] = 4 * simulation.Uniform();
                y[i] = 10 + (0.5 * x[i]) + intercepts[codes[i]] + (slopes[codes[i]] * x[i]) + simulation.Normal();
            }

            peak.Look();
            yield return new Table([new NumericColumn("x", x), new NumericColumn("y", y), new FactorColumn("g", labels, codes)]);
        }
    }

    private sealed class PeakMemory
    {
        public long Managed { get; private set; }

        public void Look() => Managed = Math.Max(Managed, GC.GetTotalMemory(forceFullCollection: false));
    }
}
