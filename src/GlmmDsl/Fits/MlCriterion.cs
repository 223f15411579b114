using System.Globalization;
using GlmmDsl.Fits;

namespace GlmmDsl;

/// <summary>
/// A criterion of an ML fit, comparable with those of all ML fits of the same response to the same rows.
/// </summary>
/// <typeparam name="TKind"><see cref="LogLikelihood"/>, <see cref="Aic"/> or <see cref="Bic"/>.</typeparam>
/// <typeparam name="TResponse">The key of row type and response; only criteria with the same key can be ordered and subtracted.</typeparam>
public readonly struct MlCriterion<TKind, TResponse> : IComparable<MlCriterion<TKind, TResponse>>, IEquatable<MlCriterion<TKind, TResponse>>
    where TKind : ICriterionKind
{
    private readonly Criterion criterion;

    /// <summary>Gives a criterion the type that says what it may be compared with. Called by generated code.</summary>
    /// <param name="criterion">A criterion of the kind <typeparamref name="TKind"/> of an ML fit.</param>
    /// <exception cref="ArgumentException">The criterion is of another kind or method.</exception>
    public MlCriterion(Criterion criterion)
    {
        if (criterion.Basis is null || criterion.Kind != TKind.Kind || criterion.IsReml)
        {
            throw new ArgumentException($"Expected the {TKind.Kind} of an ML fit.", nameof(criterion));
        }

        this.criterion = criterion;
    }

    /// <summary>The number itself, for use outside the comparison rules.</summary>
    public double Value => criterion.Value;

    /// <summary>The criterion without its key, for <c>ModelComparison</c>.</summary>
    public Criterion Untyped => criterion;

    /// <summary>The difference of two comparable criteria.</summary>
    /// <exception cref="IncomparableFitsException">The fits were made from different rows.</exception>
    public static double operator -(MlCriterion<TKind, TResponse> left, MlCriterion<TKind, TResponse> right) => Comparability.Difference(left.criterion, right.criterion);

    /// <summary>Whether the left criterion is smaller.</summary>
    /// <exception cref="IncomparableFitsException">The fits were made from different rows.</exception>
    public static bool operator <(MlCriterion<TKind, TResponse> left, MlCriterion<TKind, TResponse> right) => left - right < 0;

    /// <summary>Whether the left criterion is larger.</summary>
    /// <exception cref="IncomparableFitsException">The fits were made from different rows.</exception>
    public static bool operator >(MlCriterion<TKind, TResponse> left, MlCriterion<TKind, TResponse> right) => left - right > 0;

    /// <summary>Whether the left criterion is smaller or equal.</summary>
    /// <exception cref="IncomparableFitsException">The fits were made from different rows.</exception>
    public static bool operator <=(MlCriterion<TKind, TResponse> left, MlCriterion<TKind, TResponse> right) => left - right <= 0;

    /// <summary>Whether the left criterion is larger or equal.</summary>
    /// <exception cref="IncomparableFitsException">The fits were made from different rows.</exception>
    public static bool operator >=(MlCriterion<TKind, TResponse> left, MlCriterion<TKind, TResponse> right) => left - right >= 0;

    /// <summary>Whether the numbers are equal.</summary>
    public static bool operator ==(MlCriterion<TKind, TResponse> left, MlCriterion<TKind, TResponse> right) => left.Equals(right);

    /// <summary>Whether the numbers differ.</summary>
    public static bool operator !=(MlCriterion<TKind, TResponse> left, MlCriterion<TKind, TResponse> right) => !left.Equals(right);

    /// <summary>The difference of two comparable criteria, as a method.</summary>
    /// <exception cref="IncomparableFitsException">The fits were made from different rows.</exception>
    public double Subtract(MlCriterion<TKind, TResponse> other) => this - other;

    /// <summary>The order of two comparable criteria, smaller first.</summary>
    /// <exception cref="IncomparableFitsException">The fits were made from different rows.</exception>
    public int CompareTo(MlCriterion<TKind, TResponse> other) => (this - other).CompareTo(0);

    /// <inheritdoc/>
    public bool Equals(MlCriterion<TKind, TResponse> other) => Value.Equals(other.Value);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is MlCriterion<TKind, TResponse> other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Value.GetHashCode();

    /// <summary>The number, in the invariant culture.</summary>
    public override string ToString() => Value.ToString("G7", CultureInfo.InvariantCulture);
}
