using GlmmDsl.Data;
using GlmmDsl.Inference;
using GlmmDsl.Prediction;
using GlmmDsl.Summaries;

namespace GlmmDsl;

/// <content>Predictions.</content>
public sealed partial class MixedModelFit
{
    /// <summary>Predicts new rows at their groups' conditional modes, from Xβ̂ + Zb̂ + offset.</summary>
    /// <param name="rows">The new rows, with the columns of the formula except the response.</param>
    /// <param name="newLevels">What to do with levels that the fit never saw.</param>
    /// <param name="scale">Means (of one trial), or linear predictors.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <returns>
    /// A number for each row; NaN where a value it needs is missing. Of separated outcomes (<see cref="IsSeparated"/>) the limit: 0 or 1 where the separation decides
    /// the row, and NaN where the data leave open to which side it goes.
    /// </returns>
    /// <exception cref="ModelDataException">A level of a predictor, or with <see cref="NewLevels.Throw"/> of a group, that the fit never saw.</exception>
    /// <exception cref="FormulaException">A column is missing or has another type than in the fit.</exception>
    public double[] Predict(
        Table rows, NewLevels newLevels = NewLevels.Throw, PredictionScale scale = PredictionScale.Response, CancellationToken cancellationToken = default) =>
        Predictor.Predict(model, rows, newLevels, scale, cancellationToken);

    /// <summary>Predicts new rows for the middle of the population, random effects zero, from Xβ̂ + offset. The rows need no groups.</summary>
    /// <param name="rows">The new rows, with the columns of the formula's fixed effects and offsets.</param>
    /// <param name="scale">Means (of one trial), or linear predictors.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <returns>
    /// A number for each row; NaN where a value it needs is missing. Of separated outcomes (<see cref="IsSeparated"/>) the limit: 0 or 1 where the separation decides
    /// the row, and NaN where the data leave open to which side it goes.
    /// </returns>
    /// <exception cref="ModelDataException">A level of a predictor that the fit never saw.</exception>
    /// <exception cref="FormulaException">A column is missing or has another type than in the fit.</exception>
    public double[] PredictPopulation(Table rows, PredictionScale scale = PredictionScale.Response, CancellationToken cancellationToken = default) =>
        Predictor.Predict(model, rows, null, scale, cancellationToken);

    /// <summary>
    /// Predicts the mean of the population for new rows, over all levels that a group may have: the random effects are integrated out over their normal
    /// distribution, ∫ μ(Xβ̂ + offset + √v z) φ(z) dz with v = zᵀΣ̂z. <see cref="PredictPopulation"/> gives the middle of the population instead, with random
    /// effects of zero; with a nonlinear link the two differ (Zeger, Liang and Albert 1988, Biometrics 44). The integral is exact to rounding.
    /// </summary>
    /// <param name="rows">The new rows, with the columns of fixed effects, offsets and random slopes; they need no groups.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <returns>A mean (of one trial) for each row; NaN where a value it needs is missing. For a linear model, the same as <see cref="PredictPopulation"/>.</returns>
    /// <exception cref="ModelDataException">A level of a predictor that the fit never saw.</exception>
    /// <exception cref="FormulaException">A column is missing or has another type than in the fit.</exception>
    public double[] PredictPopulationAverage(Table rows, CancellationToken cancellationToken = default) =>
        Predictor.PredictAverage(model, rows, cancellationToken);

    /// <summary>The coefficients of the population average, with standard errors by the delta method: see <see cref="GlmmDsl.Inference.PopulationAverageCoefficients"/>.</summary>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <exception cref="InvalidOperationException">No marginal model with this link can match the fit's marginal means.</exception>
    public PopulationAverageCoefficients PopulationAverageCoefficients(CancellationToken cancellationToken = default) =>
        new(model, MarginalFit.Of(model, cancellationToken), static c => FixedEffectsSection.Table(c, withPValues: true));
}
