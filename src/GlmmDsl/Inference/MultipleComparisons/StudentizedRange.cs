using System.Collections.Concurrent;
using GlmmDsl.Inference.Hypotheses;

namespace GlmmDsl.Inference.MultipleComparisons;

/// <summary>
/// The distribution of the studentised range: that of the range of k independent normal variables over an independent estimate of their standard deviation
/// on ν degrees of freedom (Copenhaver and Holland 1988, J. Stat. Comput. Simul. 30). By quadrature, with an absolute error below 10⁻¹² and a small relative
/// one far in the tail; ν may be infinite and need not be whole. Safe to use from several threads.
/// </summary>
/// <param name="count">k, the number of means, 2 at least; approximations of other distributions use numbers that are not whole.</param>
internal sealed class StudentizedRange(double count)
{
    /// <summary>The most numbers of means whose ranges are kept.</summary>
    private const int MostKept = 100;

    /// <summary>Ranges of normal variables by their number: the values that one interpolates between serve every table of as many means.</summary>
    private static readonly ConcurrentDictionary<double, RangeOfNormals> Kept = new();

    private readonly RangeOfNormals range = Kept.Count < MostKept ? Kept.GetOrAdd(count, k => new RangeOfNormals(k)) : Kept.TryGetValue(count, out RangeOfNormals? kept) ? kept : new(count);

    /// <summary>P(Q &gt; q).</summary>
    /// <param name="q">The range over the standard deviation.</param>
    /// <param name="df">ν.</param>
    public double UpperTail(double q, double df) => double.IsNaN(q) || !(df > 0) ? double.NaN
        : q <= 0 ? 1
        : Math.Min(1, ChiScale.Mean(df, s => range.UpperTail(q * s)));

    /// <summary>q with P(Q ≤ q) = level.</summary>
    /// <param name="level">Inside (0, 1).</param>
    /// <param name="df">ν.</param>
    public double Quantile(double level, double df) => !(df > 0) ? double.NaN : CriticalValue.Find(q => UpperTail(q, df), 1 - level);
}
