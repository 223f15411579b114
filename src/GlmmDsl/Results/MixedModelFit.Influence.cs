using GlmmDsl.Diagnostics;
using GlmmDsl.Inference;

namespace GlmmDsl;

/// <content>Influence of rows and groups.</content>
public sealed partial class MixedModelFit
{
    /// <summary>
    /// How much single rows, and all rows of a level together, decide the fit: hat values, Cook's distances, DFBETAS. Covariance parameters are held at their
    /// estimates, and leaving rows out takes no refit (of a generalised model it is one Newton step from the solution).
    /// </summary>
    /// <param name="refit">Whether the model is fitted again without each level, covariance parameters too, as lme4's <c>influence(fit, groups)</c> does.</param>
    /// <param name="progress">Told the share of refits done, from 0 to 1.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <exception cref="InvalidOperationException">
    /// The model was fitted to cross-products, without rows; the fixed effects separate the outcomes; or the observed information of a row is negative, as with a
    /// link whose likelihood is not log-concave.
    /// </exception>
    public Influence Influence(bool refit = false, IProgress<double>? progress = null, CancellationToken cancellationToken = default) =>
        InfluenceBuilder.Of(model, refit, progress, cancellationToken);
}
