using System.Collections.Immutable;
using MathNet.Numerics.Distributions;

namespace GlmmDsl.Inference;

/// <summary>The bootstrap distribution of one number. Immutable.</summary>
public sealed class BootstrapDistribution
{
    private readonly double[] sorted;

    internal BootstrapDistribution(string name, double estimate, IEnumerable<double> replicates)
    {
        Name = name;
        Estimate = estimate;
        Replicates = [.. replicates];
        sorted = Array.FindAll([.. Replicates], double.IsFinite);
        Array.Sort(sorted);
        double mean = sorted.Length == 0 ? double.NaN : sorted.Average();
        Bias = mean - estimate;
        StandardError = sorted.Length < 2 ? double.NaN : Math.Sqrt(sorted.Sum(x => (x - mean) * (x - mean)) / (sorted.Length - 1));
    }

    /// <summary>The name of the parameter; empty for a function of the fit.</summary>
    public string Name { get; }

    /// <summary>The estimate of the fit itself.</summary>
    public double Estimate { get; }

    /// <summary>The numbers of the replicates that were fitted, in their order. NaN where a replicate has no such number, as a correlation with a variance of zero.</summary>
    public ImmutableArray<double> Replicates { get; }

    /// <summary>The mean of the replicates less the estimate.</summary>
    public double Bias { get; }

    /// <summary>The standard deviation of the replicates.</summary>
    public double StandardError { get; }

    /// <summary>An interval.</summary>
    /// <param name="level">The level, inside (0, 1).</param>
    /// <param name="kind">How it is read from the replicates.</param>
    /// <returns>The interval; NaN where the replicates are too few for the level.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The level is not inside (0, 1).</exception>
    public Interval Interval(double level = 0.95, BootstrapInterval kind = BootstrapInterval.Percentile)
    {
        Inference.Interval.RequireLevel(level);
        double tail = (1 - level) / 2;
        double spread = Normal.InvCDF(0, 1, 1 - tail) * StandardError;
        return kind switch
        {
            BootstrapInterval.Percentile => new Interval(Quantile(tail), Quantile(1 - tail), level),
            BootstrapInterval.Basic => new Interval((2 * Estimate) - Quantile(1 - tail), (2 * Estimate) - Quantile(tail), level),
            BootstrapInterval.Normal => new Interval(Estimate - Bias - spread, Estimate - Bias + spread, level),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such interval."),
        };
    }

    /// <summary>The quantile of order (R + 1)p, interpolated on the scale of normal quantiles, as R's <c>boot.ci</c> does it; NaN where that lies outside of the replicates.</summary>
    private double Quantile(double p)
    {
        int count = sorted.Length;
        double rank = (count + 1) * p;
        int below = (int)Math.Floor(rank + 1e-9);
        if (below < 1 || below > count)
        {
            return double.NaN;
        }

        if (rank - below < 1e-9 || below == count)
        {
            return rank - below < 1e-9 ? sorted[below - 1] : double.NaN;
        }

        double at = Normal.InvCDF(0, 1, p);
        double low = Normal.InvCDF(0, 1, below / (count + 1.0)), high = Normal.InvCDF(0, 1, (below + 1) / (count + 1.0));
        return sorted[below - 1] + ((at - low) / (high - low) * (sorted[below] - sorted[below - 1]));
    }
}
