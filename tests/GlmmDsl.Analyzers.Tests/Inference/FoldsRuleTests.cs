using GlmmDsl.Analyzers.Tests.Harness;

namespace GlmmDsl.Analyzers.Tests.Inference;

public class FoldsRuleTests
{
    [Theory]
    [InlineData("_ = Plain.FitReml(visits).CrossValidate([|Folds.ByRow(10)|], 1);")]
    [InlineData("_ = Plain.FitMl(visits).CrossValidate(folds: [|Folds.ByRow(count: 10)|], seed: 1);")]
    [InlineData("_ = Cure.FitLaplace(visits).Result.CrossValidate([|Folds.ByRow(5)|], 1);")]
    [InlineData("var folds = Folds.ByRow(10); _ = Plain.FitReml(visits).CrossValidate([|folds|], 1);")]
    [InlineData("_ = MixedModel.Fit(\"y ~ x + (1 | g)\", table).CrossValidate([|Folds.ByRow(10)|], 1);")]
    [InlineData("_ = MixedModel.Fit(\"y ~ x + (1 | g)\", table, given).CrossValidate([|Folds.ByRow(10)|], 1);")]
    [InlineData("_ = Plain.CrossValidate(visits, [|Plain.Folds.ByRow(10)|], 1);")]
    [InlineData("var folds = Folds.ByRow(10); _ = Cure.CrossValidate(visits, [|folds|], 1);")]
    public Task Folds_of_rows_put_a_group_on_both_sides(string statements) => RuleTest.VerifyAsync("GLMM413", InferenceSource.Of(statements));

    [Theory]
    [InlineData("_ = Plain.FitReml(visits).CrossValidate(Folds.ByGroup(\"Patient\", 10), 1);")]
    [InlineData("_ = Plain.FitReml(visits).CrossValidate(Folds.LeaveOneOut(\"Patient\"), 1);")]
    [InlineData("_ = seen.CrossValidate(Folds.ByRow(10), 1);")]
    [InlineData("var folds = level > 0 ? Folds.ByRow(10) : Folds.LeaveOneOut(\"Patient\"); _ = Plain.FitReml(visits).CrossValidate(folds, 1);")]
    [InlineData("Console.WriteLine(Folds.ByRow(10));")]
    [InlineData("_ = Plain.CrossValidate(visits, Plain.Folds.ByPatient(10), 1);")]
    [InlineData("_ = Plain.CrossValidate(visits, Plain.Folds.LeaveOnePatientOut(), 1);")]
    public Task Folds_of_groups_and_what_is_not_seen_are_silent(string statements) => RuleTest.SilentAsync(InferenceSource.Of(statements));

    [Fact]
    public Task A_method_of_the_library_s_name_elsewhere_is_silent() => RuleTest.SilentAsync(InferenceSource.Of("""
        static void CrossValidate(MixedModelFit fit, Folds folds) { }
        CrossValidate(Plain.FitReml(visits).Result, Folds.ByRow(10));
        """));

    [Theory]
    [InlineData("_ = Plain.FitReml(visits).CrossValidate(Folds.ByRow(10), 1);", "_ = Plain.FitReml(visits).CrossValidate(Folds.ByGroup(\"Patient\", 10), 1);", null)]
    [InlineData("var folds = Folds.ByRow(count: 10); _ = Plain.FitReml(visits).CrossValidate(folds, 1);", "var folds = Folds.ByGroup(\"Patient\", count: 10); _ = Plain.FitReml(visits).CrossValidate(folds, 1);", null)]
    [InlineData("_ = Nested.FitReml(visits).CrossValidate(Folds.ByRow(10), 1);", "_ = Nested.FitReml(visits).CrossValidate(Folds.ByGroup(\"Site\", 10), 1);", "Divide the groups of 'Site'")]
    [InlineData("_ = Nested.FitReml(visits).CrossValidate(Folds.ByRow(10), 1);", "_ = Nested.FitReml(visits).CrossValidate(Folds.ByGroup(\"Patient:Site\", 10), 1);", "Divide the groups of 'Patient:Site'")]
    [InlineData("_ = Plain.CrossValidate(visits, Plain.Folds.ByRow(10), 1);", "_ = Plain.CrossValidate(visits, Plain.Folds.ByPatient(10), 1);", null)]
    public Task The_fix_divides_groups(string before, string after, string? title) => FixTest.VerifyAsync("GLMM413", InferenceSource.Of(before), InferenceSource.Of(after), title);

    [Fact]
    public async Task The_groups_that_hold_others_are_offered_first() =>
        Assert.Equal(["Divide the groups of 'Site'", "Divide the groups of 'Patient:Site'"], await FixTest.TitlesAsync("GLMM413", InferenceSource.Of("_ = Nested.FitReml(visits).CrossValidate(Folds.ByRow(10), 1);")));
}
