using GlmmDsl.Analyzers.Tests.Harness;

namespace GlmmDsl.Analyzers.Tests.Declarations;

/// <summary>One mistake gives one diagnostic: a program that uses every member of the model adds none.</summary>
public class OneMistakeTests
{
    [Theory]
    [InlineData("Score ~ {|GLMM102:Wek|} * Arm + (Week | Patient)")]
    [InlineData("{|GLMM102:Scor|} ~ Week * Arm + (Week | Patient)")]
    [InlineData("Score ~ Week * Arm + (Week | {|GLMM102:Patent|})")]
    [InlineData("Score ~ Week * Arm + (Week | Patient{|GLMM101:|}")]
    [InlineData("{|GLMM101:lmer(Score ~ Week * Arm + (Week | Patient), data = visits)|}")]
    [InlineData("Score ~ Week * Arm + (Week | Patient){|GLMM101:, data = visits|}")]
    [InlineData("Score {|GLMM101:∼|} Week * Arm + (Week | Patient)")]
    [InlineData("Score ~ {|GLMM101:Week (Week | Patient)|}")]
    [InlineData("Score ~ Week * {|GLMM104:lgo|}(Dose) + (Week | Patient)")]
    [InlineData("Score ~ Week * {|GLMM103:Tags|} + (Week | Patient)")]
    [InlineData("Score ~ Week * Arm + (Week | Patient)\", Weights = \"{|GLMM102:Wieght|}")]
    [InlineData("Score ~ Week * Arm + (Week | Patient)\", Contrasts = \"{|GLMM102:Amr|}=sum")]
    [InlineData("Score ~ Week * Arm + (Week | Patient)\", Offset = \"log({|GLMM102:Doses|})")]
    public Task A_wrong_formula_is_reported_once(string formula) => RuleTest.VerifyAsync("none", $$"""
        public enum Arm { Placebo, Drug }
        public sealed record Visit(double Score, double Week, double Dose, double Weight, Arm Arm, string Patient, List<string> Tags);

        [LinearMixedModel<Visit>("{{formula}}")]
        public sealed partial class Trial;

        [LinearMixedModel<Visit>("Score ~ Week + (1 | Patient)")]
        public sealed partial class Simple;

        public abstract class Exhibit<TRow, TFit>
            where TFit : GlmmDsl.Modeling.TypedFit
        {
            protected abstract TFit FitRows(TRow[] rows);
        }

        public sealed class TrialExhibit : Exhibit<Visit, Trial.MlFit>
        {
            protected override Trial.MlFit FitRows(Visit[] rows) => Trial.FitMl(rows, progress: null);
        }

        public static class Program
        {
            public static async Task Run(Visit[] rows, IAsyncEnumerable<Visit> stream, Trial.Fit any)
            {
                Trial.RemlFit fit = Trial.FitReml(rows);
                var ml = Trial.FitMl(rows.Where(r => r.Week > 0));
                Console.WriteLine($"{fit.Coefficients.Week_ArmDrug.Estimate:F3} {fit.VarianceComponents.Patient.Correlations.Intercept_Week} {any.Verdict}");
                Console.WriteLine(fit.RandomEffects.Patient["P1"].Week.Value + fit.VarianceComponents.Residual.StandardDeviation);
                foreach (var coefficient in fit.Coefficients)
                {
                    Console.WriteLine(coefficient.Name);
                }

                if (ml.Aic < Simple.FitMl(rows).Aic)
                {
                    Console.WriteLine(ml.Notices.Count(n => n.Id == NoticeId.RowsOmitted));
                }

                _ = ml.Aic.Value - Simple.FitMl(rows).Aic.Value;
                _ = ModelComparison.Aic(ml, Simple.FitMl(rows));
                _ = fit.Predict(rows[0], NewLevels.Population) + fit.Predict(rows).Sum() + fit.Predict(new Trial.Predictors(Week: 2, Arm: Arm.Drug, Patient: "P1"));
                _ = (await Trial.FitMlAsync(stream)).Bic.Value;
                Describe(ml);
            }

            private static void Describe<TResponse>(IMlFit<TResponse> fit) => Console.WriteLine(fit.Aic.Value);
        }
        """);

    [Fact]
    public Task A_row_type_without_columns_is_one_mistake() => RuleTest.VerifyAsync("GLMM002", """
        public sealed class Visit { private double Score { get; set; } }

        [LinearMixedModel<[|Visit|]>("Score ~ Week * Arm + (Week | Patient)", Weights = "W", Offset = "log(E)")]
        public sealed partial class Trial;
        """);

    [Theory]
    [InlineData("{|CS0246:{|GLMM308:Link|}|} = Link.Log", "identity link")]
    [InlineData("{|CS0246:{|GLMM308:Trials|}|} = \"Size\"", "has no trials")]
    public async Task What_only_a_generalised_model_can_set_is_said_of_a_linear_one(string argument, string part)
    {
        var found = await RuleTest.VerifyAsync("none", $$"""
            public sealed record Visit(double Score, double Week, int Size, string Patient);

            [LinearMixedModel<Visit>("Score ~ Week + (1 | Patient)", {{argument}})]
            public sealed partial class Trial;
            """);
        Assert.Contains(part, found.Single(d => d.Id == "GLMM308").GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }
}
