using GlmmDsl.Analyzers.Tests.Harness;

namespace GlmmDsl.Analyzers.Tests.Inference;

public class LikelihoodRatioRuleTests
{
    [Theory]
    [InlineData("_ = [|LikelihoodRatio.Test(Plain.FitMl(visits), Arms.FitMl(visits))|];")]
    [InlineData("var a = Plain.FitMl(visits); var b = Arms.FitMl(visits); _ = [|LikelihoodRatio.Test(b, a)|].Tests[0];")]
    [InlineData("_ = [|LikelihoodRatio.Test(Plain.FitReml(visits), BySite.FitReml(visits))|];")]
    [InlineData("_ = [|LikelihoodRatio.Test(Added.FitMl(visits), Slopes.FitMl(visits))|];")]
    [InlineData("var options = new FitOptions { Method = FitMethod.Ml }; _ = [|LikelihoodRatio.Test(MixedModel.Fit(\"y ~ a + (1 | g)\", table, options), MixedModel.Fit(\"y ~ b + (1 | g)\", table, options))|];")]
    [InlineData("_ = [|LikelihoodRatio.Test(Plain.FitMl(visits), Arms.FitMl(visits), Full.FitMl(visits))|];")]
    [InlineData("var ml = new FitOptions { Method = FitMethod.Ml }; MixedModelFit[] fits = [MixedModel.Fit(\"y ~ a + (1 | g)\", table, ml), MixedModel.Fit(\"y ~ b + (1 | g)\", table, ml)]; _ = [|LikelihoodRatio.Test(fits)|];")]
    public Task Each_with_a_column_that_the_other_lacks_they_are_not_nested(string statements) => RuleTest.VerifyAsync("GLMM403", InferenceSource.Of(statements));

    [Theory]
    [InlineData("_ = LikelihoodRatio.Test(Plain.FitMl(visits), Full.FitMl(visits));")]
    [InlineData("_ = LikelihoodRatio.Test(Plain.FitMl(visits), Curve.FitMl(visits));")]
    [InlineData("_ = LikelihoodRatio.Test(Plain.FitReml(visits), Slopes.FitReml(visits));")]
    [InlineData("_ = LikelihoodRatio.Test(Plain.FitReml(visits), Nested.FitReml(visits));")]
    [InlineData("_ = LikelihoodRatio.Test(Plain.FitMl(visits), Full.FitMl(visits), Added.FitMl(visits));")]
    [InlineData("var ml = new FitOptions { Method = FitMethod.Ml }; MixedModelFit[] fits = [MixedModel.Fit(\"y ~ a + (1 | g)\", table, ml), MixedModel.Fit(\"y ~ a + b + (1 | g)\", table, ml)]; _ = LikelihoodRatio.Test(fits);")]
    [InlineData("_ = LikelihoodRatio.Test(seen, Plain.FitMl(visits).Result);")]
    [InlineData("_ = Models.Table(Plain.FitMl(visits), Arms.FitMl(visits));")]
    public Task What_may_be_nested_is_left_to_the_run(string statements) => RuleTest.SilentAsync(InferenceSource.Of(statements));

    [Theory]
    [InlineData("_ = LikelihoodRatio.Test(Plain.FitReml(visits), Slopes.FitReml(visits)).Tests[0].[|PValue|];")]
    [InlineData("var test = LikelihoodRatio.Test(Slopes.FitMl(visits), Plain.FitMl(visits)).Tests.First(); _ = test.[|PValue|] < 0.05;")]
    [InlineData("var table = LikelihoodRatio.Test(BySite.FitReml(visits), Nested.FitReml(visits)); _ = table.Tests[0].[|PValue|];")]
    [InlineData("_ = Slopes.FitReml(visits).DropRandomTerms()[0].[|PValue|];")]
    [InlineData("var dropped = seen.DropRandomTerms(); _ = dropped[\"x\"].[|PValue|];")]
    [InlineData("foreach (var test in LikelihoodRatio.Test(Plain.FitMl(visits), Slopes.FitMl(visits)).Tests) { Console.WriteLine(test.[|PValue|]); }")]
    [InlineData("_ = LikelihoodRatio.Test(Plain.FitMl(visits), Slopes.FitMl(visits)).Tests[0] is { [|PValue|]: < 0.05 };")]
    [InlineData("_ = seen.DropRandomTerms().Select(dropped => dropped.[|PValue|]).ToList();")]
    public Task Setting_a_variance_to_zero_takes_a_mixture(string statements) => RuleTest.VerifyAsync("GLMM404", InferenceSource.Of(statements.Replace("var table", "var compared", StringComparison.Ordinal).Replace("table.Tests", "compared.Tests", StringComparison.Ordinal)));

    [Theory]
    [InlineData("_ = LikelihoodRatio.Test(Plain.FitReml(visits), Slopes.FitReml(visits)).Tests[0].MixturePValue;")]
    [InlineData("_ = LikelihoodRatio.Test(Plain.FitMl(visits), Full.FitMl(visits)).Tests[0].PValue;")]
    [InlineData("var test = LikelihoodRatio.Test(Plain.FitMl(visits), Slopes.FitMl(visits)).Tests[0]; _ = test.MixturePValue ?? test.PValue;")]
    [InlineData("_ = LikelihoodRatio.Test(Plain.FitMl(visits), Full.FitMl(visits)).Tests[0] is { PValue: < 0.05 };")]
    [InlineData("_ = LikelihoodRatio.Test(Independent.FitReml(visits), Slopes.FitReml(visits)).Tests[0].PValue;")]
    [InlineData("_ = Slopes.FitReml(visits).DropFixedTerms()[0].PValue;")]
    [InlineData("_ = Slopes.FitReml(visits).Wald().Coefficients.Week.PValue;")]
    public Task Other_tests_and_the_mixture_itself_are_silent(string statements) => RuleTest.SilentAsync(InferenceSource.Of(statements));

    [Fact]
    public Task The_fix_reads_the_mixture() => FixTest.VerifyAsync(
        "GLMM404",
        InferenceSource.Of("double p = Slopes.FitReml(visits).DropRandomTerms()[0].PValue;"),
        InferenceSource.Of("double p = Slopes.FitReml(visits).DropRandomTerms()[0].MixturePValue!.Value;"));

    [Theory]
    [InlineData("_ = {|GLMM401:LikelihoodRatio.Test({|CS1503:Plain.FitReml(visits)|}, {|CS1503:Full.FitReml(visits)|})|};")]
    [InlineData("_ = {|GLMM402:LikelihoodRatio.Test({|CS1503:Plain.FitMl(visits)|}, {|CS1503:Full.FitReml(visits)|})|};")]
    [InlineData("_ = {|GLMM401:Models.Table({|CS1503:Plain.FitReml(visits)|}, {|CS1503:Full.FitReml(visits)|})|};")]
    [InlineData("_ = {|GLMM401:LikelihoodRatio.Test(Plain.FitReml(visits).Result, Full.FitReml(visits).Result)|};")]
    public Task Fits_that_cannot_be_compared_are_refused_with_the_reason(string statements) => RuleTest.VerifyAsync("none", InferenceSource.Of(statements));

    [Theory]
    [InlineData("_ = [|Plain.FitMl(visits).Aic < Slopes.FitMl(visits).Aic|];")]
    [InlineData("var a = BySite.FitMl(visits); var b = Nested.FitMl(visits); Console.WriteLine([|a.Bic - b.Bic|]);")]
    public Task Random_effects_are_better_chosen_by_REML(string statements) => RuleTest.VerifyAsync("GLMM415", InferenceSource.Of(statements));

    [Theory]
    [InlineData("_ = Plain.FitReml(visits).Aic < Slopes.FitReml(visits).Aic;")]
    [InlineData("_ = Plain.FitMl(visits).LogLikelihood < Slopes.FitMl(visits).LogLikelihood;")]
    [InlineData("_ = Plain.FitMl(visits).Aic < Full.FitMl(visits).Aic;")]
    [InlineData("_ = Arms.FitMl(visits).Aic < Slopes.FitMl(visits).Aic;")]
    [InlineData("_ = Independent.FitMl(visits).Aic < Slopes.FitMl(visits).Aic;")]
    public Task Criteria_of_REML_fits_and_of_other_fixed_effects_are_silent(string statements) => RuleTest.SilentAsync(InferenceSource.Of(statements));
}
