namespace GlmmDsl.Gallery.Models;

/// <summary>Three brands of a machine.</summary>
internal enum Brand
{
    A,
    B,
    C,
}

/// <summary>A worker's productivity score on a machine (Milliken and Johnson 1992).</summary>
internal sealed record Shift(double Score, Brand Machine, int Worker);

/// <summary>Workers differ, and each handles each machine differently.</summary>
[LinearMixedModel<Shift>("Score ~ Machine + (1 | Worker/Machine)")]
internal sealed partial class Machines;

/// <summary>Machines: 6 workers, each three times on each of 3 machines.</summary>
internal sealed class MachinesExhibit() : Exhibit<Shift, Machines.RemlFit>(
    "Machines", f => new(f.Number("score"), f.Level<Brand>("Machine"), f.Integer("Worker")))
{
    public override string Title => "Machines and workers: a factor known to the compiler";

    public override string Case => "machines_nested";

    public override IEnumerable<string> Remarks() =>
    [
        FormattableString.Invariant($"Machine C gives {Fitted.Coefficients.MachineC.Estimate:F1} points more than A, with worker 6 on it {Fitted.RandomEffects.Machine_Worker[Brand.C, 6].Intercept.Value:F1} of his own."),
    ];

    protected override Machines.RemlFit FitRows() => Machines.FitReml(Rows);
}
