using System.Collections.Immutable;
using System.Globalization;
using GlmmDsl.Inference.Hypotheses;

namespace GlmmDsl.Inference;

/// <summary>
/// A mixture of chi-square distributions: what a likelihood ratio follows when the smaller model lies at the boundary of the larger one, because
/// a variance of zero, or a correlation of 1, can be left in one direction only (Self and Liang 1987, J. Am. Stat. Assoc. 82; Stram and Lee 1994, Biometrics 50).
/// </summary>
public sealed class ChiBarSquare
{
    private ChiBarSquare(ImmutableArray<(int DegreesOfFreedom, double Weight)> components, bool isBound, bool isOfCorrelation) =>
        (Components, IsUpperBound, IsOfCorrelation) = (components, isBound, isOfCorrelation);

    /// <summary>The degrees of freedom of each component, with its weight; 0 degrees of freedom are the point mass at zero.</summary>
    public ImmutableArray<(int DegreesOfFreedom, double Weight)> Components { get; }

    /// <summary>
    /// Whether the mixture only bounds the p value from above. One variance gives ½χ²ₖ + ½χ²ₖ₊₁ exactly. With several the weights depend on the
    /// information; but those of even and those of odd degrees of freedom each sum to ½, so ½χ²ₘ₋₁ + ½χ²ₘ, m the number of parameters, is never too small.
    /// </summary>
    public bool IsUpperBound { get; }

    /// <summary>Whether the boundary is a correlation of 1 and no variance of zero.</summary>
    internal bool IsOfCorrelation { get; }

    /// <summary>The upper tail: the p value of a likelihood ratio.</summary>
    public double UpperTail(double statistic) => Components.Sum(c => c.Weight * TailProbability.OfChiSquare(statistic, c.DegreesOfFreedom));

    /// <summary>The mixture as <c>1/2 chi2(1) + 1/2 chi2(2)</c>.</summary>
    public override string ToString() =>
        string.Join(" + ", Components.Select(c => string.Create(CultureInfo.InvariantCulture, $"1/2 chi2({c.DegreesOfFreedom})"))) + (IsUpperBound ? " (an upper bound of p)" : "");

    /// <summary>The mixture for a test that sets variances to zero or correlations to 1; null where there is none.</summary>
    /// <param name="parameters">The number of parameters by which the models differ.</param>
    /// <param name="variances">The number of variances that the smaller model sets to zero.</param>
    /// <param name="correlations">The number of terms whose correlations it sets to 1: with several parameters that is more than one constraint.</param>
    internal static ChiBarSquare? Of(int parameters, int variances, int correlations = 0) => variances + correlations == 0 || parameters <= 0
        ? null
        : new ChiBarSquare([(parameters - 1, 0.5), (parameters, 0.5)], isBound: variances + correlations > 1 || (correlations > 0 && parameters > 1), isOfCorrelation: variances == 0);
}
