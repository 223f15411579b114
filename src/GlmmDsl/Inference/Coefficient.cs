using System.Collections.Immutable;
using GlmmDsl.Inference;

namespace GlmmDsl;

/// <summary>A fixed-effects coefficient. Sums and multiples of coefficients are linear combinations, which tests of fixed effects take.</summary>
public sealed record Coefficient
{
    internal Coefficient(string name, double estimate, double standardError) => (Name, Estimate, StandardError) = (name, estimate, standardError);

    /// <summary>R's name of its column, <c>Week:ArmDrug</c>.</summary>
    public string Name { get; init; }

    /// <summary>
    /// β̂, in units of the response per unit of the column; NaN when aliased. If the fixed effects separate the outcomes along it (<see cref="IsSeparated"/>), ±∞,
    /// the direction in which the likelihood keeps growing, or NaN if the data leave the sign open.
    /// </summary>
    public double Estimate { get; init; }

    /// <summary>The standard error, the square root of the diagonal element of the fit's <see cref="CoefficientCovariance"/>; NaN when aliased or separated.</summary>
    public double StandardError { get; init; }

    /// <summary>The columns that determine this one, if it was dropped; empty for a column of zeros, and if it was kept.</summary>
    public ImmutableArray<string> AliasedWith { get; init; } = [];

    /// <summary>Whether the column was dropped because earlier columns determine it.</summary>
    public bool IsAliased { get; init; }

    /// <summary>
    /// Whether the fixed effects separate the outcomes along this coefficient, so that it has no finite estimate (Albert and Anderson 1984, Biometrika 71).
    /// The notice <see cref="NoticeId.Separation"/> says what to do.
    /// </summary>
    public bool IsSeparated { get; init; }

    /// <summary>The fit that the coefficient is of.</summary>
    internal FitIdentity Origin { get; init; }

    /// <summary>Wald's z, estimate divided by standard error; only approximately standard normal under the null hypothesis. NaN without a standard error.</summary>
    public double Statistic => Estimate / StandardError;

    /// <summary>The sum of two coefficients of one fit.</summary>
    /// <exception cref="ArgumentException">Coefficients of different fits.</exception>
    public static LinearCombination operator +(Coefficient left, Coefficient right) => (LinearCombination)left + right;

    /// <summary>The difference of two coefficients of one fit.</summary>
    /// <exception cref="ArgumentException">Coefficients of different fits.</exception>
    public static LinearCombination operator -(Coefficient left, Coefficient right) => (LinearCombination)left - right;

    /// <summary>The coefficient with the other sign.</summary>
    public static LinearCombination operator -(Coefficient coefficient) => -(LinearCombination)coefficient;

    /// <summary>A multiple of the coefficient.</summary>
    public static LinearCombination operator *(double factor, Coefficient coefficient) => factor * (LinearCombination)coefficient;

    /// <summary>A multiple of the coefficient.</summary>
    public static LinearCombination operator *(Coefficient coefficient, double factor) => factor * (LinearCombination)coefficient;

    /// <summary>The coefficient divided by a number.</summary>
    public static LinearCombination operator /(Coefficient coefficient, double divisor) => (LinearCombination)coefficient / divisor;

    /// <summary>The coefficient of a column that the data do not have.</summary>
    internal static Coefficient Absent(string name) => new(name, double.NaN, double.NaN) { IsAliased = true };

    /// <summary>The name with the estimate and its standard error.</summary>
    public override string ToString() => FormattableString.Invariant($"{Name}: {Estimate:G6}, SE {StandardError:G4}");
}
