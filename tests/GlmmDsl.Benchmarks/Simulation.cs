namespace GlmmDsl.Benchmarks;

/// <summary>Random numbers for simulated benchmarks, the same on every machine for the same seed.</summary>
internal sealed class Simulation(int seed)
{
    private readonly Random random = new(seed);

    /// <summary>A standard normal number (Box and Muller).</summary>
    public double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    /// <summary>A number between 0 and 1.</summary>
    public double Uniform() => random.NextDouble();

    /// <summary>1 with the probability, else 0.</summary>
    public double Bernoulli(double probability) => Uniform() < probability ? 1 : 0;

    /// <summary>A Poisson count, by inversion: for means up to some hundreds.</summary>
    public double Poisson(double mean)
    {
        double u = Uniform();
        double probability = Math.Exp(-mean);
        int count = 0;
        for (double sum = probability; u > sum && probability > 0; sum += probability)
        {
            count++;
            probability *= mean / count;
        }

        return count;
    }
}
