namespace GlmmDsl.Gallery.Models;

/// <summary>The strength of a chemical paste, sampled from three casks of each delivery (Davies and Goldsmith 1972).</summary>
internal sealed record Paste(double Strength, string Batch, string Cask);

/// <summary>Casks are nested in batches: cask a of one batch is not cask a of another.</summary>
[LinearMixedModel<Paste>("Strength ~ 1 + (1 | Batch/Cask)")]
internal sealed partial class Pastes;

/// <summary>Pastes: 10 batches, 3 casks of each, two assays of each cask.</summary>
internal sealed class PastesExhibit() : Exhibit<Paste, Pastes.RemlFit>(
    "Pastes", f => new(f.Number("strength"), f.Text("batch"), f.Text("cask")))
{
    public override string Title => "Paste strength: casks nested in batches";

    public override string Case => "pastes_nested";

    public override IEnumerable<string> Remarks() =>
    [
        FormattableString.Invariant($"Cask a of batch A: {Fitted.RandomEffects.Cask_Batch["a", "A"].Intercept.Value:F2}; casks differ by {Fitted.VarianceComponents.Cask_Batch.Intercept.StandardDeviation:F2}, assays of one cask by {Fitted.VarianceComponents.Residual.StandardDeviation:F2}."),
    ];

    protected override Pastes.RemlFit FitRows() => Pastes.FitReml(Rows);
}
