namespace GlmmDsl.Gallery.Models;

/// <summary>A student's rating of a lecture, 1 to 5 (lme4's InstEval, ETH Zurich).</summary>
internal readonly record struct Rating(double Y, [property: Factor("0", "1")] int Service, int S, int D, int Dept);

/// <summary>Students, lecturers and departments, all crossed; lectures given as a service to another department are marked.</summary>
[LinearMixedModel<Rating>("Y ~ Service + (1 | S) + (1 | D) + (1 | Dept)")]
internal sealed partial class InstEval;

/// <summary>InstEval: 73 421 ratings by 2 972 students of 1 128 lecturers.</summary>
internal sealed class InstEvalExhibit() : Exhibit<Rating, InstEval.MlFit>(
    "InstEval", f => new(f.Number("y"), f.Integer("service"), f.Integer("s"), f.Integer("d"), f.Integer("dept")))
{
    public override string Title => "73 421 lecture evaluations: three crossed factors";

    public override string Case => "insteval_ml3";

    public override IEnumerable<string> Remarks() =>
    [
        FormattableString.Invariant($"Service lectures are rated {-Fitted.Coefficients.Service1.Estimate:F3} lower; lecturers differ by {Fitted.VarianceComponents.D.Intercept.StandardDeviation:F2}, students by {Fitted.VarianceComponents.S.Intercept.StandardDeviation:F2}."),
    ];

    protected override InstEval.MlFit FitRows() => InstEval.FitMl(Rows);
}
