namespace GlmmDsl.Benchmarks.Coverage;

/// <summary>A design of equal groups whose columns stay the same while responses are simulated repeatedly.</summary>
internal sealed class CoverageDesign
{
    private readonly double[] effectDeviations;
    private readonly double correlation;
    private readonly double[] beta;
    private readonly int number;

    /// <summary>Makes a design's columns.</summary>
    /// <param name="number">Which design: with the replicate it keys the random numbers.</param>
    /// <param name="family">Binomial (logit, 0/1) or Poisson (log).</param>
    /// <param name="groups">Groups.</param>
    /// <param name="rowsPerGroup">Rows in each.</param>
    /// <param name="beta">Intercept, x (standard normal), z (0 or 1, the same in a group).</param>
    /// <param name="effectDeviations">Standard deviations of the random intercept and, where there is one, the random slope of x.</param>
    /// <param name="correlation">Their correlation.</param>
    public CoverageDesign(int number, Family family, int groups, int rowsPerGroup, double[] beta, double[] effectDeviations, double correlation = 0)
    {
        this.number = number;
        this.beta = beta;
        this.effectDeviations = effectDeviations;
        this.correlation = correlation;
        Family = family;
        Groups = groups;
        var random = new Simulation(Seed(number, 0));
        Rows = new SimulatedRows(groups * rowsPerGroup);
        G = Rows.AddFactor("g", i => i / rowsPerGroup);
        X = Rows.AddNumbers("x", _ => random.Normal());
        Z = Rows.AddNumbers("z", i => G[i] % 2);
    }

    /// <summary>The family.</summary>
    public Family Family { get; }

    /// <summary>How many groups there are.</summary>
    public int Groups { get; }

    /// <summary>The columns, without a response.</summary>
    public SimulatedRows Rows { get; }

    /// <summary>Whether x has a random slope.</summary>
    public bool HasSlope => effectDeviations.Length > 1;

    /// <summary>The name of the design.</summary>
    public string Name => $"{Family.ToString().ToLowerInvariant()}-{(HasSlope ? "slope" : "intercept")}";

    /// <summary>The formula, the same in R.</summary>
    public string Formula => HasSlope ? "y ~ x + z + (x | g)" : "y ~ x + z + (1 | g)";

    /// <summary>The parameters whose intervals are looked at, with their true values: coefficients, then logarithms of the standard deviations.</summary>
    public IReadOnlyList<(string Name, double Truth)> Parameters =>
    [
        ("(Intercept)", beta[0]), ("x", beta[1]), ("z", beta[2]),
        ("log sd (Intercept)", Math.Log(effectDeviations[0])),
        .. HasSlope ? [("log sd x", Math.Log(effectDeviations[1]))] : Array.Empty<(string, double)>(),
    ];

    private int[] G { get; }

    private double[] X { get; }

    private double[] Z { get; }

    /// <summary>The response of a replicate, from 1: the same numbers whatever was simulated before.</summary>
    public double[] Simulate(int replicate)
    {
        var random = new Simulation(Seed(number, replicate));
        var intercepts = new double[Groups];
        var slopes = new double[Groups];
        for (int g = 0; g < Groups; g++)
        {
            (double u, double v) = (random.Normal(), random.Normal());
            intercepts[g] = effectDeviations[0] * u;
            slopes[g] = HasSlope ? effectDeviations[1] * ((correlation * u) + (Math.Sqrt(1 - (correlation * correlation)) * v)) : 0;
        }

        var y = new double[X.Length];
        for (int i = 0; i < y.Length; i++)
        {
            double eta = beta[0] + (beta[1] * X[i]) + (beta[2] * Z[i]) + intercepts[G[i]] + (slopes[G[i]] * X[i]);
            y[i] = Family == Family.Poisson ? random.Poisson(Math.Exp(eta)) : random.Bernoulli(1 / (1 + Math.Exp(-eta)));
        }

        return y;
    }

    /// <summary>A seed for each pair of numbers, pairs near one another far apart.</summary>
    private static int Seed(int design, int replicate)
    {
        ulong z = (((ulong)(uint)design << 32) | (uint)replicate) + 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return (int)(z >> 33);
    }
}
