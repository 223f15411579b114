namespace GlmmDsl;

/// <summary>What the numbers in a column of weights mean.</summary>
public enum WeightKind
{
    /// <summary>The residual variance of row i is σ²/wᵢ (lme4's <c>weights</c> of a linear model).</summary>
    Precision,

    /// <summary>Row i is a proportion of wᵢ trials: binomial models.</summary>
    Trials,

    /// <summary>Row i represents wᵢ identical rows.</summary>
    Frequency,
}
