using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using GlmmDsl.Inference.Hypotheses;
using GlmmDsl.Printing;

namespace GlmmDsl.Inference;

/// <summary>
/// A likelihood-ratio test whose reference distribution is simulated: responses of the smaller model, both models fitted to each. It needs no chi-square, which is wrong
/// for few groups and for variances at zero. Immutable.
/// </summary>
public sealed class LikelihoodRatioBootstrap
{
    private static readonly ImmutableArray<double> Shown = [0.5, 0.9, 0.95, 0.99];

    private readonly double[] sorted;

    internal LikelihoodRatioBootstrap(double statistic, int degreesOfFreedom, ImmutableArray<double> reference, ImmutableArray<BootstrapFailure> failures)
    {
        Statistic = statistic;
        DegreesOfFreedom = degreesOfFreedom;
        Reference = reference;
        Failures = failures;
        sorted = [.. reference.Order()];
        Mean = sorted.Length == 0 ? double.NaN : sorted.Average();
        Variance = sorted.Length < 2 ? double.NaN : sorted.Sum(x => (x - Mean) * (x - Mean)) / (sorted.Length - 1);
    }

    /// <summary>Twice the difference of the maximised log-likelihoods.</summary>
    public double Statistic { get; }

    /// <summary>The parameters that the larger model has more.</summary>
    public int DegreesOfFreedom { get; }

    /// <summary>(1 + the replicates that reach the statistic)/(1 + all of them): the p value, which is never 0 (Davison and Hinkley 1997, section 4.2).</summary>
    public double PValue => (1.0 + Reference.Count(r => r >= Statistic)) / (1.0 + Reference.Length);

    /// <summary>The p value by the chi-square distribution.</summary>
    public double ChiSquarePValue => DegreesOfFreedom > 0 ? TailProbability.OfChiSquare(Statistic, DegreesOfFreedom) : double.NaN;

    /// <summary>The statistics of the replicates that both models could be fitted to.</summary>
    public ImmutableArray<double> Reference { get; }

    /// <summary>All replicates, failed ones included.</summary>
    public int Replicates => Reference.Length + Failures.Length;

    /// <summary>The replicates that could not be fitted, with the reasons.</summary>
    public ImmutableArray<BootstrapFailure> Failures { get; }

    /// <summary>The mean of the reference distribution.</summary>
    public double Mean { get; }

    /// <summary>Its variance.</summary>
    public double Variance { get; }

    /// <summary>A quantile of the reference distribution, interpolated as R's <c>quantile</c> does it.</summary>
    /// <param name="probability">Between 0 and 1.</param>
    public double Quantile(double probability)
    {
        if (!(probability is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "A probability lies between 0 and 1.");
        }

        if (sorted.Length == 0)
        {
            return double.NaN;
        }

        double at = probability * (sorted.Length - 1);
        int below = Math.Min((int)at, Math.Max(0, sorted.Length - 2));
        return sorted[below] + ((at - below) * (sorted[Math.Min(below + 1, sorted.Length - 1)] - sorted[below]));
    }

    /// <summary>The test as the command line's JSON object: <c>test: {lrt p replicates failed mean variance quantiles}</c>.</summary>
    public string ToJson() => JsonObject.Write(json =>
    {
        json.WriteStartObject("test");
        json.WriteString("method", "bootstrap");
        json.WriteFinite("lrt", Statistic);
        json.WriteNumber("df", DegreesOfFreedom);
        json.WriteFinite("p", PValue);
        json.WriteFinite("pChisq", ChiSquarePValue);
        json.WriteNumber("replicates", Replicates);
        json.WriteNumber("failed", Failures.Length);
        json.WriteFinite("mean", Mean);
        json.WriteFinite("variance", Variance);
        json.WriteStartObject("quantiles");
        foreach (double probability in Shown)
        {
            json.WriteFinite(probability.ToString(CultureInfo.InvariantCulture), Quantile(probability));
        }

        json.WriteEndObject();
        json.WriteEndObject();
    });

    /// <summary>The table as pbkrtest prints it.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"Bootstrap test; {Replicates} replicates{(Failures.IsEmpty ? "" : string.Create(CultureInfo.InvariantCulture, $", {Failures.Length} of them failed"))}\n");
        string statistic = NumberColumn.Format(Statistic, 3);
        string[] p = PValues.Format([ChiSquarePValue, PValue]);
        var table = new TextTable([true, false, false, false], "", "stat", "df", "p.value");
        table.Add("LRT", statistic, DegreesOfFreedom.ToString(CultureInfo.InvariantCulture), p[0]);
        table.Add("PBtest", statistic, "", p[1]);
        table.WriteTo(text, "");
        return text.ToString();
    }
}
