namespace GlmmDsl.Inference;

/// <summary>How the effective degrees of freedom of a conditional AIC are counted.</summary>
public enum ConditionalAicMethod
{
    /// <summary>The trace of the derivatives of the fitted values in the response, which counts that the covariance parameters were estimated: Greven and Kneib 2010, Biometrika 97. R's cAIC4 computes it.</summary>
    GrevenKneib,

    /// <summary>The trace of the hat matrix, as if the covariance parameters were known: Vaida and Blanchard 2005, Biometrika 92. It favours random terms with variances near zero.</summary>
    VaidaBlanchard,
}
