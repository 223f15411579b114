using System.Collections.Immutable;

namespace GlmmDsl;

/// <summary>A fixed-effects coefficient.</summary>
/// <param name="Name">R's name of its column, <c>Week:ArmDrug</c>.</param>
/// <param name="Estimate">
/// β̂, in units of the response per unit of the column; NaN when aliased. Where the fixed effects separate the outcomes along it (<see cref="IsSeparated"/>), ±∞
/// by the way the likelihood keeps growing, or NaN where the data leave the sign open.
/// </param>
/// <param name="StandardError">The standard error, the root of the diagonal of the fit's <see cref="CoefficientCovariance"/>; NaN when aliased or separated.</param>
/// <param name="AliasedWith">The columns that determine this one where it was dropped; empty for a column of zeros, and when it was kept.</param>
/// <param name="IsAliased">Whether the column was dropped because columns before it determine it.</param>
public sealed record Coefficient(string Name, double Estimate, double StandardError, ImmutableArray<string> AliasedWith, bool IsAliased)
{
    /// <summary>
    /// Whether the fixed effects separate the outcomes along this coefficient, so that it has no finite estimate (Albert and Anderson 1984, Biometrika 71).
    /// The notice <see cref="NoticeId.Separation"/> says what to do.
    /// </summary>
    public bool IsSeparated { get; init; }

    /// <summary>Wald's z, estimate over standard error: only approximately standard normal under the null hypothesis. NaN without a standard error.</summary>
    public double Statistic => Estimate / StandardError;
}
