namespace GlmmDsl;

/// <summary>
/// The scale of predictions, and of which part of the model they are: glmmTMB's <c>type</c>. For a linear model <see cref="Response"/> and <see cref="Link"/> are the same.
/// </summary>
public enum PredictionScale
{
    /// <summary>
    /// Means of the response: of one trial in a binomial model, counts in a Poisson model, the number of the category, from 1, in an ordinal one. With zero inflation that is (1 − p)·μ; of a
    /// truncated family the mean of the truncated distribution.
    /// </summary>
    Response,

    /// <summary>The linear predictor η, on the scale of the link.</summary>
    Link,

    /// <summary>Means of the conditional model, the zero inflation left aside (glmmTMB: <c>conditional</c>).</summary>
    Conditional,

    /// <summary>The probability of a structural zero (glmmTMB: <c>zprob</c>).</summary>
    ZeroProbability,

    /// <summary>The linear predictor of the zero inflation, on the scale of the logit (glmmTMB: <c>zlink</c>).</summary>
    ZeroLink,

    /// <summary>The dispersion of a row as R's <c>sigma()</c> gives it (glmmTMB: <c>disp</c>): what it is depends on the family, see <see cref="Family"/>.</summary>
    Dispersion,
}
