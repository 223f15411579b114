using GlmmDsl.Inference;
using GlmmDsl.Inference.Averages;

namespace GlmmDsl;

/// <content>Averages over the observed rows: predictions, comparisons and slopes of the mean of the response, as R's marginaleffects gives them, with standard errors by the delta method. Of an ordinal response they are those of the probability of each category, which <see cref="AverageEstimate.By"/> names first.</content>
public sealed partial class MixedModelFit
{
    /// <summary>The averages of the predicted means of the response over the observed rows.</summary>
    /// <param name="by">Factors by whose levels the rows are averaged; null for all rows.</param>
    /// <param name="randomEffects">Where the random effects are; integrated out, the averages are those of the population.</param>
    /// <exception cref="InvalidOperationException">A fit without rows, or separated outcomes.</exception>
    /// <exception cref="KeyNotFoundException">A factor that no predictor reads.</exception>
    public AverageEstimates AveragePredictions(string? by = null, RandomEffectsAre randomEffects = RandomEffectsAre.Zero) => new ObservedAverages(model, by, randomEffects).Predictions();

    /// <summary>
    /// How the average of the response changes when a factor has another level in all rows: each level against the first, the rest of each row as it was observed. A numeric column is
    /// compared one unit higher with the rows as they are. Ratios and odds ratios are those of the averages.
    /// </summary>
    /// <param name="column">The factor, or the numeric column.</param>
    /// <param name="kind">How averages are compared.</param>
    /// <param name="by">Factors by whose levels the rows are averaged; null for all rows.</param>
    /// <param name="randomEffects">Where the random effects are; integrated out, the averages are those of the population.</param>
    /// <exception cref="InvalidOperationException">A fit without rows, separated outcomes, or averages that have no ratio or odds.</exception>
    /// <exception cref="KeyNotFoundException">A column that no predictor reads.</exception>
    public AverageEstimates AverageComparison(
        string column, ComparisonKind kind = ComparisonKind.Difference, string? by = null, RandomEffectsAre randomEffects = RandomEffectsAre.Zero)
    {
        ArgumentNullException.ThrowIfNull(column);
        return new ObservedAverages(model, by, randomEffects).Comparison(column, kind);
    }

    /// <summary>The average over the observed rows of the slope of the mean of the response in a numeric column.</summary>
    /// <param name="column">The column.</param>
    /// <param name="by">Factors by whose levels the rows are averaged; null for all rows.</param>
    /// <param name="randomEffects">Where the random effects are; integrated out, the averages are those of the population.</param>
    /// <exception cref="InvalidOperationException">A fit without rows, or separated outcomes.</exception>
    /// <exception cref="KeyNotFoundException">A column that no predictor reads.</exception>
    /// <exception cref="ArgumentException">The column is a factor.</exception>
    public AverageEstimates AverageSlope(string column, string? by = null, RandomEffectsAre randomEffects = RandomEffectsAre.Zero)
    {
        ArgumentNullException.ThrowIfNull(column);
        return new ObservedAverages(model, by, randomEffects).Slope(column);
    }
}
