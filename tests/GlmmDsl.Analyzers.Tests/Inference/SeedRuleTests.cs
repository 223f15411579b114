using GlmmDsl.Analyzers.Tests.Harness;

namespace GlmmDsl.Analyzers.Tests.Inference;

public class SeedRuleTests
{
    private const string Fit = "var fit = Cure.FitLaplace(visits); ";

    [Theory]
    [InlineData(Fit + "_ = fit.RandomizedQuantileResiduals([|Environment.TickCount|]);")]
    [InlineData(Fit + "_ = fit.RandomizedQuantileResiduals([|Random.Shared.Next()|]);")]
    [InlineData(Fit + "_ = fit.RandomizedQuantileResiduals([|new Random().Next(100)|]);")]
    [InlineData(Fit + "_ = fit.RandomizedQuantileResiduals([|(int)DateTime.Now.Ticks|]);")]
    [InlineData(Fit + "_ = fit.Result.RandomizedQuantileResiduals(seed: [|Guid.NewGuid().GetHashCode()|]);")]
    [InlineData(Fit + "int chance = Random.Shared.Next(); _ = fit.RandomizedQuantileResiduals([|chance|]);")]
    public Task A_seed_that_differs_from_run_to_run_is_found(string statements) => RuleTest.VerifyAsync("GLMM412", InferenceSource.Of(statements));

    [Theory]
    [InlineData(Fit + "_ = fit.RandomizedQuantileResiduals(7);")]
    [InlineData(Fit + "_ = fit.RandomizedQuantileResiduals(seed);")]
    [InlineData(Fit + "_ = fit.RandomizedQuantileResiduals(new Random(7).Next());")]
    [InlineData(Fit + "_ = fit.RandomizedQuantileResiduals(visits.Length);")]
    [InlineData("static int Draw(int seed) => seed; _ = Draw(Random.Shared.Next());")]
    public Task Fixed_seeds_and_those_given_are_silent(string statements) => RuleTest.SilentAsync(InferenceSource.Of(statements));

    [Fact]
    public Task The_fix_writes_a_fixed_seed() => FixTest.VerifyAsync(
        "GLMM412", InferenceSource.Of(Fit + "_ = fit.RandomizedQuantileResiduals(Environment.TickCount);"), InferenceSource.Of(Fit + "_ = fit.RandomizedQuantileResiduals(1);"));
}
