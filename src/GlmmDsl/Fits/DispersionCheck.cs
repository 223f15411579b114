using GlmmDsl.Fits;
using GlmmDsl.Fitting;
using MathNet.Numerics;

namespace GlmmDsl;

/// <summary>
/// Pearson's test of overdispersion: the sum of squared Pearson residuals about the conditional modes, compared with the number of observations minus
/// the number of parameters.
/// Approximate: few trials, small counts and many random effects make it too lenient. It says nothing for 0/1 responses.
/// </summary>
/// <param name="ChiSquare">Pearson's X², Σ m(y − μ̂)²/V(μ̂).</param>
/// <param name="DegreesOfFreedom">The number of observations minus the number of coefficients and covariance parameters.</param>
public readonly record struct DispersionCheck(double ChiSquare, int DegreesOfFreedom)
{
    /// <summary>X² over its degrees of freedom: near 1 if the family's variance is right, larger if the response varies more.</summary>
    public double Ratio => ChiSquare / DegreesOfFreedom;

    /// <summary>The probability of an X² at least this large if the family's variance were right; NaN without degrees of freedom.</summary>
    public double PValue => DegreesOfFreedom > 0 ? SpecialFunctions.GammaUpperRegularized(DegreesOfFreedom / 2.0, ChiSquare / 2) : double.NaN;

    /// <summary>The check of a generalised model; null for linear models, if every row is one trial, and for separated outcomes, whose rows are fitted with certainty.</summary>
    internal static DispersionCheck? Of(FittedModel model)
    {
        if (!model.Matrices.HasRows)
        {
            return model.Matrices.Totals?.PearsonChiSquare is { } known ? new DispersionCheck(known, model.ResidualDegreesOfFreedom) : null;
        }

        if (model.IsLinear || model.Solution.IsSeparated || !model.Family.IsDispersionCheckable(IsOneTrialARow(model.Response)))
        {
            return null;
        }

        return new DispersionCheck(model.Residuals(ResidualKind.Pearson).Sum(r => r * r), model.ResidualDegreesOfFreedom);
    }

    private static bool IsOneTrialARow(GeneralizedResponse response)
    {
        for (int i = 0; i < response.Sizes.Length; i++)
        {
            if (response.Sizes[i] != (response.Frequencies?[i] ?? 1))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The check.</summary>
    public override string ToString() => FormattableString.Invariant($"chi-square({DegreesOfFreedom}) = {ChiSquare:G6}, ratio {Ratio:G4}, p = {PValue:G4}");
}
