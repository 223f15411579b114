namespace GlmmDsl.Generators.Tests.Columns;

/// <summary>Averages, folds, pooling, power, matrices and bootstrap functions of typed models: those of the result without types.</summary>
public sealed class TypedStudies
{
    private const string Models = """
        public enum Treatment { Placebo, Low, High }

        public enum Sex { F, M }

        public sealed record Visit(double Score, double Week, Treatment Arm, Sex Sex, string Patient, string Site, bool Cured, int Year)
        {
            public static Visit[] All => Enumerable.Range(0, 144).Select(Make).ToArray();

            private static Visit Make(int i) => new(
                Math.Sin(i * 1.3) + 0.2 * (i % 6) * (1 + i / 6 % 3) + i / 6 % 24 % 5, i % 6, (Treatment)(i / 6 % 3), (Sex)(i / 18 % 2), "p" + i / 6, "s" + i / 6 % 4, Math.Sin(i * 1.7) + i / 6 % 5 * 0.2 > 0.3, 2020 + i / 12 % 2);
        }

        [LinearMixedModel<Visit>("Score ~ Week * Arm + Sex + (Week | Patient)")]
        public sealed partial class Trial;

        [LinearMixedModel<Visit>("Score ~ Week + (1 | Site/Patient)")]
        public sealed partial class Nested;

        [LinearMixedModel<Visit>("Score ~ factor(Year) + (1 | Patient)")]
        public sealed partial class Yearly;

        [GeneralizedLinearMixedModel<Visit>("Cured ~ Week + Arm + (1 | Patient)", Family.Binomial)]
        public sealed partial class Cure;
        """;

    private static readonly (string Title, string Body)[] Uses =
    [
        ("average predictions", "var fit = Cure.FitLaplace(Visit.All); var typed = fit.AveragePredictions(RandomEffectsAre.Integrated); return Same(typed.Overall, fit.Result.AveragePredictions(null, RandomEffectsAre.Integrated)[0]) && Same(typed.Arm[Treatment.High], fit.Result.AveragePredictions(\"Arm\", RandomEffectsAre.Integrated)[\"prediction\", \"High\"]) && typed.Arm.Count == 3;"),
        ("average slopes", "var fit = Cure.FitLaplace(Visit.All); return Same(fit.AverageSlopes().Week.Overall, fit.Result.AverageSlope(\"Week\")[0]) && Same(fit.AverageSlopes().Week.Arm[Treatment.Low], fit.Result.AverageSlope(\"Week\", \"Arm\")[\"Week\", \"Low\"]);"),
        ("average comparisons", "var fit = Cure.FitLaplace(Visit.All); var typed = fit.AverageComparisons(ComparisonKind.Ratio); return Same(typed.Arm[Treatment.High], fit.Result.AverageComparison(\"Arm\", ComparisonKind.Ratio)[\"High / Placebo\"]) && Same(typed.Week, fit.Result.AverageComparison(\"Week\", ComparisonKind.Ratio)[0]) && !typed.Arm.TryGet(Treatment.Placebo, out _) && Same(Trial.FitReml(Visit.All).AverageComparisons().Sex[Sex.M], Trial.FitReml(Visit.All).Result.AverageComparison(\"Sex\")[0]);"),
        ("averages by a number made a factor", "var fit = Yearly.FitReml(Visit.All); return Same(fit.AveragePredictions().Year[2021], fit.Result.AveragePredictions(\"Year\")[\"prediction\", \"2021\"]);"),
        ("folds are named by groups", "return Trial.Folds.ByPatient(4) == Folds.ByGroup(\"Patient\", 4) && Nested.Folds.ByPatient_Site(5) == Folds.ByGroup(\"Patient:Site\", 5) && Nested.Folds.LeaveOneSiteOut() == Folds.LeaveOneOut(\"Site\") && Trial.Folds.ByRow(3) == Folds.ByRow(3);"),
        ("a model is cross-validated without a fit", "return Trial.CrossValidate(Visit.All, Trial.Folds.ByPatient(4), seed: 1).ToString() == Trial.FitReml(Visit.All).CrossValidate(Folds.ByGroup(\"Patient\", 4), 1).ToString() && Cure.CrossValidate(Visit.All.ToList(), Cure.Folds.ByPatient(3), 2).ToString() == Cure.FitLaplace(Visit.All).CrossValidate(Folds.ByGroup(\"Patient\", 3), 2).ToString();"),
        ("imputations are pooled with the model's names", "Trial.RemlFit[] fits = [Trial.FitReml(Visit.All), Trial.FitReml(Visit.All.Select(v => v with { Score = v.Score + Math.Cos(v.Week) }))]; var pooled = Trial.Pool(fits); var untyped = Pooled.Of(fits.Select(f => f.Result)); return pooled.Coefficients.Week_ArmHigh == untyped.Coefficients[\"Week:ArmHigh\"] && pooled.Test(pooled.Coefficients.ArmLow, pooled.Coefficients.ArmHigh) == untyped.Test(\"ArmLow\", \"ArmHigh\") && pooled.ToString() == untyped.ToString() && pooled.Terms.Week_Arm == untyped.Terms[\"Week:Arm\"] && Trial.Pool(fits.Select(f => f.Satterthwaite())).Method == \"Satterthwaite\" && pooled.ImputationCount == 2;"),
        ("a pooled coefficient that the data lack has no number", "Visit[] few = Visit.All.Where(v => v.Arm != Treatment.Low).ToArray(); var pooled = Trial.Pool([Trial.FitMl(few), Trial.FitMl(few.Select(v => v with { Score = v.Score + Math.Cos(v.Week) }))]); return double.IsNaN(pooled.Coefficients.ArmLow.Estimate) && pooled.Coefficients.ArmHigh.StandardError > 0;"),
        ("power of a typed test", "var fit = Trial.FitReml(Visit.All); PowerSetting[] studies = [new PowerSetting().With(fit.Coefficients.Week_ArmHigh, 0.8)]; var typed = fit.Power(\"slope\", f => f.Satterthwaite().Coefficients.Week_ArmHigh.PValue, 8, 1, studies); var untyped = fit.Result.Power(PowerTest.Satterthwaite(\"Week:ArmHigh\"), 8, 1, [new PowerSetting { Coefficients = System.Collections.Immutable.ImmutableDictionary<string, double>.Empty.Add(\"Week:ArmHigh\", 0.8) }]); return typed.Points[0].Rejections == untyped.Points[0].Rejections && typed.Points[0].Replicates == 8 && fit.Power(PowerTest.Wald(\"Week\"), 3, 1).Points[0].Rows == 144;"),
        ("functions of a replicate", "var boot = Trial.FitReml(Visit.All).Bootstrap(15, seed: 3); var typed = boot.Of(f => f.Coefficients.Week_ArmHigh.Estimate / f.VarianceComponents.Patient.Week.StandardDeviation + f.VarianceComponents.Patient.Correlations.Intercept_Week + f.VarianceComponents.Residual.StandardDeviation); var untyped = boot.Result.Of(f => f.Coefficient(\"Week:ArmHigh\") / f.VarianceComponent(\"sd_Week|Patient\") + f.VarianceComponent(\"cor_Week.(Intercept)|Patient\") + f.Sigma); return typed.Replicates.Zip(untyped.Replicates, (a, b) => double.IsNaN(a) == double.IsNaN(b) && !(Math.Abs(a - b) > 1e-9 * (1 + Math.Abs(b)))).All(same => same) && boot.Of(f => f.Result.Sigma).Estimate == boot.Of(f => f.Sigma).Estimate;"),
        ("matrices have the names of coefficients", "var m = Trial.Matrices(Visit.All); var x = Trial.FitReml(Visit.All).FixedEffectsMatrix; return m.X.Week_ArmHigh.SequenceEqual(x.Column(\"Week:ArmHigh\")) && m.X.Count == 7 && m.X.Intercept.All(v => v == 1) && m.RandomEffects.ColumnCount == 48 && Cure.Matrices(Visit.All.Take(10).ToList()).X.Week[3] == 3 && m.X[\"SexM\"][20] == 1;"),
    ];

    private static readonly ProbeSet Probes = new(
        "TypedStudies", Models, Uses.Select(u => ("", u.Body)), "private static bool Same(AverageEstimate a, AverageEstimate b) => a.Estimate == b.Estimate && a.StandardError == b.StandardError && a.Name == b.Name;");

    public static IEnumerable<object[]> Cases => Uses.Select((u, i) => new object[] { i, u.Title });

    [Theory]
    [MemberData(nameof(Cases))]
    public void Typed_studies_are_those_of_the_result(int index, string title) => Assert.True(Probes.Run<bool>(index), title);

    /// <summary>Members and types added to typed models keep out of the way of columns and of what the user wrote.</summary>
    [Fact]
    public void Names_of_the_members_hide_no_column() => Assert.Empty(TypedCompilation.Diagnostics("""
        public sealed record Row(double Y, bool Overall, double Of, bool By, string Folds, string Case, string ByRow);

        [LinearMixedModel<Row>("Y ~ Overall + Of + By + (1 | Folds) + (1 | Case) + (1 | ByRow)")]
        public sealed partial class Model
        {
            private static double Pool(double x) => x;
        }

        [LinearMixedModel<Row>("Y ~ 1 + (1 | Folds)")]
        public sealed partial class Matrices;

        public static class Use
        {
            public static double Of(Model.RemlFit fit, Model.RemlFit[] fits, Matrices.MlFit other, Row[] rows) =>
                fit.AveragePredictions().Overall_[true].Estimate + fit.AverageComparisons().Of_.Estimate + fit.AverageSlopes().Of_.By_[true].Estimate + Model.Pool_(fits).Coefficients.Of.Estimate
                + other.AveragePredictions().Overall.Estimate + Matrices.Matrices_(rows).X.Intercept[0] + Model.CrossValidate(rows, Model.Folds.ByByRow(2), 1).Scores.Count() + (Matrices.Folds.LeaveOneFoldsOut() is null ? 1 : 0);
        }
        """));
}
