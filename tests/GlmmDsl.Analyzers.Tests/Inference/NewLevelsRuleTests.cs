using GlmmDsl.Analyzers.Tests.Harness;

namespace GlmmDsl.Analyzers.Tests.Inference;

public class NewLevelsRuleTests
{
    [Theory]
    [InlineData("_ = FixedSites.FitReml(visits).Predict(visits[0], [|NewLevels.Population|]);")]
    [InlineData("_ = FixedYears.FitMl(visits).Predict(visits, newLevels: [|NewLevels.Population|]);")]
    [InlineData("FixedSites.Fit fit = FixedSites.FitMl(visits); _ = fit.Result.Predict(table, [|NewLevels.Population|]);")]
    [InlineData("_ = MixedModel.Fit(\"y ~ factor(g) + (1 | g)\", table).Predict(table, [|NewLevels.Population|]);")]
    public Task A_factor_of_the_fixed_effects_has_no_new_levels(string statements) => RuleTest.VerifyAsync("GLMM409", InferenceSource.Of(statements));

    [Theory]
    [InlineData("_ = FixedSites.FitReml(visits).Predict(visits[0]);")]
    [InlineData("_ = FixedSites.FitReml(visits).Predict(visits[0], NewLevels.Throw);")]
    [InlineData("_ = Sites.FitReml(visits).Predict(visits[0], NewLevels.Population);")]
    [InlineData("_ = NestedSites.FitReml(visits).Predict(visits[0], NewLevels.Population);")]
    [InlineData("_ = Years.FitReml(visits).Predict(visits[0], NewLevels.Population);")]
    [InlineData("_ = MixedModel.Fit(\"y ~ g + (1 | g)\", table).Predict(table, NewLevels.Population);")]
    [InlineData("_ = seen.Predict(table, NewLevels.Population);")]
    public Task Numbers_nested_groups_and_what_is_not_seen_are_silent(string statements) => RuleTest.SilentAsync(InferenceSource.Of(statements));
}
