namespace GlmmDsl.Gallery.Models;

/// <summary>The diameter, in millimetres, of the zone in which a sample of penicillin kept a plate free of growth (Davies and Goldsmith 1972).</summary>
internal sealed record Zone(double Diameter, string Plate, string Sample);

/// <summary>Every sample was tried on every plate: two crossed grouping factors.</summary>
[LinearMixedModel<Zone>("Diameter ~ 1 + (1 | Plate) + (1 | Sample)")]
internal sealed partial class Penicillin;

/// <summary>Penicillin: 24 plates by 6 samples.</summary>
internal sealed class PenicillinExhibit() : Exhibit<Zone, Penicillin.RemlFit>(
    "Penicillin", f => new(f.Number("diameter"), f.Text("plate"), f.Text("sample")))
{
    public override string Title => "Penicillin: plates crossed with samples";

    public override string Case => "penicillin";

    public override IEnumerable<string> Remarks() =>
    [
        FormattableString.Invariant($"Samples differ by {Fitted.VarianceComponents.Sample.Intercept.StandardDeviation:F2} mm, plates by {Fitted.VarianceComponents.Plate.Intercept.StandardDeviation:F2} mm; sample F falls {-Fitted.RandomEffects.Sample["F"].Intercept.Value:F2} mm short."),
    ];

    protected override Penicillin.RemlFit FitRows() => Penicillin.FitReml(Rows);
}
