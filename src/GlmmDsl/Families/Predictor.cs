namespace GlmmDsl.Families;

/// <summary>What a linear predictor of a row stands for.</summary>
internal enum Predictor
{
    /// <summary>The mean, through the family's link.</summary>
    Conditional,

    /// <summary>The probability of a structural zero, through the logit link.</summary>
    ZeroInflation,

    /// <summary>The dispersion, through the log link; what it is depends on the family.</summary>
    Dispersion,

    /// <summary>A constant of the family that all rows share: degrees of freedom, a power, a threshold.</summary>
    Shape,

    /// <summary>A threshold of an ordinal response: the upper or lower end of the row's category.</summary>
    Threshold,
}
