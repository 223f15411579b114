namespace GlmmDsl.Gallery.Models;

/// <summary>Ticks on the head of a red grouse chick (Elston et al. 2001); the height above sea level is centred, in metres.</summary>
internal sealed record Chick(int Ticks, [property: Factor("95", "96", "97")] int Year, double Height, int Brood, int Index, int Location);

/// <summary>Chicks in broods in places; an effect of each chick takes up what a Poisson distribution leaves over.</summary>
[GeneralizedLinearMixedModel<Chick>("Ticks ~ Year + Height + (1 | Brood) + (1 | Index) + (1 | Location)", Family.Poisson)]
internal sealed partial class GrouseTicks;

/// <summary>grouseticks: 403 chicks of 118 broods at 63 places.</summary>
internal sealed class GrouseTicksExhibit() : Exhibit<Chick, GrouseTicks.LaplaceFit>(
    "grouseticks", f => new(f.Integer("TICKS"), f.Integer("YEAR"), f.Number("cHEIGHT"), f.Integer("BROOD"), f.Integer("INDEX"), f.Integer("LOCATION")))
{
    public override string Title => "Ticks on grouse chicks: a Poisson model with three random intercepts";

    public override string Case => "grouse_full";

    public override IEnumerable<string> Remarks() =>
    [
        FormattableString.Invariant($"A hundred metres higher there are {Math.Exp(100 * Fitted.Coefficients.Height.Estimate):P1} of the ticks; 1996 had {Math.Exp(Fitted.Coefficients.Year96.Estimate):F1} times those of 1995."),
        FormattableString.Invariant($"On the scale of the logarithm broods differ by {Fitted.VarianceComponents.Brood.Intercept.StandardDeviation:F2}, places by {Fitted.VarianceComponents.Location.Intercept.StandardDeviation:F2}, chicks of a brood by {Fitted.VarianceComponents.Index.Intercept.StandardDeviation:F2}."),
    ];

    protected override GrouseTicks.LaplaceFit FitRows() => GrouseTicks.FitLaplace(Rows);
}
