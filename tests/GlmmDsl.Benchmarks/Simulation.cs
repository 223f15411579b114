namespace GlmmDsl.Benchmarks;

/// <summary>Random numbers that are the same everywhere for one seed: the data of simulated benchmarks.</summary>
internal sealed class Simulation(int seed)
{
    private readonly Random random = new(seed);

    /// <summary>A standard normal number (Box and Muller).</summary>
    public double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    /// <summary>A number between 0 and 1.</summary>
    public double Uniform() => random.NextDouble();
}
