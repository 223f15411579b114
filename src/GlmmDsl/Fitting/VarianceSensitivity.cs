namespace GlmmDsl.Fitting;

/// <summary>
/// How the covariance of β̂ depends on the variance parameters γ of a linear model, and how well these are known: what the degrees of freedom of tests of
/// fixed effects come from. In the user's units.
/// </summary>
/// <param name="Derivatives">For each γᵢ, ∂V_β/∂γᵢ of the kept coefficients.</param>
/// <param name="ParameterCovariance">The covariance matrix of γ̂.</param>
/// <param name="AdjustedCovariance">Kenward and Roger's adjusted covariance of β̂; V_β itself where it was not asked for.</param>
internal sealed record VarianceSensitivity(double[][,] Derivatives, double[,] ParameterCovariance, double[,] AdjustedCovariance);
