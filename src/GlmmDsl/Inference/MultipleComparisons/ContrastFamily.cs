using System.Globalization;
using GlmmDsl.Inference.Hypotheses;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Inference.MultipleComparisons;

/// <summary>Contrasts that are tested together: their adjusted p values and the critical values of their intervals.</summary>
/// <param name="adjustment">How they are adjusted; not at all where there is one contrast, but for Scheffé.</param>
/// <param name="means">The number of means of Tukey's range.</param>
/// <param name="range">Tukey's range, shared by families of one size.</param>
/// <param name="statistics">t or z of each.</param>
/// <param name="df">The degrees of freedom of each.</param>
/// <param name="maximum">The largest of them with their correlations; asked for only where it is used.</param>
/// <param name="rank">The rank of the contrasts; asked for only where it is used.</param>
internal sealed class ContrastFamily(Adjustment adjustment, int means, Lazy<StudentizedRange> range, double[] statistics, double[] df, Lazy<MaximumOfT> maximum, Lazy<int> rank)
{
    private readonly Adjustment adjustment = statistics.Length == 1 && adjustment != Adjustment.Scheffe ? Adjustment.None : adjustment;

    private readonly Lazy<StudentizedRange> pairs = new(() => new StudentizedRange((1 + Math.Sqrt(1 + (8.0 * statistics.Length))) / 2));

    /// <summary>The line that emmeans prints of the p values; null where nothing is adjusted.</summary>
    public string? PValueNote => Note("P value adjustment", adjustment, "tests");

    /// <summary>The line that emmeans prints of the intervals.</summary>
    public string? IntervalNote => Note("Conf-level adjustment", adjustment == Adjustment.Holm ? Adjustment.Bonferroni : adjustment, "estimates");

    /// <summary>The adjusted p values.</summary>
    public double[] PValues()
    {
        double[] plain = [.. statistics.Select((t, i) => TailProbability.OfT(t, df[i]))];
        int m = plain.Length;
        return adjustment switch
        {
            Adjustment.Holm => Holm(plain),
            Adjustment.Bonferroni => [.. plain.Select(p => Math.Min(1, p * plain.Count(q => !double.IsNaN(q))))],
            Adjustment.Sidak => [.. plain.Select(p => -SmallNumbers.ExpM1(m * SmallNumbers.Log1P(-p)))],
            Adjustment.Tukey => [.. statistics.Select((t, i) => range.Value.UpperTail(Math.Sqrt(2) * Math.Abs(t), df[i]))],
            Adjustment.Scheffe => [.. statistics.Select((t, i) => TailProbability.OfF(t * t / rank.Value, rank.Value, df[i]))],
            Adjustment.Dunnett or Adjustment.MultivariateT => [.. statistics.Select((t, i) => maximum.Value.UpperTail(t, df[i]))],
            Adjustment.DunnettApproximation => [.. statistics.Select((t, i) => Approximation(t, df[i]))],
            _ => plain,
        };
    }

    /// <summary>How many standard errors an interval of contrast i reaches to either side.</summary>
    public double CriticalValue(int i, double level)
    {
        double m = statistics.Length;
        return adjustment switch
        {
            Adjustment.Holm or Adjustment.Bonferroni => TailProbability.CriticalT(1 - ((1 - level) / m), df[i]),
            Adjustment.Sidak => TailProbability.CriticalT(Math.Pow(level, 1 / m), df[i]),
            Adjustment.Tukey => range.Value.Quantile(level, df[i]) / Math.Sqrt(2),
            Adjustment.Scheffe => Math.Sqrt(rank.Value * TailProbability.CriticalF(level, rank.Value, df[i])),
            Adjustment.Dunnett or Adjustment.MultivariateT => maximum.Value.Quantile(level, df[i]),
            Adjustment.DunnettApproximation => !(df[i] > 0) ? double.NaN : CriticalValueOf(t => Approximation(t, df[i]), level),
            _ => TailProbability.CriticalT(level, df[i]),
        };
    }

    private static double CriticalValueOf(Func<double, double> tail, double level) => Hypotheses.CriticalValue.Find(tail, 1 - level);

    private static double[] Holm(double[] plain)
    {
        int[] order = [.. Enumerable.Range(0, plain.Length).Where(i => !double.IsNaN(plain[i])).OrderBy(i => plain[i])];
        double[] adjusted = [.. plain];
        double largest = 0;
        for (int k = 0; k < order.Length; k++)
        {
            largest = Math.Max(largest, Math.Min(1, plain[order[k]] * (order.Length - k)));
            adjusted[order[k]] = largest;
        }

        return adjusted;
    }

    /// <summary>emmeans's dunnettx: a mixture of Tukey's and Šidák's probabilities for m contrasts, whose shares are (m − 1)/m and 1/m.</summary>
    private double Approximation(double t, double own)
    {
        double m = statistics.Length;
        double tukey = pairs.Value.UpperTail(Math.Sqrt(2) * Math.Abs(t), own);
        double sidak = -SmallNumbers.ExpM1(m * SmallNumbers.Log1P(-TailProbability.OfT(t, own)));
        return (((m - 1) * tukey) + sidak) / m;
    }

    private string? Note(string what, Adjustment method, string tested)
    {
        int m = statistics.Length;
        return method == Adjustment.None || (method is Adjustment.Tukey or Adjustment.Scheffe && means < 3) ? null
            : method switch
            {
                Adjustment.Tukey => string.Create(CultureInfo.InvariantCulture, $"{what}: tukey method for comparing a family of {means} estimates"),
                Adjustment.Scheffe => string.Create(CultureInfo.InvariantCulture, $"{what}: scheffe method with rank {rank.Value}"),
                Adjustment.MultivariateT => string.Create(CultureInfo.InvariantCulture, $"{what}: mvt method for {m} {tested}"),
                Adjustment.DunnettApproximation => string.Create(CultureInfo.InvariantCulture, $"{what}: dunnettx method for {m} {tested}"),
                _ => string.Create(CultureInfo.InvariantCulture, $"{what}: {method.ToString().ToLowerInvariant()} method for {m} {tested}"),
            };
    }
}
