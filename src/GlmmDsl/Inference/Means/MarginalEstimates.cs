using System.Collections;
using System.Collections.Immutable;
using System.Globalization;
using GlmmDsl.Data;
using GlmmDsl.Inference.Means;

namespace GlmmDsl.Inference;

/// <summary>
/// Estimated marginal means, or mean slopes of a numeric column, by cells: averages of the linear predictor over a reference grid of all combinations of the factors of the fixed
/// effects, numeric columns at their means, as R's emmeans takes them. A numeric column of two values counts as a factor, as there. Immutable and safe to use from several threads.
/// </summary>
public sealed partial class MarginalEstimates : IReadOnlyList<MarginalEstimate>
{
    private readonly MarginalRequest request;
    private readonly MarginalCells cells;
    private readonly ImmutableArray<MarginalEstimate> estimates;

    internal MarginalEstimates(MarginalRequest request)
    {
        this.request = request;
        cells = MarginalCells.Of(request);
        estimates = [.. cells.Cells.Select((cell, i) => new MarginalEstimate(cell, cells.Estimates.Cell(i), cells.Scale, IsOnResponseScale))];
    }

    /// <summary>The factors that the estimates are of.</summary>
    public ImmutableArray<string> Factors => cells.Request.Of;

    /// <summary>The factors within whose levels they are compared.</summary>
    public ImmutableArray<string> By => cells.Request.By;

    /// <summary>The numeric column whose slopes these are; null for means.</summary>
    public string? SlopeOf => request.SlopeOf;

    /// <summary>
    /// Factors that are nested in others, as <c>state %in% region</c>: because each of their levels occurs with one level of the other, or because the formula says so (<c>region/state</c>). A nested
    /// factor is averaged over the levels that occur in each group, and where means are of it, its groups are in the cells too, as in emmeans.
    /// </summary>
    public ImmutableArray<string> Nesting => cells.Nesting;

    /// <summary>The factors averaged over.</summary>
    public ImmutableArray<string> AveragedOver => cells.AveragedOver;

    /// <summary>
    /// Whether a factor of the estimates interacts with one that is averaged over, or with a numeric column at its mean: the estimates then hide differences, and may mislead.
    /// </summary>
    public bool IsInInteraction => cells.IsInInteraction;

    /// <summary>Whether the standard errors of means of the response take the variances of the random effects as known: at the modes, and where the approximation gives no covariance of these variances (the fast one).</summary>
    public bool VariancesAreTakenAsKnown => request.RandomEffects is { } how && ResponseMeans.HoldsVariances(request.Method.Model, how);

    /// <summary>Whether estimates are shown on the scale of the response; else on that of the link, which is one in a linear model.</summary>
    public bool IsOnResponseScale => request.IsTransformed || request.RandomEffects is not null;

    /// <inheritdoc/>
    public int Count => estimates.Length;

    /// <summary>An estimate by its place.</summary>
    public MarginalEstimate this[int index] => estimates[index];

    /// <summary>An estimate by its levels, in the order of <see cref="Factors"/> and then <see cref="By"/>.</summary>
    /// <param name="levels">A level for each factor.</param>
    /// <exception cref="KeyNotFoundException">No such cell; the message names the level.</exception>
    public MarginalEstimate this[params ReadOnlySpan<string> levels] => estimates[IndexOf(levels.ToArray())];

    /// <summary>The same estimates at other reference values of numeric columns.</summary>
    /// <param name="values">Columns and values.</param>
    /// <exception cref="KeyNotFoundException">No predictor reads such a column.</exception>
    public MarginalEstimates At(params ReadOnlySpan<(string Column, double Value)> values)
    {
        var at = request.At.ToBuilder();
        foreach ((string column, double value) in values)
        {
            at[column] = [value.ToString("R", CultureInfo.InvariantCulture)];
        }

        return new MarginalEstimates(request with { At = at.ToImmutable() });
    }

    /// <summary>The same estimates with several reference values of a numeric column: a factor of these levels, by which estimates can be asked for.</summary>
    /// <param name="column">The column.</param>
    /// <param name="values">The values.</param>
    /// <exception cref="KeyNotFoundException">No predictor reads such a column.</exception>
    public MarginalEstimates At(string column, params ReadOnlySpan<double> values)
    {
        ArgumentNullException.ThrowIfNull(column);
        var texts = ImmutableArray.CreateBuilder<string>();
        foreach (double value in values)
        {
            texts.Add(value.ToString("R", CultureInfo.InvariantCulture));
        }

        return new MarginalEstimates(request with { At = request.At.SetItem(column, RequireValues(column, texts.ToImmutable())) });
    }

    /// <summary>The same estimates with some levels of a factor alone: what is averaged or compared are these.</summary>
    /// <param name="factor">The factor.</param>
    /// <param name="levels">The levels.</param>
    /// <exception cref="KeyNotFoundException">No predictor reads such a factor.</exception>
    /// <exception cref="ArgumentException">The factor has no such level.</exception>
    public MarginalEstimates At(string factor, params ReadOnlySpan<string> levels)
    {
        ArgumentNullException.ThrowIfNull(factor);
        return new MarginalEstimates(request with { At = request.At.SetItem(factor, RequireValues(factor, [.. levels])) });
    }

    /// <summary>The same estimates with other weights of the levels averaged over.</summary>
    /// <param name="weighting">The weights.</param>
    /// <exception cref="InvalidOperationException">Weights by rows of a fit without rows.</exception>
    public MarginalEstimates Weighted(Weighting weighting) => new(request with { Weighting = weighting });

    /// <summary>
    /// The same means on the scale of the response, transformed back from that of the link, with standard errors by the delta method: emmeans's <c>type = "response"</c>. Random effects
    /// are at zero. Pairs are then ratios (log link) or odds ratios (logit). Of a linear model nothing changes.
    /// </summary>
    /// <exception cref="InvalidOperationException">Slopes, which have no scale of the response.</exception>
    public MarginalEstimates OnResponse() => RequireMeans() with { IsTransformed = true } is var changed && changed == request ? this : new(changed);

    /// <summary>
    /// Means of the response itself: those of the grid's rows, averaged, with standard errors by the delta method, which know of the uncertainty of the variances where the joint covariance of the
    /// estimates is known. Their pairs are differences, ratios or odds ratios of these means.
    /// </summary>
    /// <param name="randomEffects">Where the random effects are: integrated out for means of the population.</param>
    /// <param name="comparison">How pairs compare the means, and on what scale intervals are symmetric.</param>
    /// <exception cref="InvalidOperationException">Slopes; separated outcomes; modes of a fit without rows; odds of means that are no probabilities.</exception>
    public MarginalEstimates OfResponse(RandomEffectsAre randomEffects, ComparisonKind comparison = ComparisonKind.Difference) =>
        new(RequireMeans() with { RandomEffects = randomEffects, Comparison = comparison, IsTransformed = true });

    /// <inheritdoc/>
    public IEnumerator<MarginalEstimate> GetEnumerator() => ((IEnumerable<MarginalEstimate>)estimates).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private MarginalRequest RequireMeans() => request.SlopeOf is null ? request : throw new InvalidOperationException("Slopes are of the linear predictor and have no scale of the response. Average slopes of the response are AverageSlope's.");

    private static ImmutableArray<string> RequireValues(string column, ImmutableArray<string> values) => !values.IsEmpty
        ? values
        : throw new ArgumentException($"No values are given for '{column}'.", nameof(values));

    private int IndexOf(string[] levels)
    {
        int found = cells.Cells.ToList().FindIndex(c => c.Levels.AsSpan().SequenceEqual(levels));
        if (found < 0 && levels.Length == request.Of.Length + request.By.Length)
        {
            // The groups of nested factors need not be named.
            string[] asked = [.. request.Of, .. request.By];
            found = cells.Cells.ToList().FindIndex(c => asked.Select(f => c[f]).SequenceEqual(levels));
        }

        return found >= 0 ? found : throw new KeyNotFoundException(
            $"There is no estimate at {ValueText.QuoteFew(levels)}; the estimates are by {string.Join(", ", Factors.Concat(By))}, and the first is at {ValueText.QuoteFew(cells.Cells[0].Levels)}.");
    }
}
