using System.ComponentModel;
using GlmmDsl.Inference;

namespace GlmmDsl.Modeling;

/// <summary>Where the views of a typed model's averages over the observed rows get them: by the levels of a factor, or of all rows. Generated code passes it on.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class AverageSource
{
    private readonly Func<string?, AverageEstimates> make;

    internal AverageSource(Func<string?, AverageEstimates> make) => this.make = make;

    /// <summary>The averages.</summary>
    /// <param name="by">The factor by whose levels rows are averaged; null for all rows.</param>
    internal AverageEstimates Of(string? by) => make(by);
}

/// <summary>Averages of a typed model over the observed rows, of predictions or of slopes. Typed models derive from it and add a property for each factor.</summary>
/// <param name="source">Where the averages come from.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class AverageView(AverageSource source)
{
    /// <summary>The average over all rows.</summary>
    public AverageEstimate Overall => source.Of(null)[0];

    /// <summary>The table of the average over all rows.</summary>
    public override string ToString() => source.Of(null).ToString();

    /// <summary>The averages by the levels of a factor.</summary>
    /// <typeparam name="TKey">The type of the levels.</typeparam>
    /// <param name="factor">The factor.</param>
    /// <param name="text">Gives the text of a level.</param>
    protected AveragesBy<TKey> By<TKey>(string factor, Func<TKey, string> text) => new(source.Of(factor), level => estimate => estimate.By.Levels[0] == text(level));
}

/// <summary>Averages of a typed model's slopes. Typed models derive from it and add a property for each numeric column.</summary>
/// <param name="fit">The fit.</param>
/// <param name="randomEffects">Where the random effects are.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class AverageSlopeView(MixedModelFit fit, RandomEffectsAre randomEffects)
{
    /// <summary>Where the slopes of a column come from.</summary>
    protected AverageSource Of(string column) => new(by => fit.AverageSlope(column, by, randomEffects));
}

/// <summary>Comparisons of a typed model averaged over the observed rows. Typed models derive from it and add a property for each column.</summary>
/// <param name="fit">The fit.</param>
/// <param name="kind">How averages are compared.</param>
/// <param name="randomEffects">Where the random effects are.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class ComparisonView(MixedModelFit fit, ComparisonKind kind, RandomEffectsAre randomEffects)
{
    /// <summary>A numeric column one unit higher, compared with the rows as they are.</summary>
    protected AverageEstimate Of(string column) => fit.AverageComparison(column, kind, null, randomEffects)[0];

    /// <summary>Each level of a factor compared with the first.</summary>
    /// <typeparam name="TKey">The type of the levels.</typeparam>
    /// <param name="factor">The factor.</param>
    /// <param name="text">Gives the text of a level.</param>
    protected AveragesBy<TKey> Of<TKey>(string factor, Func<TKey, string> text)
    {
        AverageEstimates all = fit.AverageComparison(factor, kind, null, randomEffects);
        string[] levels = [.. fit.Underlying.References.Single(c => c.Name == factor).Levels.Skip(1)];
        return new(all, level => estimate => Array.IndexOf(levels, text(level)) is >= 0 and var place && ReferenceEquals(estimate, all[place]));
    }
}
