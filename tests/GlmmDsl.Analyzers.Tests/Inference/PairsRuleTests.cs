using GlmmDsl.Analyzers.Tests.Harness;

namespace GlmmDsl.Analyzers.Tests.Inference;

public class PairsRuleTests
{
    private const string Means = "var means = Sited.FitReml(visits).KenwardRoger().Result.Means(\"Site\"); ";
    private const string Anova = "var anova = RepeatedMeasures.Anova(table, \"price ~ store + Error(item/store)\"); ";

    [Theory]
    [InlineData(Means + "_ = means.Pairs([|Adjustment.None|]);")]
    [InlineData(Means + "_ = means.Pairs(adjustment: [|Adjustment.None|])[\"A\", \"B\"].PValue;")]
    [InlineData(Means + "const Adjustment plain = Adjustment.None; _ = means.Pairs([|plain|]);")]
    [InlineData(Means + "var pairs = means.Pairs(); _ = pairs.Adjusted([|Adjustment.None|]);")]
    [InlineData("_ = seen.Wald().Means(\"Arm\").Pairs([|Adjustment.None|]);")]
    [InlineData("_ = Sited.FitReml(visits).Wald().Result.Means(\"Site\", \"Arm\").OnResponse().Pairs([|Adjustment.None|]);")]
    [InlineData("_ = seen.Wald().Means(\"Arm\").At(\"Arm\", \"A\", \"B\", \"C\").Pairs([|Adjustment.None|]);")]
    [InlineData("_ = Staged.FitReml(visits).Wald().Means.StageByArm.Pairs([|Adjustment.None|]);")]
    [InlineData("_ = Staged.FitReml(visits).Wald().Means.Stage.Pairs([|Adjustment.None|]);")]
    [InlineData("_ = seen.Wald().Means(\"Arm\", \"Sex\").At(\"Sex\", \"F\", \"M\").Pairs([|Adjustment.None|]);")]
    public Task Pairs_of_several_means_need_an_adjustment(string statements) => RuleTest.VerifyAsync("GLMM414", InferenceSource.Of(statements));

    [Theory]
    [InlineData(Means + "_ = means.Pairs();")]
    [InlineData(Means + "_ = means.Pairs(Adjustment.Holm);")]
    [InlineData(Means + "_ = means.Pairs(Adjustment.None).Adjusted(Adjustment.Holm);")]
    [InlineData(Means + "_ = means.Polynomial(); _ = means.Against(\"A\", Adjustment.None);")]
    [InlineData(Means + "_ = means.Contrasts(Adjustment.None, (\"B - A\", [-1.0, 1.0]));")]
    [InlineData(Means + "_ = means.Consecutive().Adjusted(Adjustment.None);")]
    [InlineData("_ = Full.FitReml(visits).KenwardRoger().Result.Means(\"Arm\").Pairs(Adjustment.None);")]
    [InlineData("var tests = Full.FitReml(visits).Satterthwaite(); _ = tests.Result.Means(\"Arm\").Pairs().Adjusted(Adjustment.None);")]
    [InlineData("_ = seen.Wald().Means(\"Arm\").At(\"Arm\", \"A\", \"B\").Pairs(Adjustment.None);")]
    [InlineData("_ = Staged.FitReml(visits).Wald().Means.ArmByStage.Pairs(Adjustment.None);")]
    [InlineData("_ = Staged.FitReml(visits).Wald().Means.Arm.Pairs(Adjustment.None);")]
    public Task Two_means_planned_contrasts_and_adjusted_pairs_are_silent(string statements) => RuleTest.SilentAsync(InferenceSource.Of(statements));

    [Theory]
    [InlineData(Anova + "_ = anova.Pairs(\"store\")[0].[|PValue|];")]
    [InlineData(Anova + "foreach (PairwiseDifference pair in anova.Pairs(\"store\")) { Console.WriteLine(pair.[|PValue|]); }")]
    public Task Pairs_of_repeated_measures_have_adjusted_p_values_too(string statements) => RuleTest.VerifyAsync("GLMM414", InferenceSource.Of(statements));

    [Theory]
    [InlineData(Anova + "foreach (PairwiseDifference pair in anova.Pairs(\"store\")) { Console.WriteLine($\"{pair.PValue} {pair.Holm}\"); }")]
    [InlineData(Anova + "foreach (PairwiseDifference pair in anova.Pairs(\"store\")) { Console.WriteLine($\"{pair.PValue} {pair.Tukey}\"); }")]
    [InlineData(Anova + "_ = anova.Pairs(\"store\")[0].Bonferroni;")]
    public Task Where_an_adjusted_p_value_is_read_the_other_is_silent(string statements) => RuleTest.SilentAsync(InferenceSource.Of(statements));

    [Theory]
    [InlineData(Means + "_ = means.Pairs(Adjustment.None);", Means + "_ = means.Pairs(Adjustment.Tukey);", "Adjust by Tukey's method")]
    [InlineData(Means + "_ = means.Pairs(Adjustment.None);", Means + "_ = means.Pairs(Adjustment.Holm);", "Adjust by Holm's method")]
    [InlineData(Anova + "_ = anova.Pairs(\"store\")[0].PValue;", Anova + "_ = anova.Pairs(\"store\")[0].Holm;", null)]
    public Task The_fix_adjusts(string before, string after, string? title) => FixTest.VerifyAsync("GLMM414", InferenceSource.Of(before), InferenceSource.Of(after), title);
}
