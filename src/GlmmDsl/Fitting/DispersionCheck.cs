using GlmmDsl.Fitting;
using MathNet.Numerics;

namespace GlmmDsl;

/// <summary>
/// Pearson's test of overdispersion: the sum of squared Pearson residuals about the conditional modes against n less the number of parameters.
/// Only approximate (few trials, small counts and many random effects make it too lenient), and empty for 0/1 responses.
/// </summary>
/// <param name="ChiSquare">Pearson's X², Σ m(y − μ̂)²/V(μ̂).</param>
/// <param name="DegreesOfFreedom">n less the number of coefficients and covariance parameters.</param>
public readonly record struct DispersionCheck(double ChiSquare, int DegreesOfFreedom)
{
    /// <summary>X² over its degrees of freedom: near 1 where the family's variance is right, above where the response varies more.</summary>
    public double Ratio => ChiSquare / DegreesOfFreedom;

    /// <summary>The chance of an X² as large if the family's variance were right; NaN without degrees of freedom.</summary>
    public double PValue => DegreesOfFreedom > 0 ? SpecialFunctions.GammaUpperRegularized(DegreesOfFreedom / 2.0, ChiSquare / 2) : double.NaN;

    /// <summary>The check of a generalised model; null for linear models and where every row is one trial.</summary>
    internal static DispersionCheck? Of(FittedModel model)
    {
        if (model.Response is not { } response || (response.Family == Family.Binomial && !response.Sizes.AsSpan().ContainsAnyExcept(1.0)))
        {
            return null;
        }

        return new DispersionCheck(model.Residuals(ResidualKind.Pearson).Sum(r => r * r), model.ResidualDegreesOfFreedom);
    }
}
