using System.Globalization;
using GlmmDsl.Data;
using GlmmDsl.Inference;

namespace GlmmDsl.Benchmarks.Coverage;

/// <summary>
/// How often 5 % tests reject a true hypothesis with few groups of unequal size: a treatment of whole groups, and a slope that varies between groups. Kenward and
/// Roger's method should stay at 5 % within the Monte Carlo error, Wald's does not.
/// </summary>
internal static class SizeBenchmark
{
    private const double Level = 0.05;

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
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Rejections of a true hypothesis by 5 % tests, {replicates} replicates; Monte Carlo standard error {100 * error:F2} %"));
        foreach ((string name, string formula, int[] sizes) in Designs)
        {
            foreach (string term in new[] { "treated", "x" })
            {
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"  {name,-18} {term,-8} Kenward-Roger {Share(formula, sizes, replicates, term, f => f.KenwardRoger())}   Satterthwaite {Share(formula, sizes, replicates, term, f => f.Satterthwaite())}   Wald {Share(formula, sizes, replicates, term, f => f.Wald())}"));
            }
        }

        return 0;
    }

    private static string Share(string formula, int[] sizes, int replicates, string term, Func<MixedModelFit, FixedEffectsTests> method)
    {
        int rejected = 0;
        MixedModelFit? first = null;
        for (int replicate = 1; replicate <= replicates; replicate++)
        {
            double[] response = Response(formula, sizes, replicate);
            first ??= MixedModel.Fit(Formula.Parse(formula), Rows(sizes, response));
            MixedModelFit fit = replicate == 1 ? first : first.Refit(response);
            rejected += method(fit).Coefficients[term].PValue < Level ? 1 : 0;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{100.0 * rejected / replicates,5:F2} %");
    }

    private static Table Rows(int[] sizes, double[] response)
    {
        var random = new Simulation(17);
        var rows = new SimulatedRows(response.Length);
        int[] group = Groups(sizes);
        rows.AddFactor("g", i => group[i]);
        rows.AddFactor("h", i => i % 4);
        rows.AddNumbers("treated", i => group[i] % 2);
        rows.AddNumbers("x", _ => random.Normal());
        return new Table([new NumericColumn("y", response), .. rows.ToTable().Columns]);
    }

    /// <summary>The model's random effects, those of groups with the variance of a row; no effect of the treatment nor, on average, of x.</summary>
    private static double[] Response(string formula, int[] sizes, int replicate)
    {
        bool hasSlope = formula.Contains("(x", StringComparison.Ordinal);
        bool isCrossed = formula.Contains("| h)", StringComparison.Ordinal);
        var columns = new Simulation(17);
        var random = new Simulation(1_000_003 * replicate);
        double[] intercepts = [.. sizes.Select(_ => random.Normal())];
        double[] slopes = [.. sizes.Select(_ => hasSlope ? 0.7 * random.Normal() : 0)];
        double[] others = [.. Enumerable.Range(0, 4).Select(_ => isCrossed ? random.Normal() / 2 : 0)];
        return [.. Groups(sizes).Select((g, i) => 1 + intercepts[g] + (slopes[g] * columns.Normal()) + others[i % 4] + random.Normal())];
    }

    private static int[] Groups(int[] sizes) => [.. sizes.SelectMany((size, g) => Enumerable.Repeat(g, size))];
}
