namespace GlmmDsl.Inference;

/// <summary>Means, over the rows of a fold or of all folds, of scores of predictions by fits that did not see them; the smaller, the better. NaN where a score does not exist.</summary>
/// <param name="Name">The fold: its number, or the level left out.</param>
/// <param name="RowCount">How many rows were predicted.</param>
/// <param name="LogScore">−log of the predictive density, or of counts and categories probability, at the observation; infinite where that is 0, as of a category that no other row has.</param>
/// <param name="Crps">The continuous ranked probability score of a normal prediction or of a count, in the response's units (Gneiting and Raftery 2007, J. Am. Stat. Assoc. 102, eq. 21).</param>
/// <param name="Brier">The squared difference of the predicted probability and a trial's outcome, by trials; of binomial models.</param>
/// <param name="RootMeanSquaredError">The root of the mean squared difference of observation (a proportion in binomial models, the number of the category in ordinal ones) and predicted mean.</param>
/// <param name="MeanAbsoluteError">The mean absolute difference of them.</param>
public sealed record FoldScores(
    string Name, int RowCount, double LogScore, double Crps, double Brier, double RootMeanSquaredError, double MeanAbsoluteError)
{
    /// <summary>
    /// The ranked probability score of an ordinal prediction, Σ (P(Y ≤ j) − 1[y ≤ j])² over the categories (Epstein 1969, J. Appl. Meteorol. 8): the Brier score of each cut between two categories, summed.
    /// </summary>
    public double RankedProbability { get; init; } = double.NaN;
}
