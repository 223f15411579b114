namespace GlmmDsl;

/// <summary>What a prediction with its interval is of.</summary>
public enum PredictionOf
{
    /// <summary>The middle of the population: xᵀβ, random effects zero. Its error is that of β̂.</summary>
    Mean,

    /// <summary>
    /// The mean of the row's own groups: xᵀβ + zᵀb, by Henderson's joint covariance of (β̂, b̂ − b). A level that the fit never saw is predicted at zero, and the
    /// variance of its effects is added.
    /// </summary>
    ConditionalMean,

    /// <summary>A new response of the row's own groups: what <see cref="ConditionalMean"/> predicts, with the variation of the response about its mean.</summary>
    NewObservation,
}
