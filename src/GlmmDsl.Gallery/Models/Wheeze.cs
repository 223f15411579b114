namespace GlmmDsl.Gallery.Models;

/// <summary>Whether a child wheezed in a year of the Six Cities study (Fitzmaurice and Laird 1993); ages count from nine.</summary>
internal sealed record Visit(bool Wheezes, int Age, int Smoke, int Child);

/// <summary>Does a mother's smoking bear on it?</summary>
[GeneralizedLinearMixedModel<Visit>("Wheezes ~ Age * Smoke + (1 | Child)", Family.Binomial)]
internal sealed partial class Wheeze;

/// <summary>ohio: 537 children, four visits each, which is little for the Laplace approximation.</summary>
internal sealed class WheezeExhibit() : Exhibit<Visit, Wheeze.QuadratureFit>(
    "ohio", f => new(f.Integer("resp") == 1, f.Integer("age"), f.Integer("smoke"), f.Integer("id")))
{
    public override string Title => "Wheezing children: adaptive quadrature with nine nodes";

    public override string Case => "ohio_ri_agq9";

    public override IEnumerable<string> Remarks()
    {
        // Criteria of the two do not compare: each approximation has an error of its own, and so a type of its own.
        Wheeze.LaplaceFit laplace = Wheeze.FitLaplace(Rows);
        return
        [
            FormattableString.Invariant($"Children differ by {Fitted.VarianceComponents.Child.Intercept.StandardDeviation:F3} on the scale of the logit; by the Laplace approximation, with four visits to a child, by {laplace.VarianceComponents.Child.Intercept.StandardDeviation:F3}."),
        ];
    }

    protected override Wheeze.QuadratureFit FitRows() => Wheeze.FitQuadrature(Rows, nodes: 9);
}
