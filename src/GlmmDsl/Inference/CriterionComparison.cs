using System.Globalization;

namespace GlmmDsl.Inference;

/// <summary>Two comparable criteria.</summary>
/// <param name="Kind">Which criterion.</param>
/// <param name="First">The criterion of the first fit.</param>
/// <param name="Second">The criterion of the second fit.</param>
/// <param name="Difference">
/// First minus second. For REML fits whose fixed effects span the same space in two bases (<c>poly(x, 2)</c> and <c>x + I(x^2)</c>), both are computed in
/// one basis, so this is not the difference of the two numbers above.
/// </param>
public readonly record struct CriterionComparison(CriterionKind Kind, double First, double Second, double Difference)
{
    /// <summary>Whether the first fit is better by the criterion: a larger log-likelihood, a smaller AIC or BIC.</summary>
    public bool IsFirstBetter => Kind == CriterionKind.LogLikelihood ? Difference > 0 : Difference < 0;

    /// <summary>The criterion, both numbers and the difference.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Kind}: {First:G7} against {Second:G7}, difference {Difference:G7}");
}
