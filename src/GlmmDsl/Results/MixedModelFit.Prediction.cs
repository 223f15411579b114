using GlmmDsl.Prediction;

namespace GlmmDsl;

/// <content>Predictions.</content>
public sealed partial class MixedModelFit
{
    /// <summary>Predicts new rows at their groups' conditional modes, from Xβ̂ + Zb̂ + offset.</summary>
    /// <param name="rows">The new rows, with the formula's columns but for the response.</param>
    /// <param name="newLevels">What becomes of levels the fit never saw.</param>
    /// <param name="scale">Means (of one trial), or linear predictors.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <returns>A number for each row; NaN where a value it needs is missing.</returns>
    /// <exception cref="ModelDataException">A level of a predictor, or with <see cref="NewLevels.Throw"/> of a group, that the fit never saw.</exception>
    /// <exception cref="FormulaException">A column is missing or has another type than in the fit.</exception>
    public double[] Predict(
        Table rows, NewLevels newLevels = NewLevels.Throw, PredictionScale scale = PredictionScale.Response, CancellationToken cancellationToken = default) =>
        Predictor.Predict(model, rows, newLevels, scale, cancellationToken);

    /// <summary>Predicts new rows for the middle of the population, random effects zero, from Xβ̂ + offset. The rows need no groups.</summary>
    /// <param name="rows">The new rows, with the columns of the formula's fixed effects and offsets.</param>
    /// <param name="scale">Means (of one trial), or linear predictors.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <returns>A number for each row; NaN where a value it needs is missing.</returns>
    /// <exception cref="ModelDataException">A level of a predictor that the fit never saw.</exception>
    /// <exception cref="FormulaException">A column is missing or has another type than in the fit.</exception>
    public double[] PredictPopulation(Table rows, PredictionScale scale = PredictionScale.Response, CancellationToken cancellationToken = default) =>
        Predictor.Predict(model, rows, null, scale, cancellationToken);
}
