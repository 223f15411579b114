namespace GlmmDsl.Inference;

/// <summary>
/// Which fit a coefficient is of, so that combinations of coefficients of different fits are refused. It takes no part in the equality of
/// coefficients: coefficients of two fits with the same name and numbers are equal.
/// </summary>
/// <param name="token">An object that only one fit has; null where the fit is not known.</param>
internal readonly struct FitIdentity(object? token) : IEquatable<FitIdentity>
{
    private readonly object? token = token;

    /// <summary>Whether both are known to be of one fit.</summary>
    public bool IsSameFit(FitIdentity other) => token is not null && ReferenceEquals(token, other.token);

    /// <inheritdoc/>
    public bool Equals(FitIdentity other) => true;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is FitIdentity;

    /// <inheritdoc/>
    public override int GetHashCode() => 0;
}
