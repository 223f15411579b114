namespace GlmmDsl.Gallery.Models;

/// <summary>A subject's mean reaction time, in milliseconds, after so many days of three hours' sleep (Belenky et al. 2003).</summary>
internal sealed record Reading(double Reaction, double Days, int Subject);

/// <summary>A line for every subject, their intercepts and slopes correlated.</summary>
[LinearMixedModel<Reading>("Reaction ~ Days + (Days | Subject)")]
internal sealed partial class SleepStudy;

/// <summary>sleepstudy: 18 subjects, ten days each.</summary>
internal sealed class SleepStudyExhibit() : Exhibit<Reading, SleepStudy.RemlFit>(
    "sleepstudy", f => new(f.Number("Reaction"), f.Number("Days"), f.Integer("Subject")))
{
    public override string Title => "Reaction times under sleep deprivation: a line for every subject";

    public override string Case => "sleep_ris";

    public override IEnumerable<string> Remarks() =>
    [
        FormattableString.Invariant($"A day without sleep costs {Fitted.Coefficients.Days.Estimate:F1} ms (standard error {Fitted.Coefficients.Days.StandardError:F1})."),
        FormattableString.Invariant($"Subject 308 loses {Fitted.RandomEffects.Subject[308].Days.Value:F1} ms a day more than that; subjects differ by {Fitted.VarianceComponents.Subject.Days.StandardDeviation:F1} ms a day."),
    ];

    protected override SleepStudy.RemlFit FitRows() => SleepStudy.FitReml(Rows);
}
