using System.Globalization;
using GlmmDsl.Fits;

namespace GlmmDsl;

/// <summary>
/// A criterion of a fit whose comparability only the run knows. It has no order and no difference: two of them are compared through
/// <c>ModelComparison</c>, which checks that they may be. Typed models give <see cref="RemlCriterion{TKind, TFixedDesign}"/> and
/// <see cref="MlCriterion{TKind, TResponse}"/>, which the compiler checks.
/// </summary>
public readonly record struct Criterion
{
    internal Criterion(double value, CriterionKind kind, Comparability basis)
    {
        Value = value;
        Kind = kind;
        Basis = basis;
    }

    /// <summary>The number.</summary>
    public double Value { get; }

    /// <summary>Which criterion it is.</summary>
    public CriterionKind Kind { get; }

    /// <summary>Whether the fit was made by REML, else by ML.</summary>
    public bool IsReml => Basis?.IsReml ?? false;

    /// <summary>What it must share with another to be comparable; null in a default value.</summary>
    internal Comparability? Basis { get; }

    /// <summary>The number, culture-invariantly.</summary>
    public override string ToString() => Value.ToString("G7", CultureInfo.InvariantCulture);
}
