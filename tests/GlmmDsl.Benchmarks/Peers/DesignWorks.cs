using System.Globalization;
using System.Runtime.InteropServices;
using GlmmDsl.Data;

namespace GlmmDsl.Benchmarks.Peers;

/// <summary>A simulated design of scalar terms: every factor's effects are standard normal times its deviation, the noise is standard normal.</summary>
internal abstract class SimulatedWork : LinearWork
{
    private readonly double[] y;
    private readonly List<(string Name, int[] Codes)> factors = [];
    private readonly List<(string Name, double[] Values)> predictors = [];
    private Table? table;

    protected SimulatedWork(int rows, int seed)
    {
        Random = new Simulation(seed);
        y = new double[rows];
        for (int i = 0; i < rows; i++)
        {
            y[i] = 1 + Random.Normal();
        }
    }

    protected Simulation Random { get; }

    protected int Rows => y.Length;

    protected abstract string Formula { get; }

    public override string RScript => $$"""
        n <- {{Rows}}; read <- function(f, kind) { con <- file(file.path(folder, f), "rb"); on.exit(close(con)); readBin(con, kind, n) }
        dat <- data.frame(y = read("y.bin", "double"))
        for (f in c({{Quoted(factors.Select(f => f.Name))}})) dat[[f]] <- factor(read(paste0(f, ".bin"), "integer"))
        for (f in c({{Quoted(predictors.Select(p => p.Name))}})) dat[[f]] <- read(paste0(f, ".bin"), "double")
        repetitions <- 1
        work <- function() lmer({{Formula}}, dat)
        """;

    public override void WriteData(string folder)
    {
        File.WriteAllBytes(Path.Combine(folder, "y.bin"), MemoryMarshal.AsBytes<double>(y));
        foreach ((string name, int[] codes) in factors)
        {
            File.WriteAllBytes(Path.Combine(folder, name + ".bin"), MemoryMarshal.AsBytes<int>(codes));
        }

        foreach ((string name, double[] values) in predictors)
        {
            File.WriteAllBytes(Path.Combine(folder, name + ".bin"), MemoryMarshal.AsBytes<double>(values));
        }
    }

    public override WorkResult Run() => Works.Fit(Formula, table ??= MakeTable(), FitMethod.Reml);

    protected double[] AddPredictor(string name)
    {
        double[] values = new double[Rows];
        for (int i = 0; i < Rows; i++)
        {
            values[i] = Random.Normal();
        }

        predictors.Add((name, values));
        return values;
    }

    /// <summary>Adds a factor whose effects on the columns (null for the constant) have the deviation.</summary>
    protected int[] AddFactor(string name, Func<int, int> level, double deviation, params double[]?[] columns)
    {
        int[] codes = new int[Rows];
        for (int i = 0; i < Rows; i++)
        {
            codes[i] = level(i);
        }

        int levels = codes.Max() + 1;
        foreach (double[]? column in columns.Length == 0 ? [null] : columns)
        {
            double[] effects = new double[levels];
            for (int g = 0; g < levels; g++)
            {
                effects[g] = deviation * Random.Normal();
            }

            for (int i = 0; i < Rows; i++)
            {
                y[i] += effects[codes[i]] * (column?[i] ?? 1);
            }
        }

        factors.Add((name, codes));
        return codes;
    }

    private Table MakeTable() => new(
    [
        new NumericColumn("y", y),
        .. predictors.Select(p => new NumericColumn(p.Name, p.Values)),
        .. factors.Select(f => new FactorColumn(f.Name, [.. Enumerable.Range(0, f.Codes.Max() + 1).Select(i => i.ToString("D6", CultureInfo.InvariantCulture))], f.Codes)),
    ]);

    private static string Quoted(IEnumerable<string> names) => string.Join(", ", names.Select(n => $"\"{n}\""));
}

/// <summary>Three crossed factors of 2000, 500 and 100 levels.</summary>
internal sealed class ThreeCrossedWork : SimulatedWork
{
    public ThreeCrossedWork()
        : base(100_000, 3)
    {
        AddFactor("a", _ => (int)(Random.Uniform() * 2000), 0.7);
        AddFactor("b", _ => (int)(Random.Uniform() * 500), 0.5);
        AddFactor("c", _ => (int)(Random.Uniform() * 100), 0.3);
    }

    public override string Name => "three-crossed";

    public override string Description => "10^5 rows, factors of 2000, 500 and 100 levels crossed at random, REML";

    protected override string Formula => "y ~ 1 + (1 | a) + (1 | b) + (1 | c)";
}

/// <summary>Five factors of ten levels, every combination once.</summary>
internal sealed class FiveBalancedWork : SimulatedWork
{
    public FiveBalancedWork()
        : base(100_000, 5)
    {
        int size = 1;
        foreach (string name in new[] { "a", "b", "c", "d", "e" })
        {
            int step = size;
            AddFactor(name, i => i / step % 10, 0.5);
            size *= 10;
        }
    }

    public override string Name => "five-balanced";

    public override string Description => "10^5 rows, five factors of ten levels fully crossed, REML";

    protected override string Formula => "y ~ 1 + (1 | a) + (1 | b) + (1 | c) + (1 | d) + (1 | e)";
}

/// <summary>A vector term of six columns: 21 covariance parameters.</summary>
internal sealed class SixColumnsWork : SimulatedWork
{
    public SixColumnsWork()
        : base(50_000, 6)
    {
        double[]?[] columns = [null, .. new[] { "v", "w", "x", "z", "t" }.Select(AddPredictor)];
        AddFactor("g", i => i / 50, 0.6, columns);
    }

    public override string Name => "six-columns";

    public override string Description => "50 000 rows, 1000 groups, a vector term of six columns (21 covariance parameters), REML";

    protected override string Formula => "y ~ v + w + x + z + t + (v + w + x + z + t | g)";
}
