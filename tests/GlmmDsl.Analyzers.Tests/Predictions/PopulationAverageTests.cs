using GlmmDsl.Analyzers.Tests.Harness;

namespace GlmmDsl.Analyzers.Tests.Predictions;

public class PopulationAverageTests
{
    private const string Fit = "var fit = MixedModel.Fit(\"cbind(y, n - y) ~ x + (1 | g)\", table, new FitOptions { Family = Family.Binomial }); ";

    [Theory]
    [InlineData(Fit + "_ = fit.[|PredictPopulation|](table);")]
    [InlineData(Fit + "_ = fit.[|PredictPopulation|](table, PredictionScale.Response).Average();")]
    [InlineData(Fit + "_ = fit?.[|PredictPopulation|](table);")]
    [InlineData(Fit + "_ = fit.Predict(table, [|NewLevels.Population|]);")]
    [InlineData("_ = MixedModel.Fit(\"y ~ x + (1 | g)\", table, new FitOptions { Family = Family.Poisson, Link = Link.Sqrt }).[|PredictPopulation|](table);")]
    [InlineData("var options = new FitOptions { Family = Family.Poisson }; var fit = MixedModel.Fit(\"y ~ x + (1 | g)\", table, options); _ = fit.[|PredictPopulation|](table);")]
    public Task A_mean_at_zero_is_not_the_populations(string statements) => RuleTest.VerifyAsync("GLMM410", Source(statements));

    [Theory]
    [InlineData(Fit + "_ = fit.PredictPopulation(table, PredictionScale.Link);")]
    [InlineData(Fit + "_ = fit.PredictPopulation(table, scale);")]
    [InlineData(Fit + "_ = fit.Predict(table, NewLevels.Population, PredictionScale.Link);")]
    [InlineData(Fit + "_ = fit.Predict(table);")]
    [InlineData(Fit + "_ = fit.Predict(table, NewLevels.Throw);")]
    [InlineData("_ = MixedModel.Fit(\"y ~ x + (1 | g)\", table).PredictPopulation(table);")]
    [InlineData("_ = MixedModel.Fit(\"y ~ x + (1 | g)\", table, new FitOptions { Family = Family.Poisson, Link = {|GLMM307:Link.Identity|} }).PredictPopulation(table);")]
    [InlineData("_ = MixedModel.Fit(\"y ~ x\", table, new FitOptions { Family = Family.Poisson }).PredictPopulation(table);")]
    [InlineData("_ = MixedModel.Fit(name, table, new FitOptions { Family = Family.Poisson }).PredictPopulation(table);")]
    [InlineData("_ = MixedModel.Fit(\"y ~ x + (1 | g)\", table, given).PredictPopulation(table);")]
    [InlineData("_ = seen.PredictPopulation(table);")]
    [InlineData("_ = flag ? seen.PredictPopulation(table) : seen.Predict(table, NewLevels.Population);")]
    public Task Another_scale_link_or_model_and_what_is_not_seen_are_silent(string statements) => RuleTest.SilentAsync(Source(statements));

    [Theory]
    [InlineData("_ = Cure.FitLaplace(visits).Predict(visits[0], [|NewLevels.Population|]);")]
    [InlineData("_ = Cure.FitQuadrature(visits, 9).Predict(visits, newLevels: [|NewLevels.Population|]).Average();")]
    [InlineData("_ = Cure.FitFast(visits).Result.[|PredictPopulation|](table);")]
    [InlineData("Cure.Fit fit = Cure.FitLaplace(visits); _ = fit.Result.[|PredictPopulation|](table);")]
    [InlineData("MixedModelFit fit = Cure.FitLaplace(visits).Result; _ = fit.[|PredictPopulation|](table);")]
    public Task Of_a_typed_fit_the_type_says_the_model(string statements) => RuleTest.VerifyAsync("GLMM410", Source(statements));

    [Theory]
    [InlineData("_ = Cure.FitLaplace(visits).Predict(visits[0], NewLevels.Population, PredictionScale.Link);")]
    [InlineData("_ = Cure.FitLaplace(visits).Predict(visits[0]);")]
    [InlineData("_ = Cure.FitLaplace(visits).Result.PredictPopulationAverage(table);")]
    [InlineData("_ = Cure.FitLaplace(visits).PredictPopulationAverage(visits[0]);")]
    [InlineData("_ = Growth.FitReml(visits).Predict(visits[0], NewLevels.Population);")]
    [InlineData("_ = Growth.FitMl(visits).Result.PredictPopulation(table);")]
    [InlineData("_ = Fixed.FitLaplace(visits).Result.PredictPopulation(table);")]
    public Task Of_typed_fits_those_without_a_difference_are_silent(string statements) => RuleTest.SilentAsync(Source(statements));

    [Theory]
    [InlineData("fit.PredictPopulation(table)", "fit.PredictPopulationAverage(table)")]
    [InlineData("fit.PredictPopulation(table, PredictionScale.Response)", "fit.PredictPopulationAverage(table)")]
    [InlineData("fit?.PredictPopulation(rows: table, scale: PredictionScale.Response, cancellationToken: default)", "fit?.PredictPopulationAverage(rows: table, cancellationToken: default)")]
    public Task The_fix_averages_over_the_population(string call, string expected) =>
        FixTest.VerifyAsync("GLMM410", Source(Fit + $"_ = {call};"), Source(Fit + $"_ = {expected};"));

    [Fact]
    public async Task Known_levels_keep_their_predictions() =>
        Assert.Empty(await FixTest.TitlesAsync("GLMM410", Source(Fit + "_ = fit.Predict(table, NewLevels.Population);")));

    [Theory]
    [InlineData("_ = fit.PredictPopulation(table);", "'PredictPopulation' gives the binomial mean")]
    [InlineData("_ = Cure.FitLaplace(visits).Predict(visits[0], NewLevels.Population);", "'NewLevels.Population' gives the binomial mean")]
    public async Task The_message_names_the_way_out(string statement, string beginning)
    {
        var found = await TestCompilation.DiagnoseAsync(TestCompilation.Generate(TestCompilation.Create(Source(Fit + statement))));
        string message = Assert.Single(found).GetMessage(System.Globalization.CultureInfo.InvariantCulture);
        Assert.StartsWith(beginning, message, StringComparison.Ordinal);
        Assert.EndsWith("the Logit link the average over the population is a different number, which PredictPopulationAverage gives", message, StringComparison.Ordinal);
    }

    private static string Source(string statements) => $$"""
        public record Visit(bool Cured, double Score, double Week, string Patient);

        [GeneralizedLinearMixedModel<Visit>("Cured ~ Week + (1 | Patient)", Family.Binomial)]
        public sealed partial class Cure;

        [GeneralizedLinearMixedModel<Visit>("Cured ~ Week", Family.Binomial)]
        public sealed partial class Fixed;

        [LinearMixedModel<Visit>("Score ~ Week + (1 | Patient)")]
        public sealed partial class Growth;

        public static class Study
        {
            public static void Run(Visit[] visits, Table table, FitOptions given, MixedModelFit seen, PredictionScale scale, string name, bool flag)
            {
                {{statements}}
            }
        }
        """;
}
