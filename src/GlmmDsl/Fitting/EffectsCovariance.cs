namespace GlmmDsl.Fitting;

/// <summary>
/// The joint covariance of (β̂ − β, b̂ − b) given θ̂: φ times the inverse of the coefficient matrix of the mixed-model equations (Henderson 1975,
/// Biometrics 31),
/// [XᵀWX, XᵀWZ; ZᵀWX, ZᵀWZ + (ΛΛᵀ)⁻¹]⁻¹, of a generalised model that of the working linear model at the modes. It is never formed, and holds at a
/// singular Λ too. Safe to use from several threads.
/// </summary>
internal abstract class EffectsCovariance
{
    /// <summary>φ, which the covariances are in units of: σ̂² of a linear model, 1 where the family has no dispersion.</summary>
    public abstract double Dispersion { get; }

    /// <summary>
    /// Whether the errors of all parameters, θ̂ too, are counted; combinations may then be of the coefficients of all linear predictors, stacked. Else θ̂ is held.
    /// </summary>
    public virtual bool CountsParameters => false;

    /// <summary>The covariance of the errors of two combinations; the variance of one with itself.</summary>
    public double Of(EffectsContrast first, EffectsContrast second, CancellationToken cancellationToken = default)
    {
        PreparedContrast prepared = Prepare(first);
        return Of(prepared, ReferenceEquals(first, second) ? prepared : Prepare(second), cancellationToken);
    }

    /// <summary>Does for a combination what its covariances with all others share.</summary>
    public abstract PreparedContrast Prepare(EffectsContrast contrast);

    /// <summary>The covariance of the errors of two prepared combinations.</summary>
    public abstract double Of(PreparedContrast first, PreparedContrast second, CancellationToken cancellationToken = default);

    /// <summary>The covariances of the errors of all pairs of prepared combinations, in a fraction of the time that they take pair by pair.</summary>
    /// <param name="contrasts">The combinations.</param>
    /// <param name="covariances">Receives them, row-major.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    public abstract void Of(ReadOnlySpan<PreparedContrast> contrasts, double[] covariances, CancellationToken cancellationToken = default);

    /// <summary>
    /// What the uncertainty of θ̂ adds to the covariance of the errors of two prepared combinations, as far as it is that of the coefficients; 0 where the caller adds it from the covariance of the kept coefficients.
    /// </summary>
    public virtual double BeyondTheta(PreparedContrast first, PreparedContrast second) => 0;

    /// <summary>The covariance of the error of a combination with that of each kept coefficient.</summary>
    public abstract void WithCoefficients(PreparedContrast contrast, Span<double> covariances);
}
