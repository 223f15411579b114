using System.Globalization;
using GlmmDsl.Fits;

namespace GlmmDsl;

/// <summary>
/// A criterion of a fit whose comparability is known only at run time. Each comparison checks that the two measure the same thing and throws if they do
/// not, so that <c>fits.MinBy(fit => fit.Aic)</c> is safe over any fits. <c>ModelComparison</c> gives differences. Typed models give
/// <see cref="RemlCriterion{TKind, TFixedDesign}"/> and <see cref="MlCriterion{TKind, TResponse}"/>, which the compiler checks.
/// </summary>
public readonly record struct Criterion : IComparable<Criterion>, IComparable
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

    /// <summary>Whether the fit was made by REML; otherwise by ML.</summary>
    public bool IsReml => Basis?.IsReml ?? false;

    /// <summary>
    /// Whether no finite estimates reach this value: the fixed effects separate the outcomes, and the value is computed from the supremum of the likelihood, which it
    /// approaches as their coefficients go to infinity. It may be compared like any other.
    /// </summary>
    public bool IsSupremum => Basis?.IsSupremum ?? false;

    /// <summary>What it must have in common with another criterion to be comparable; null in a default value.</summary>
    internal Comparability? Basis { get; }

    /// <summary>Whether the left criterion is smaller.</summary>
    /// <exception cref="IncomparableFitsException">They do not measure the same thing.</exception>
    public static bool operator <(Criterion left, Criterion right) => left.CompareTo(right) < 0;

    /// <summary>Whether the left criterion is larger.</summary>
    /// <exception cref="IncomparableFitsException">They do not measure the same thing.</exception>
    public static bool operator >(Criterion left, Criterion right) => left.CompareTo(right) > 0;

    /// <summary>Whether the left criterion is smaller or equal.</summary>
    /// <exception cref="IncomparableFitsException">They do not measure the same thing.</exception>
    public static bool operator <=(Criterion left, Criterion right) => left.CompareTo(right) <= 0;

    /// <summary>Whether the left criterion is larger or equal.</summary>
    /// <exception cref="IncomparableFitsException">They do not measure the same thing.</exception>
    public static bool operator >=(Criterion left, Criterion right) => left.CompareTo(right) >= 0;

    /// <summary>
    /// The order of two comparable criteria, smaller first: for AIC and BIC the better fit comes first, for log-likelihoods the worse. REML fits whose fixed effects
    /// span the same space are compared in one basis.
    /// </summary>
    /// <param name="other">A criterion of the same kind.</param>
    /// <exception cref="IncomparableFitsException">They do not measure the same thing; the message says which part differs and what to do.</exception>
    public int CompareTo(Criterion other) => Comparability.Difference(this, other).CompareTo(0);

    /// <summary>The order of two comparable criteria; anything follows null.</summary>
    /// <exception cref="ArgumentException">The other object is not a criterion.</exception>
    /// <exception cref="IncomparableFitsException">They do not measure the same thing.</exception>
    int IComparable.CompareTo(object? obj) =>
        obj switch
        {
            null => 1,
            Criterion other => CompareTo(other),
            _ => throw new ArgumentException($"Expected a criterion to compare with, but got a {obj.GetType().Name}.", nameof(obj)),
        };

    /// <summary>The number, in the invariant culture.</summary>
    public override string ToString() => Value.ToString("G7", CultureInfo.InvariantCulture);
}
