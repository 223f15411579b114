using System.Text;
using GlmmDsl.Printing;

namespace GlmmDsl.Inference;

/// <summary>Profile likelihoods of a fit's parameters, and the intervals that follow. Immutable and safe to use from several threads.</summary>
public sealed class ProfileLikelihood
{
    internal ProfileLikelihood(IReadOnlyList<ParameterProfile> variances, IReadOnlyList<ParameterProfile> coefficients, string method, bool isRefitted)
    {
        VarianceComponents = Join("variance parameter", variances);
        Coefficients = Join("coefficient", coefficients);
        Parameters = Join("parameter", [.. variances, .. coefficients]);
        Method = method;
        IsRefitted = isRefitted;
    }

    /// <summary>The profiles of the coefficients, by R's names.</summary>
    public NamedResults<ParameterProfile> Coefficients { get; }

    /// <summary>The profiles of standard deviations, correlations and σ, by lme4's names: <c>sd_(Intercept)|Subject</c>, <c>cor_Days.(Intercept)|Subject</c>, <c>sigma</c>.</summary>
    public NamedResults<ParameterProfile> VarianceComponents { get; }

    /// <summary>All of them, the variance parameters first, as lme4 orders them.</summary>
    public NamedResults<ParameterProfile> Parameters { get; }

    /// <summary>By which criterion the profiled fit was made, in words.</summary>
    public string Method { get; }

    /// <summary>
    /// Whether the fit was made again for its profiles: one by REML by maximum likelihood, whose criterion compares different fixed effects, and one by the fast
    /// approximation by Laplace's. The estimates are then those of that fit.
    /// </summary>
    public bool IsRefitted { get; }

    /// <summary>The intervals of all parameters.</summary>
    /// <param name="level">The level, inside (0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">The level is not inside (0, 1).</exception>
    public NamedResults<ParameterInterval> Intervals(double level = 0.95) => IntervalTable.Join(Parameters.Select(p => new ParameterInterval(p.Name, p.Estimate, p.Interval(level))));

    /// <summary>The intervals as the command line's JSON object: <c>intervals: [{name level estimate lower upper}]</c>, null for a limit that does not exist.</summary>
    /// <param name="levels">The levels; 0.95 where there are none.</param>
    public string ToJson(params ReadOnlySpan<double> levels)
    {
        double[] all = levels.IsEmpty ? [0.95] : levels.ToArray();
        return JsonObject.Write(json =>
        {
            json.WriteString("method", Method);
            json.WriteBoolean("refitted", IsRefitted);
            IntervalTable.Write(json, all.SelectMany(Intervals));
        });
    }

    /// <summary>The table of the 95 % intervals, as R's <c>confint</c> prints it.</summary>
    public override string ToString() => Table(0.95);

    /// <summary>The table of the intervals at a level.</summary>
    /// <param name="level">The level, inside (0, 1).</param>
    public string Table(double level)
    {
        var text = new StringBuilder();
        text.Append("Profile-likelihood intervals");
        text.Append(IsRefitted ? $" (model fitted again: {Method})\n" : "\n");
        text.Append(Intervals(level).ToString());
        return text.ToString();
    }

    private static NamedResults<ParameterProfile> Join(string what, IReadOnlyList<ParameterProfile> profiles) =>
        new(what, profiles.Select(p => KeyValuePair.Create(p.Name, p)), all => IntervalTable.Print([.. all.Select(p => new ParameterInterval(p.Name, p.Estimate, p.Interval()))]));
}
