using System.Runtime.InteropServices;
using GlmmDsl.Data;

namespace GlmmDsl.Benchmarks.Peers;

/// <summary>InstEval, three crossed factors, 73 421 rows, by maximum likelihood.</summary>
internal sealed class InstEvalWork(string referenceFolder) : LinearWork
{
    private readonly Table table = Table.ReadCsv(
        Path.Combine(referenceFolder, "data", "InstEval.csv"), new CsvOptions { Factors = ["s", "d", "dept", "service"] });

    public override string Name => "insteval";

    public override string Description => "InstEval, y ~ service + (1|s) + (1|d) + (1|dept), ML, from rows in memory to fit";

    public override string RScript => """
        dat <- read.csv(file.path(reference, "data", "InstEval.csv")); for (v in c("s", "d", "dept", "service")) dat[[v]] <- factor(dat[[v]])
        repetitions <- 2
        work <- function() lmer(y ~ service + (1|s) + (1|d) + (1|dept), dat, REML = FALSE)
        """;

    public override WorkResult Run() => Works.Fit("y ~ service + (1|s) + (1|d) + (1|dept)", table, FitMethod.Ml);
}

/// <summary>
/// 10⁶ rows in 10⁴ groups of 100 with correlated intercept and slope: x standard normal, slope and intercept with variances 1 and 0.25 and
/// correlation 0.5, residual variance 1; the recipe is the code below.
/// </summary>
internal sealed class MillionSlopesWork : LinearWork
{
    private const int Rows = 1_000_000, Groups = 10_000;
    private readonly double[] x = new double[Rows], y = new double[Rows];
    private readonly int[] group = new int[Rows];
    private readonly Table table;

    public MillionSlopesWork()
    {
        var random = new Simulation(20240601);
        for (int g = 0; g < Groups; g++)
        {
            double intercept = random.Normal();
            double slope = 0.5 * ((0.5 * intercept) + (Math.Sqrt(0.75) * random.Normal()));
            for (int j = 0; j < Rows / Groups; j++)
            {
                int i = (g * (Rows / Groups)) + j;
                group[i] = g;
                x[i] = random.Normal();
                y[i] = 1 + (2 * x[i]) + intercept + (slope * x[i]) + random.Normal();
            }
        }

        table = new Table(
        [
            new NumericColumn("y", y), new NumericColumn("x", x),
            new FactorColumn("g", [.. Enumerable.Range(0, Groups).Select(i => "g" + i.ToString("D5", System.Globalization.CultureInfo.InvariantCulture))], group),
        ]);
    }

    public override string Name => "million-slopes";

    public override string Description => "10^6 rows, 10^4 groups, y ~ x + (x | g), REML, from rows in memory to fit";

    public override string RScript => $$"""
        n <- {{Rows}}; con <- function(f) file(file.path(folder, f), "rb")
        dat <- data.frame(y = readBin(con("y.bin"), "double", n), x = readBin(con("x.bin"), "double", n), g = factor(readBin(con("g.bin"), "integer", n)))
        repetitions <- 1
        work <- function() lmer(y ~ x + (x | g), dat)
        """;

    public override void WriteData(string folder)
    {
        File.WriteAllBytes(Path.Combine(folder, "y.bin"), MemoryMarshal.AsBytes<double>(y));
        File.WriteAllBytes(Path.Combine(folder, "x.bin"), MemoryMarshal.AsBytes<double>(x));
        File.WriteAllBytes(Path.Combine(folder, "g.bin"), MemoryMarshal.AsBytes<int>(group));
    }

    public override WorkResult Run() => Works.Fit("y ~ x + (x | g)", table, FitMethod.Reml);
}

/// <summary>What linear works share.</summary>
internal static class Works
{
    public static WorkResult Fit(string formula, Table table, FitMethod method)
    {
        MixedModelFit fit = MixedModel.Fit(Formula.Parse(formula), table, new FitOptions { Method = method });
        return new(-2 * fit.LogLikelihood.Value, fit.Evaluations, fit.Gradients);
    }
}
