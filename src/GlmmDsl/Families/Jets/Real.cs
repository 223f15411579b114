namespace GlmmDsl.Families.Jets;

/// <summary>A number without derivatives.</summary>
internal readonly struct Real(double value) : IJet<Real>
{
    /// <inheritdoc/>
    public double Value => value;

    /// <inheritdoc/>
    public static implicit operator Real(double constant) => new(constant);

    /// <inheritdoc/>
    public static Real operator +(in Real a, in Real b) => new(a.Value + b.Value);

    /// <inheritdoc/>
    public static Real operator +(in Real a, double c) => new(a.Value + c);

    /// <inheritdoc/>
    public static Real operator -(in Real a, in Real b) => new(a.Value - b.Value);

    /// <inheritdoc/>
    public static Real operator -(in Real a) => new(-a.Value);

    /// <inheritdoc/>
    public static Real operator *(in Real a, in Real b) => new(a.Value * b.Value);

    /// <inheritdoc/>
    public static Real operator *(double c, in Real a) => new(c * a.Value);

    /// <inheritdoc/>
    public static Real Compose(in Real a, double value, double first, double second, double third) => new(value);
}
