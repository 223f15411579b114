using GlmmDsl.Data;

namespace GlmmDsl.Benchmarks.Peers;

/// <summary>Binomial models with thousands of levels in several grouping factors, beside glmmTMB where that ends within five minutes.</summary>
internal static class LargeGeneralizedWorks
{
    private const string Crossed = "y ~ x + (1 | a) + (1 | b)";

    /// <summary>All of them, by name.</summary>
    public static IEnumerable<(string Name, Func<PeerWork> Make)> All(string referenceFolder)
    {
        yield return ("insteval-binomial", () => InstEval(referenceFolder));
        yield return ("crossed-binomial", () => Simulated(
            "crossed-binomial", "10^5 rows of 0/1, 2 000 levels crossed with 2 000 at random", Crossed, 100_000, ("a", 0.8, (_, random) => (int)(2000 * random.Uniform())), ("b", 0.6, (_, random) => (int)(2000 * random.Uniform()))));
        yield return ("item-response", () => Simulated(
            "item-response", "4*10^6 rows of 0/1, 20 000 persons and 200 items, all answered by all", Crossed, 4_000_000, ("a", 1, (i, _) => i / 200), ("b", 1, (i, _) => i % 200)));
        yield return ("nested-binomial", () => Simulated(
            "nested-binomial", "4*10^5 rows of 0/1, (1 | a/ab/abc) with 10^3, 10^4 and 10^5 groups", "y ~ x + (1 | abc) + (1 | ab) + (1 | a)", 400_000, ("abc", 0.7, (i, _) => i / 4), ("ab", 0.6, (i, _) => i / 40), ("a", 0.5, (i, _) => i / 400)));
        yield return ("locally-crossed-binomial", () => Simulated(
            "locally-crossed-binomial", "5*10^5 rows of 0/1, 10^5 levels crossed with 10^5 others within a window of ten", Crossed, 500_000, ("a", 0.8, (i, _) => i % 100_000), ("b", 0.6, (i, random) => ((i % 100_000) + (int)(10 * random.Uniform())) % 100_000)));
    }

    private static GeneralizedWork InstEval(string referenceFolder) =>
        new("insteval-binomial", "InstEval, 73 421 ratings of 4 and more, 2 972 students crossed with 1 128 lecturers", "y ~ service + (1 | s) + (1 | d)")
        {
            Family = Family.Binomial,
            Table = () =>
            {
                Table table = Table.ReadCsv(Path.Combine(referenceFolder, "data", "InstEval.csv"), new CsvOptions { Factors = ["s", "d", "dept", "service"] });
                return new Table(table.Columns.Select(c => c is NumericColumn { Name: "y" } y ? new NumericColumn("y", [.. y.Values.ToArray().Select(v => v >= 4 ? 1.0 : 0)]) : c));
            },
            Data = """
                dat <- read.csv(file.path(reference, "data", "InstEval.csv")); for (v in c("s", "d", "service")) dat[[v]] <- factor(dat[[v]]); dat$y <- as.numeric(dat$y >= 4)
                """,
            IsLarge = true,
            Limit = TimeSpan.FromMinutes(5),
        };

    /// <summary>0/1 with a standard normal predictor and normal effects of every factor's levels.</summary>
    private static GeneralizedWork Simulated(
        string name, string description, string formula, int count, params (string Name, double Deviation, Func<int, Simulation, int> Level)[] factors)
    {
        var random = new Simulation(20240604);
        var rows = new SimulatedRows(count);
        double[] eta = [.. rows.AddNumbers("x", _ => random.Normal()).Select(x => (0.5 * x) - 0.3)];
        foreach ((string factor, double deviation, Func<int, Simulation, int> level) in factors)
        {
            int[] codes = rows.AddFactor(factor, i => level(i, random));
            double[] effects = [.. Enumerable.Range(0, codes.Max() + 1).Select(_ => deviation * random.Normal())];
            for (int i = 0; i < count; i++)
            {
                eta[i] += effects[codes[i]];
            }
        }

        rows.AddNumbers("y", i => random.Bernoulli(1 / (1 + Math.Exp(-eta[i]))));
        return new(name, description, formula)
        {
            Family = Family.Binomial, Table = rows.ToTable, Data = rows.ReadScript, Files = rows.Write, IsLarge = true, Limit = TimeSpan.FromMinutes(5),
        };
    }
}
