namespace GlmmDsl.Inference;

/// <summary>Means, over the rows of a fold or of all folds, of scores of predictions by fits that did not see them; the smaller, the better. NaN where a score does not exist.</summary>
/// <param name="Name">The fold: its number, or the level left out.</param>
/// <param name="RowCount">How many rows were predicted.</param>
/// <param name="LogScore">−log of the predictive density, or of counts probability, at the observation.</param>
/// <param name="Crps">The continuous ranked probability score of a normal prediction, in the response's units (Gneiting and Raftery 2007, J. Am. Stat. Assoc. 102, eq. 21).</param>
/// <param name="Brier">The squared difference of the predicted probability and a trial's outcome, by trials; of binomial models.</param>
/// <param name="RootMeanSquaredError">The root of the mean squared difference of observation (a proportion in binomial models) and predicted mean.</param>
/// <param name="MeanAbsoluteError">The mean absolute difference of them.</param>
public sealed record FoldScores(
    string Name, int RowCount, double LogScore, double Crps, double Brier, double RootMeanSquaredError, double MeanAbsoluteError);
