using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using GlmmDsl.Printing;

namespace GlmmDsl.Inference;

/// <summary>The replicates of a bootstrap and what is read from them. Immutable and safe to use from several threads.</summary>
public sealed class BootstrapResult
{
    private readonly BootstrapFit estimates;
    private readonly ImmutableArray<BootstrapFit> fits;

    internal BootstrapResult(BootstrapNames names, BootstrapFit estimates, ImmutableArray<BootstrapFit> fits, BootstrapDraws draws)
    {
        this.estimates = estimates;
        this.fits = fits;
        Draws = draws;
        Failures = [.. draws.All.Where(d => d.Failure is not null).Select(d => new BootstrapFailure(d.Replicate, d.Failure!))];
        Coefficients = Join("coefficient", names.CoefficientNames, f => f.Beta);
        VarianceComponents = Join("variance parameter", names.VarianceNames, f => f.Variances);
        Components = Join("parameter of zero inflation, dispersion or shape", names.Others.Names, f => f.Components);
        Parameters = new("parameter", VarianceComponents.Concat(Coefficients).Concat(Components).Select(d => KeyValuePair.Create(d.Name, d)), Print);
    }

    /// <summary>How the replicates were made.</summary>
    public BootstrapKind Kind => Draws.Kind;

    /// <summary>All replicates, failed ones included.</summary>
    public int Replicates => Draws.Count;

    /// <summary>The replicates that could not be fitted, with the reasons. They are in no distribution.</summary>
    public ImmutableArray<BootstrapFailure> Failures { get; }

    /// <summary>The distributions of the coefficients, by R's names.</summary>
    public NamedResults<BootstrapDistribution> Coefficients { get; }

    /// <summary>Those of standard deviations, correlations and σ, by lme4's names.</summary>
    public NamedResults<BootstrapDistribution> VarianceComponents { get; }

    /// <summary>Those of the linear predictors beside the conditional one, by the names of <see cref="BootstrapFit.Component"/>; empty where there are none.</summary>
    public NamedResults<BootstrapDistribution> Components { get; }

    /// <summary>All of them, the variance parameters first.</summary>
    public NamedResults<BootstrapDistribution> Parameters { get; }

    /// <summary>The replicates, to be saved and gone on from.</summary>
    public BootstrapDraws Draws { get; }

    /// <summary>The distribution of any function of the parameters.</summary>
    /// <param name="function">The function: <c>f => f.Coefficient("Days") / f.Sigma</c>.</param>
    public BootstrapDistribution Of(Func<BootstrapFit, double> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return new("", function(estimates), fits.Select(function));
    }

    /// <summary>The intervals of all parameters.</summary>
    /// <param name="level">The level, inside (0, 1).</param>
    /// <param name="kind">How they are read from the replicates.</param>
    /// <exception cref="ArgumentOutOfRangeException">The level is not inside (0, 1).</exception>
    public NamedResults<ParameterInterval> Intervals(double level = 0.95, BootstrapInterval kind = BootstrapInterval.Percentile) =>
        IntervalTable.Join(Parameters.Select(p => new ParameterInterval(p.Name, p.Estimate, p.Interval(level, kind))));

    /// <summary>The intervals as the command line's JSON object.</summary>
    /// <param name="kind">How they are read from the replicates.</param>
    /// <param name="levels">The levels; 0.95 where there are none.</param>
    public string ToJson(BootstrapInterval kind = BootstrapInterval.Percentile, params ReadOnlySpan<double> levels)
    {
        double[] all = levels.IsEmpty ? [0.95] : levels.ToArray();
        return JsonObject.Write(json =>
        {
            json.WriteString("kind", Kind.ToString().ToLowerInvariant());
            json.WriteNumber("replicates", Replicates);
            json.WriteNumber("failed", Failures.Length);
            json.WriteStartObject("failures");
            foreach (IGrouping<string, BootstrapFailure> alike in Failures.GroupBy(f => f.Reason, StringComparer.Ordinal))
            {
                json.WriteNumber(alike.Key, alike.Count());
            }

            json.WriteEndObject();
            IntervalTable.Write(json, all.SelectMany(level => Intervals(level, kind)));
        });
    }

    /// <summary>The table of estimates, biases, standard errors and 95 % percentile intervals.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Kind} bootstrap, {Replicates} replicates");
        text.Append(Failures.IsEmpty ? "\n" : string.Create(CultureInfo.InvariantCulture, $", {Failures.Length} of them failed\n"));
        foreach (IGrouping<string, BootstrapFailure> alike in Failures.GroupBy(f => f.Reason, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"  {alike.Count()}: {alike.Key}\n");
        }

        return text.Append(Parameters).ToString();
    }

    private static string Print(NamedResults<BootstrapDistribution> distributions)
    {
        var table = new TextTable([true, false, false, false, false, false], "", "Estimate", "Bias", "Std. Error", "2.5 %", "97.5 %");
        foreach (BootstrapDistribution d in distributions)
        {
            Interval interval = d.Interval();
            int? decimals = Math.Min(NumberColumn.Decimals([d.StandardError > 0 ? d.StandardError : 1]) ?? 6, 8);
            table.Add([d.Name, .. new[] { d.Estimate, d.Bias, d.StandardError, interval.Lower, interval.Upper }.Select(x => NumberColumn.Format(x, decimals))]);
        }

        var text = new StringBuilder();
        table.WriteTo(text, "");
        return text.ToString();
    }

    private NamedResults<BootstrapDistribution> Join(string what, ImmutableArray<string> names, Func<BootstrapFit, IReadOnlyList<double>> values) => new(
        what,
        names.Select((name, i) => KeyValuePair.Create(name, new BootstrapDistribution(name, values(estimates)[i], fits.Select(f => values(f)[i])))),
        Print);
}

/// <summary>A replicate that could not be fitted.</summary>
/// <param name="Replicate">Its number, from 0.</param>
/// <param name="Reason">Why.</param>
public sealed record BootstrapFailure(int Replicate, string Reason);
