using GlmmDsl.Inference;
using GlmmDsl.Inference.CrossValidation;

namespace GlmmDsl;

/// <content>Cross-validation.</content>
public sealed partial class MixedModelFit
{
    /// <summary>
    /// Fits the model without each fold and scores its predictions of the fold's rows: log score, CRPS (of a linear model), Brier score (binomial), ranked probability score (ordinal), root mean squared and
    /// mean absolute error.
    /// </summary>
    /// <param name="folds">How the rows are divided: <see cref="Folds.ByGroup"/> scores predictions of new groups, <see cref="Folds.ByRow"/> those of known ones.</param>
    /// <param name="seed">Decides the division: the same seed gives the same folds.</param>
    /// <param name="progress">Told the share of folds done, from 0 to 1.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <exception cref="KeyNotFoundException">The model has no such grouping factor.</exception>
    /// <exception cref="ArgumentException">More folds than rows or levels.</exception>
    /// <exception cref="InvalidOperationException">A fit without rows.</exception>
    public CrossValidationResult CrossValidate(Folds folds, int seed, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(folds);
        return CrossValidator.Of(model, folds, seed, progress, cancellationToken);
    }
}
