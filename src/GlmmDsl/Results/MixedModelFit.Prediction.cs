using System.Collections.Immutable;
using GlmmDsl.Data;
using GlmmDsl.Inference;
using GlmmDsl.Predictions;
using GlmmDsl.Summaries;

namespace GlmmDsl;

/// <content>Predictions.</content>
public sealed partial class MixedModelFit
{
    /// <summary>Predicts new rows at their groups' conditional modes, from Xβ̂ + Zb̂ + offset.</summary>
    /// <param name="rows">The new rows, with the columns of the formula except the response.</param>
    /// <param name="newLevels">What to do with levels that the fit never saw.</param>
    /// <param name="scale">Means (of one trial), linear predictors, or another part of the model.</param>
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
    /// <param name="scale">Means (of one trial), linear predictors, or another part of the model.</param>
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

    /// <summary>
    /// Predicts new rows with standard errors and intervals: for the middle of the population, for the rows' own groups, or new observations in them. The errors
    /// of β̂ and of the conditional modes and their covariance are counted (Henderson 1975), the error of θ̂ is not, but for its part in the coefficients of a
    /// generalised model. With zero inflation, a dispersion formula or a truncated family the errors of all parameters and of the random effects of all linear predictors are counted, by the delta
    /// method as glmmTMB does.
    /// </summary>
    /// <param name="rows">The new rows, with the formula's columns but for the response; without groups for <see cref="PredictionOf.Mean"/>.</param>
    /// <param name="what">What is predicted.</param>
    /// <param name="level">The level of the intervals.</param>
    /// <param name="newLevels">What becomes of levels the fit never saw; predicted at zero, they add the variance of their effects.</param>
    /// <param name="scale">Means (of one trial), linear predictors, or another part of the model.</param>
    /// <param name="degreesOfFreedom">Of the t quantile that the standard error is multiplied by; infinite for the normal one.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <returns>
    /// A prediction for each row, NaN where a value it needs is missing. On the response scale of a generalised model the limits are those of the linear
    /// predictor, mapped, and the standard error is the delta method's. Where a mean depends on several linear predictors, the limits are made on the scale of its link. A new observation has the
    /// quantiles of its predictive distribution, over the errors of all linear predictors. New rows have weight 1.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">A level outside (0, 1), or degrees of freedom that are not positive.</exception>
    /// <exception cref="ModelDataException">A level of a predictor, or with <see cref="NewLevels.Throw"/> of a group, that the fit never saw.</exception>
    /// <exception cref="FormulaException">A column is missing or has another type than in the fit.</exception>
    /// <exception cref="InvalidOperationException">
    /// A new observation of a binomial model, which is 0 or 1, or on the link scale; or groups of a generalised model of separated outcomes.
    /// </exception>
    public ImmutableArray<Prediction> PredictInterval(
        Table rows,
        PredictionOf what,
        double level = 0.95,
        NewLevels newLevels = NewLevels.Throw,
        PredictionScale scale = PredictionScale.Response,
        double degreesOfFreedom = double.PositiveInfinity,
        CancellationToken cancellationToken = default) =>
        PredictionIntervals.Of(model, rows, what, level, newLevels, scale, degreesOfFreedom, cancellationToken);

    /// <summary>Predicts the probabilities of an ordinal response's categories in new rows.</summary>
    /// <param name="rows">The new rows, with the formula's columns but for the response; groups only where the random effects are at their modes.</param>
    /// <param name="randomEffects">At the modes of the rows' own groups; at zero, for a group in the middle of the population; or integrated out, for the population as a whole.</param>
    /// <param name="newLevels">What to do with levels that the fit never saw.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <returns>A probability for each row and category; NaN in rows where a value they need is missing.</returns>
    /// <exception cref="InvalidOperationException">A model of another family, whose response has no categories.</exception>
    /// <exception cref="ModelDataException">A level of a predictor, or with <see cref="NewLevels.Throw"/> of a group, that the fit never saw.</exception>
    /// <exception cref="FormulaException">A column is missing or has another type than in the fit.</exception>
    public CategoryProbabilities PredictProbabilities(
        Table rows, RandomEffectsAre randomEffects = RandomEffectsAre.Modes, NewLevels newLevels = NewLevels.Throw, CancellationToken cancellationToken = default) =>
        new(Categories, Predictor.Probabilities(model, rows, randomEffects, newLevels, cancellationToken));

    /// <summary>
    /// Predicts the probabilities of an ordinal response's categories in new rows with standard errors by the delta method and intervals. The errors of coefficients and thresholds are counted, at the modes
    /// those of the conditional modes too (as in <see cref="PredictInterval"/>), and where random effects are integrated out those of their variances.
    /// </summary>
    /// <param name="rows">The new rows, with the formula's columns but for the response; groups only where the random effects are at their modes.</param>
    /// <param name="randomEffects">At the modes of the rows' own groups; at zero, for a group in the middle of the population; or integrated out, for the population as a whole.</param>
    /// <param name="level">The level of the intervals.</param>
    /// <param name="newLevels">What to do with levels that the fit never saw; predicted at zero, they add the variance of their effects.</param>
    /// <param name="degreesOfFreedom">Of the t quantile that the standard error is multiplied by; infinite for the normal one.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <returns>A prediction for each row and category, whose limits are those of its logit, mapped; NaN in rows where a value they need is missing.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A level outside (0, 1), or degrees of freedom that are not positive.</exception>
    /// <exception cref="InvalidOperationException">A model of another family, whose response has no categories; or modes of a fit without rows.</exception>
    /// <exception cref="ModelDataException">A level of a predictor, or with <see cref="NewLevels.Throw"/> of a group, that the fit never saw.</exception>
    /// <exception cref="FormulaException">A column is missing or has another type than in the fit.</exception>
    public CategoryPredictions PredictProbabilityIntervals(
        Table rows,
        RandomEffectsAre randomEffects = RandomEffectsAre.Modes,
        double level = 0.95,
        NewLevels newLevels = NewLevels.Throw,
        double degreesOfFreedom = double.PositiveInfinity,
        CancellationToken cancellationToken = default) =>
        CategoryErrors.Of(model, rows, randomEffects, new CategoryProbabilities(Categories, Predictor.Probabilities(model, rows, randomEffects, newLevels, cancellationToken)), level, degreesOfFreedom, cancellationToken);

    /// <summary>The coefficients of the population average, with standard errors by the delta method: see <see cref="GlmmDsl.Inference.PopulationAverageCoefficients"/>.</summary>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <exception cref="InvalidOperationException">No marginal model with this link can match the fit's marginal means.</exception>
    public PopulationAverageCoefficients PopulationAverageCoefficients(CancellationToken cancellationToken = default) =>
        new(model, MarginalFit.Of(model, cancellationToken), static c => FixedEffectsSection.Table(c, withPValues: true));
}
