using GlmmDsl.Analyzers.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace GlmmDsl.Analyzers.Tests.Comparisons;

/// <summary>GLMM406: criteria of different responses, rows, weights, policies, families, approximations or kinds.</summary>
public class AcrossResponsesTests
{
    private const string Counts = """
        public record Trial(double Score, bool Cured, int Falls, int Size, double Share, double Week, string Patient);
        [GeneralizedLinearMixedModel<Trial>("Cured ~ Week + (1 | Patient)", Family.Binomial)] public sealed partial class Cure;
        [GeneralizedLinearMixedModel<Trial>("Cured ~ 1 + (1 | Patient)", Family.Binomial)] public sealed partial class CureOnly;
        [GeneralizedLinearMixedModel<Trial>("Cured ~ Week", Family.Binomial)] public sealed partial class Fixed;
        [GeneralizedLinearMixedModel<Trial>("Falls ~ Week + (1 | Patient)", Family.Poisson)] public sealed partial class Falls;
        [GeneralizedLinearMixedModel<Trial>("Share ~ Week + (1 | Patient)", Family.Binomial, Trials = "Size")] public sealed partial class Share;
        [GeneralizedLinearMixedModel<Trial>("Share ~ 1 + (1 | Patient)", Family.Binomial, Weights = "Size", WeightKind = WeightKind.Trials)] public sealed partial class ShareOnly;
        [LinearMixedModel<Trial>("Falls ~ Week + (1 | Patient)")] public sealed partial class Linear;
        [GeneralizedLinearMixedModel<Trial>("Falls ~ Week + (1 | Patient)", Family.Gamma)] public sealed partial class Positive;
        [GeneralizedLinearMixedModel<Trial>("Falls ~ Week + (1 | Patient)", Family.NegativeBinomial2, ZeroInflation = "~ Week")] public sealed partial class Inflated;
        public static class Study { public static void Run(Trial[] rows) { @ } }
        """;

    [Theory]
    [InlineData("if ([|Plain.FitMl(rows).Aic.Value < LogScore.FitMl(rows).Aic.Value|]) { }")]
    [InlineData("if ({|CS0019:[|Plain.FitMl(rows).Aic < LogScore.FitMl(rows).Aic|]|}) { }")]
    [InlineData("if ({|CS0019:[|Plain.FitMl(rows).Aic == LogScore.FitMl(rows).Aic|]|}) { }")]
    [InlineData("if ([|Plain.FitReml(rows).Aic.Value < LogScore.FitReml(rows).Aic.Value|]) { }")]
    [InlineData("if ([|Plain.FitMl(rows).Bic.Value < DoseModel.FitMl(rows).Bic.Value|]) { }")]
    [InlineData("if ([|Plain.FitReml(rows).Bic.Value < DoseModel.FitMl(rows).Bic.Value|]) { }")]
    [InlineData("var d = [|Plain.FitMl(rows).LogLikelihood.Value - Weighted.FitMl(rows).LogLikelihood.Value|];")]
    [InlineData("var d = [|Plain.FitMl(rows).LogLikelihood.Value - Omitting.FitMl(rows).LogLikelihood.Value|];")]
    [InlineData("var d = [|Plain.FitMl(rows).LogLikelihood.Value - Daily.FitMl([]).LogLikelihood.Value|];")]
    [InlineData("var c = [|ModelComparison.Aic(Plain.FitMl(rows), LogScore.FitMl(rows))|];")]
    [InlineData("var best = [|new IModelFit[] { Plain.FitMl(rows), Full.FitMl(rows), LogScore.FitMl(rows) }.MinBy(f => f.Aic)|];")]
    [InlineData("if ([|Plain.FitMl(rows).Aic.Value < Full.FitMl(rows).Bic.Value|]) { }")]
    [InlineData("var a = Plain.FitMl(rows); if ({|CS0019:[|a.Aic < a.Bic|]|}) { }")]
    public Task Of_linear_models(string comparison) => RuleTest.VerifyAsync("GLMM406", ComparisonSource.Of(comparison));

    [Theory]
    [InlineData("if ([|Cure.FitLaplace(rows).Aic.Value < Falls.FitLaplace(rows).Aic.Value|]) { }")]
    [InlineData("if ([|Cure.FitLaplace(rows).Aic.Value < CureOnly.FitQuadrature(rows, 9).Aic.Value|]) { }")]
    [InlineData("if ({|CS0019:[|Cure.FitLaplace(rows).Aic < Cure.FitQuadrature(rows, 9).Aic|]|}) { }")]
    [InlineData("if ([|Falls.FitLaplace(rows).Aic.Value < Linear.FitMl(rows).Aic.Value|]) { }")]
    [InlineData("if ([|Falls.FitLaplace(rows).Aic.Value < Positive.FitLaplace(rows).Aic.Value|]) { }")]
    [InlineData("if ({|CS0019:[|Falls.FitLaplace(rows).Aic < Positive.FitLaplace(rows).Aic|]|}) { }")]
    [InlineData("if ({|CS0019:[|Linear.FitMl(rows).Aic < Positive.FitLaplace(rows).Aic|]|}) { }")]
    [InlineData("if ([|Cure.FitLaplace(rows).Aic.Value < Cure.FitFast(rows).Aic.Value|]) { }")]
    public Task Of_generalised_models(string comparison) => RuleTest.VerifyAsync("GLMM406", Counts.Replace("@", comparison, StringComparison.Ordinal));

    [Theory]
    [InlineData("if (Cure.FitLaplace(rows).Aic.Value < CureOnly.FitLaplace(rows).Aic.Value) { }")]
    [InlineData("if (Falls.FitLaplace(rows).Aic < Inflated.FitLaplace(rows).Aic) { }")]
    [InlineData("if (Linear.FitMl(rows).Aic.Value < Positive.FitLaplace(rows).Aic.Value) { }")]
    [InlineData("if (Share.FitLaplace(rows).Aic.Value < ShareOnly.FitLaplace(rows).Aic.Value) { }")]
    [InlineData("if (Cure.FitLaplace(rows).Aic.Value < Fixed.FitQuadrature(rows, 1).Aic.Value) { }")]
    [InlineData("if (Cure.FitQuadrature(rows, 9).Aic.Value < CureOnly.FitQuadrature(rows, 9).Aic.Value) { }")]
    public Task Comparable_generalised_models_are_left_alone(string comparison) => RuleTest.SilentAsync(Counts.Replace("@", comparison, StringComparison.Ordinal));

    [Theory]
    [InlineData("var c = ModelComparison.Aic(Plain.FitMl(rows), Omitting.FitMl(rows));")]
    [InlineData("var c = ModelComparison.Aic(Plain.FitMl(rows), Daily.FitMl([]));")]
    public Task What_only_the_run_can_tell_is_left_to_it(string comparison) => RuleTest.SilentAsync(ComparisonSource.Of(comparison));

    [Theory]
    [InlineData("LogScore", "The AICs of 'Plain' and 'LogScore' cannot be compared: their responses differ, 'Score' and 'log(Score)', so that each is the likelihood of a different quantity; fit both models to the same response")]
    [InlineData("Weighted", "The AICs of 'Plain' and 'Weighted' cannot be compared: their rows are weighted differently, with no weights and with weights 'Dose' (precision); give both models the same weights")]
    [InlineData("Daily", "The AICs of 'Plain' and 'Daily' cannot be compared: their rows are of different types, 'Visit' and 'Day'; fit both models to the same rows")]
    public async Task The_message_says_what_differs_and_what_to_do(string model, string expected)
    {
        IReadOnlyList<Diagnostic> found = await RuleTest.VerifyAsync("GLMM406", ComparisonSource.Of($"_ = [|Plain.FitMl(rows).Aic.Value < {model}.FitMl([]).Aic.Value|];"));
        Assert.Equal(expected, Assert.Single(found).GetMessage(System.Globalization.CultureInfo.InvariantCulture));
    }
}
