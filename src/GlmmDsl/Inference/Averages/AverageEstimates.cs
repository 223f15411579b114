using System.Collections;
using System.Collections.Immutable;
using GlmmDsl.Data;
using GlmmDsl.Inference.Means;
using GlmmDsl.Printing;

namespace GlmmDsl.Inference;

/// <summary>Averages over the observed rows, in order. Immutable.</summary>
public sealed class AverageEstimates : IReadOnlyList<AverageEstimate>
{
    private const double UsualLevel = 0.95;

    private readonly ImmutableArray<AverageEstimate> estimates;
    private readonly string note;

    internal AverageEstimates(ImmutableArray<AverageEstimate> estimates, RandomEffectsAre randomEffects, bool holdsVariances)
    {
        VariancesAreTakenAsKnown = holdsVariances;
        this.estimates = estimates;
        RandomEffects = randomEffects;
        note = randomEffects switch
        {
            RandomEffectsAre.Integrated => "random effects integrated out",
            RandomEffectsAre.Modes => "random effects at the conditional modes",
            _ => "random effects at zero",
        };
    }

    /// <summary>Where the random effects are.</summary>
    public RandomEffectsAre RandomEffects { get; }

    /// <summary>Whether the standard errors take the variances of the random effects as known: at the modes, and where the approximation gives no covariance of these variances (the fast one).</summary>
    public bool VariancesAreTakenAsKnown { get; }

    /// <inheritdoc/>
    public int Count => estimates.Length;

    /// <summary>An average by its place.</summary>
    public AverageEstimate this[int index] => estimates[index];

    /// <summary>An average by its name and the levels of the rows.</summary>
    /// <param name="name">The name: <c>Drug - Placebo</c>.</param>
    /// <param name="by">The levels of the factors of <c>by</c>, in order.</param>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public AverageEstimate this[string name, params ReadOnlySpan<string> by]
    {
        get
        {
            string[] levels = by.ToArray();
            return estimates.FirstOrDefault(e => e.Name == name && e.By.Levels.AsSpan().SequenceEqual(levels))
                ?? throw new KeyNotFoundException($"There is no average {ValueText.Quote(name)}; there are {ValueText.QuoteFew([.. estimates.Select(e => e.By.Count > 0 ? $"{e.Name} ({e.By})" : e.Name)])}.");
        }
    }

    /// <inheritdoc/>
    public IEnumerator<AverageEstimate> GetEnumerator() => ((IEnumerable<AverageEstimate>)estimates).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The table of the averages with 95 % intervals.</summary>
    public override string ToString() => ToString(UsualLevel);

    /// <summary>The table of the averages.</summary>
    /// <param name="level">The level of the intervals.</param>
    /// <exception cref="ArgumentOutOfRangeException">The level is not inside (0, 1).</exception>
    public string ToString(double level)
    {
        double[] shown = [.. estimates.Select(e => e.Estimate)];
        double[] errors = [.. estimates.Select(e => e.StandardError)];
        Interval[] intervals = [.. estimates.Select(e => e.Interval(level))];
        var table = new EstimateTable(shown, errors);
        table.AddTexts("average", isLeft: true, estimates.Select(e => e.Name));
        for (int f = 0; estimates.Length > 0 && f < estimates[0].By.Count; f++)
        {
            table.AddTexts(estimates[0].By.Factors[f], isLeft: true, estimates.Select(e => e.By.Levels[f]));
        }

        table.AddNumbers("estimate", shown);
        table.AddNumbers("SE", errors);
        table.AddStatistics("z", [.. estimates.Select(e => e.Statistic)]);
        table.AddPValues([.. estimates.Select(e => e.PValue)]);
        table.AddNumbers("asymp.LCL", [.. intervals.Select(i => i.Lower)]);
        table.AddNumbers("asymp.UCL", [.. intervals.Select(i => i.Upper)]);
        return table.Print([.. estimates.Select(_ => "")], [$"Averages over the observed rows, {note}; standard errors by the delta method{(VariancesAreTakenAsKnown ? ", the variances of the random effects taken as known" : "")}", EstimateNotes.Level(level)]);
    }

    /// <summary>The averages as a JSON object: <c>averages: [{name, by, estimate, se, statistic, p, lower, upper}]</c> with 95 % intervals, and where the random effects are.</summary>
    public string ToJson() => ToJson(UsualLevel);

    /// <summary>The averages as a JSON object: <c>averages: [{name, by, estimate, se, statistic, p, lower, upper}]</c>, and where the random effects are.</summary>
    /// <param name="level">The level of the intervals.</param>
    /// <exception cref="ArgumentOutOfRangeException">The level is not inside (0, 1).</exception>
    public string ToJson(double level) => JsonObject.Write(json =>
    {
        json.WriteString("randomEffects", RandomEffects.ToString().ToLowerInvariant());
        json.WriteBoolean("variancesTakenAsKnown", VariancesAreTakenAsKnown);
        json.WriteStartArray("averages");
        foreach (AverageEstimate estimate in estimates)
        {
            Interval interval = estimate.Interval(level);
            json.WriteStartObject();
            json.WriteString("name", estimate.Name);
            estimate.By.WriteTo(json, "by");
            json.WriteFinite("estimate", estimate.Estimate);
            json.WriteFinite("se", estimate.StandardError);
            json.WriteFinite("statistic", estimate.Statistic);
            json.WriteFinite("p", estimate.PValue);
            json.WriteFinite("lower", interval.Lower);
            json.WriteFinite("upper", interval.Upper);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });
}
