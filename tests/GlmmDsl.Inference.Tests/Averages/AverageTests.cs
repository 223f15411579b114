using GlmmDsl.Data;
using GlmmDsl.Inference.Tests.Means;
using GlmmDsl.Tests.References;

namespace GlmmDsl.Inference.Tests.Averages;

/// <summary>Averages over the observed rows, and means of the response, against emmeans's regrid, closed forms and predictions.</summary>
public sealed class AverageTests
{
    // pairs(regrid(emmeans(g, ~ period))), g of ContrastTestsTests: with one predictor the averages over rows are those of the grid.
    [Fact]
    public void Differences_of_probabilities_have_the_errors_of_the_delta_method()
    {
        AverageEstimate average = Fitted.Cbpp.AverageComparison("period")["2 - 1"];
        Fitted.Near(-0.11417718591331, average.Estimate, 1e-4);
        Fitted.Near(0.0352847344130, average.StandardError, 1e-4);
        ContrastTest pair = Fitted.Cbpp.Wald().Means("period").OfResponse(RandomEffectsAre.Zero).Pairs()["1", "2"];
        Fitted.Near(0.11417718591331, pair.Estimate, 1e-4);
        Fitted.Near(0.0352847344130, pair.StandardError, 1e-4);
        Fitted.Near(0.006654901440072, pair.PValue, 1e-3);
    }

    [Fact]
    public void Odds_ratios_of_means_at_zero_are_those_of_the_coefficients()
    {
        AverageEstimate average = Fitted.Cbpp.AverageComparison("period", ComparisonKind.OddsRatio)["2 / 1"];
        ContrastTest pair = Fitted.Cbpp.Wald().Means("period").OnResponse().Pairs()["2", "1"];
        Fitted.Near(pair.Estimate, average.Estimate, 1e-9);
        Fitted.Near(pair.StandardError, average.StandardError, 1e-9);
        Fitted.Near(pair.Statistic, average.Statistic, 1e-9);
        ContrastTest held = Fitted.Cbpp.Wald().Means("period").OfResponse(RandomEffectsAre.Zero, ComparisonKind.OddsRatio).Pairs()["2", "1"];
        Fitted.Near(pair.Estimate, held.Estimate, 1e-9);
        Fitted.Near(pair.StandardError, held.StandardError, 1e-9);
    }

    [Fact]
    public void Integrated_averages_are_predictions_of_the_population_average()
    {
        Table table = ReferenceCase.Load("cbpp").Data();
        double[] predicted = Fitted.Cbpp.PredictPopulationAverage(table);
        Fitted.Near(predicted.Average(), Fitted.Cbpp.AveragePredictions(randomEffects: RandomEffectsAre.Integrated)[0].Estimate, 1e-10);
        Fitted.Near(Fitted.Cbpp.Fitted.Average(), Fitted.Cbpp.AveragePredictions(randomEffects: RandomEffectsAre.Modes)[0].Estimate, 1e-10);
        Assert.Equal(4, Fitted.Cbpp.AveragePredictions(by: "period").Count);
    }

    // With a log link and a random intercept of variance v = theta^2 the mean of the population is exp(eta + v/2), whose gradient in (beta, theta) is (x, theta) times it.
    [Fact]
    public void Errors_of_integrated_means_know_of_the_uncertainty_of_the_variance()
    {
        MixedModelFit fit = Fitted.Fit("cbpp_pois");
        MarginalEstimate zero = fit.Wald().Means("period").OfResponse(RandomEffectsAre.Zero)[0];
        MarginalEstimate integrated = fit.Wald().Means("period").OfResponse(RandomEffectsAre.Integrated)[0];
        double theta = fit.Theta[0];
        Fitted.Near(zero.Estimate * Math.Exp(theta * theta / 2), integrated.Estimate, 1e-9);
        Assert.True(integrated.StandardError > 0);
        Assert.NotEqual(zero.StandardError * Math.Exp(theta * theta / 2), integrated.StandardError, 1e-6 * zero.StandardError);
    }

    // R, by numDeriv's gradients of the averages of glmmTMB's probabilities in (beta, log sd), and 60 Gauss-Hermite nodes: m <- glmmTMB(cbind(incidence, size - incidence) ~ period + (1 | herd)).
    [Theory]
    [InlineData(RandomEffectsAre.Zero, 0.1037436582, 0.018499258, -0.1496583555, 0.036656507, -1.580313687, 0.4274366)]
    [InlineData(RandomEffectsAre.Integrated, 0.1169741205, 0.020152482, -0.15879255, 0.037005402, -1.511859096, 0.41960446)]
    public void Averages_and_their_errors_are_those_of_numerical_gradients(RandomEffectsAre how, double prediction, double error, double difference, double ofDifference, double ratio, double ofRatio)
    {
        AverageEstimate average = Fitted.Cbpp.AveragePredictions(randomEffects: how)[0];
        Fitted.Near(prediction, average.Estimate);
        Fitted.Near(error, average.StandardError, 1e-4);
        AverageEstimate compared = Fitted.Cbpp.AverageComparison("period", randomEffects: how)["4 - 1"];
        Fitted.Near(difference, compared.Estimate);
        Fitted.Near(ofDifference, compared.StandardError, 1e-4);
        AverageEstimate odds = Fitted.Cbpp.AverageComparison("period", ComparisonKind.OddsRatio, randomEffects: how)["4 / 1"];
        Fitted.Near(Math.Exp(ratio), odds.Estimate);
        Fitted.Near(Math.Exp(ratio) * ofRatio, odds.StandardError, 1e-4);
    }

    [Fact]
    public void Errors_that_take_the_variances_as_known_say_so()
    {
        ReferenceCase reference = ReferenceCase.Load("cbpp");
        MixedModelFit fast = MixedModel.Fit(reference.Formula, reference.Data(), reference.Options() with { Approximation = Approximation.Fast });
        Assert.True(fast.AveragePredictions(randomEffects: RandomEffectsAre.Integrated).VariancesAreTakenAsKnown);
        Assert.EndsWith("standard errors by the delta method, the variances of the random effects taken as known\nConfidence level used: 0.95\n", fast.AveragePredictions().ToString(), StringComparison.Ordinal);
        Assert.Contains("\nThe variances of the random effects are taken as known\n", fast.Wald().Means("period").OfResponse(RandomEffectsAre.Integrated).ToString(), StringComparison.Ordinal);
        Assert.False(Fitted.Cbpp.AveragePredictions(randomEffects: RandomEffectsAre.Integrated).VariancesAreTakenAsKnown);
        Assert.False(Fitted.Cbpp.Wald().Means("period").OfResponse(RandomEffectsAre.Integrated).VariancesAreTakenAsKnown);
        Assert.True(Fitted.Cbpp.AveragePredictions(randomEffects: RandomEffectsAre.Modes).VariancesAreTakenAsKnown);
        Assert.False(Fitted.Cake.AveragePredictions().VariancesAreTakenAsKnown);
    }

    [Fact]
    public void Of_a_linear_model_averages_are_combinations_of_coefficients()
    {
        MixedModelFit fit = Fitted.Ortho;
        double[] ages = ((NumericColumn)Fitted.Orthodont().Columns.Single(c => c.Name == "age")).Values.ToArray();
        var sex = (FactorColumn)Fitted.Orthodont().Columns.Single(c => c.Name == "Sex");
        string other = sex.Levels[1];
        double share = sex.Codes.ToArray().Average();
        double slope = fit.Coefficients["age"].Estimate + (2 * ages.Average() * fit.Coefficients["I(age^2)"].Estimate) + (share * fit.Coefficients["age:Sex" + other].Estimate);
        Fitted.Near(slope, fit.AverageSlope("age")[0].Estimate, 1e-8);
        Fitted.Near(slope, fit.AverageSlope("age", randomEffects: RandomEffectsAre.Modes)[0].Estimate, 1e-8);
        double difference = fit.Coefficients["Sex" + other].Estimate + (ages.Average() * fit.Coefficients["age:Sex" + other].Estimate);
        Fitted.Near(difference, fit.AverageComparison("Sex")[0].Estimate, 1e-9);
        ContrastTest pair = fit.Wald().Means("Sex").Pairs()[other, sex.Levels[0]];
        Fitted.Near(pair.StandardError, fit.AverageComparison("Sex")[0].StandardError, 1e-9);
    }

    [Fact]
    public void Slopes_of_probabilities_are_derivatives_of_predictions()
    {
        MixedModelFit fit = Fitted.Fit("bin_ri");
        Table table = ReferenceCase.Load("bin_ri").Data();
        string column = fit.Coefficients.Select(c => c.Name).First(n => table.Columns.Any(c => c is NumericColumn && c.Name == n));
        double Mean(double step) => fit.PredictPopulation(new Table(table.Columns.Select(c => c.Name == column && c is NumericColumn x ? new NumericColumn(column, [.. x.Values.ToArray().Select(v => v + step)]) : c))).Average();
        double h = 1e-3;
        Fitted.Near((Mean(h) - Mean(-h)) / (2 * h), fit.AverageSlope(column)[0].Estimate, 1e-5);
    }

    [Fact]
    public void Fits_without_rows_and_factors_have_no_average_slopes()
    {
        MixedModelFit products = MixedModel.Fit(CrossProducts.Of(Formula.Parse("distance ~ age + (1 | Subject)"), Fitted.Orthodont()));
        Assert.Throws<InvalidOperationException>(() => products.AverageSlope("age"));
        Assert.Throws<ArgumentException>(() => Fitted.Ortho.AverageSlope("Sex"));
        Assert.Throws<KeyNotFoundException>(() => Fitted.Ortho.AverageComparison("sex"));
    }
}
