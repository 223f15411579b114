namespace GlmmDsl.Inference;

/// <summary>How two means of the response are compared.</summary>
public enum ComparisonKind
{
    /// <summary>Their difference.</summary>
    Difference,

    /// <summary>Their ratio; its interval is symmetric in the logarithm.</summary>
    Ratio,

    /// <summary>The ratio of their odds, for means between 0 and 1; its interval is symmetric in the logarithm.</summary>
    OddsRatio,
}
