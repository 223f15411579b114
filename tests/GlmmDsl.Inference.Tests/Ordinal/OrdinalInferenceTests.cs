using System.Collections.Immutable;
using GlmmDsl.Data;
using GlmmDsl.Inference.Tests.Means;

namespace GlmmDsl.Inference.Tests.Ordinal;

/// <summary>What follows from an ordinal fit, with expected values of R's ordinal 2022.11, emmeans 1.8.4 and performance 0.10.2 on the wine data.</summary>
public sealed class OrdinalInferenceTests
{
    private const string Model = "rating ~ temp + contact + (1 | judge)";

    private static readonly Lazy<MixedModelFit> LazyFit = new(() => Made(Model));

    private static MixedModelFit Fit => LazyFit.Value;

    /// <summary><c>emmeans(f, ~ temp, mode = "latent")</c>.</summary>
    [Fact]
    public void Means_are_those_of_the_latent_variable_in_units_in_which_the_thresholds_have_the_mean_0()
    {
        MarginalEstimates means = Fit.Wald().Means("temp");
        Assert.Equal([-1.63, 1.43], means.Select(m => Math.Round(m.Estimate, 2)));
        Assert.Equal([0.547, 0.532], means.Select(m => Math.Round(m.StandardError, 3)));
        ContrastTest pair = means.Pairs()[0];
        Assert.Equal(-Fit.Coefficients["tempwarm"].Estimate, pair.Estimate, 1e-10);
        Assert.Equal(Fit.Coefficients["tempwarm"].StandardError, pair.StandardError, 1e-10);
        Assert.Contains("latent logit scale", means.ToString(), StringComparison.Ordinal);
    }

    /// <summary><c>emmeans(f, ~ rating | temp, mode = "prob")</c>, the average over the levels of contact.</summary>
    [Fact]
    public void Probabilities_with_random_effects_of_zero_are_those_of_emmeans()
    {
        CategoryProbabilities cold = Fit.PredictProbabilities(Rows("cold,no\ncold,yes\n"), RandomEffectsAre.Zero);
        double[] expected = [0.09761, 0.52233, 0.33106, 0.04088, 0.00814];
        for (int j = 0; j < expected.Length; j++)
        {
            Assert.Equal(expected[j], 0.5 * (cold[0, j] + cold[1, j]), 2e-5);
        }

        Assert.Equal(2.34, 0.5 * (cold.MeanCategory(0) + cold.MeanCategory(1)), 5e-3);
        Assert.Equal(Fit.PredictPopulation(Rows("cold,no\n"))[0], cold.MeanCategory(0), 1e-12);
        Assert.Equal(cold[0, 0] + cold[0, 1], cold.Cumulative(0, "2"), 1e-14);
        Assert.Equal("2", cold.Categories[cold.MostProbable(0)!.Value]);
    }

    [Fact]
    public void Probabilities_over_the_population_average_those_of_groups_drawn_at_random()
    {
        Table row = Rows("warm,yes\n");
        CategoryProbabilities average = Fit.PredictProbabilities(row, RandomEffectsAre.Integrated);
        double eta = Fit.PredictPopulation(row, PredictionScale.Link)[0], deviation = Fit.VarianceComponents["judge"]["(Intercept)"].StandardDeviation;
        double[] thresholds = [double.NegativeInfinity, .. Fit.Thresholds!.Select(t => t.Estimate), double.PositiveInfinity];
        for (int j = 0; j < average.Categories.Length; j++)
        {
            double sum = 0, total = 0;
            for (double z = -8; z <= 8; z += 0.01)
            {
                double density = Math.Exp(-0.5 * z * z);
                double at = eta + (deviation * z);
                sum += density * (Logistic(thresholds[j + 1] - at) - Logistic(thresholds[j] - at));
                total += density;
            }

            Assert.Equal(sum / total, average[0, j], 1e-9);
        }

        Assert.Equal(average.MeanCategory(0), Fit.PredictPopulationAverage(row)[0], 1e-12);
    }

    [Fact]
    public void Probabilities_at_the_modes_are_those_of_the_fitted_categories()
    {
        CategoryProbabilities fitted = Fit.PredictProbabilities(Wine());
        Assert.Equal(72, fitted.Count);
        Assert.Equal(Fit.Fitted[5], fitted.MeanCategory(5), 1e-12);
        Assert.Equal(Fit.Predict(Wine())[70], fitted.MeanCategory(70), 1e-12);
    }

    /// <summary><c>performance::icc(f)</c> and <c>performance::r2(f)</c>.</summary>
    [Fact]
    public void Shares_of_variance_are_those_of_performance()
    {
        Assert.Equal(0.280, Fit.IntraclassCorrelation.Adjusted, 5e-4);
        Assert.Equal(0.414, Fit.RSquared.Marginal, 5e-4);
        Assert.Equal(0.578, Fit.RSquared.Conditional, 5e-4);
    }

    /// <summary><c>anova(f, clmm(rating ~ temp + (1 | judge)))</c>.</summary>
    [Fact]
    public void Likelihood_ratios_and_Wald_tests_go_without_an_intercept()
    {
        LikelihoodRatioTest test = LikelihoodRatio.Test(Made("rating ~ temp + (1 | judge)"), Fit).Tests[0];
        Assert.Equal(14.347, test.ChiSquare, 1e-3);
        Assert.Equal(1, test.DegreesOfFreedom);
        Assert.Equal("temp contact", string.Join(' ', Fit.Wald().Anova(TestType.III).Select(t => t.Name)));
    }

    [Fact]
    public void Profiles_hold_thresholds_too()
    {
        ProfileLikelihood profile = Fit.Profile(["3|4", "tempwarm"]);
        Interval interval = profile.Coefficients["3|4"].Interval(0.95);
        Coefficient threshold = Fit.Thresholds!["3|4"];
        Assert.InRange(threshold.Estimate, interval.Lower, interval.Upper);
        Assert.Equal(threshold.Estimate - (1.96 * threshold.StandardError), interval.Lower, 0.4);
        Assert.Equal(threshold.Estimate + (1.96 * threshold.StandardError), interval.Upper, 0.4);
    }

    [Fact]
    public void Simulated_responses_are_numbers_of_categories_that_the_model_can_be_fitted_to_again()
    {
        double[][] drawn = Fit.Simulate(3, seed: 5);
        Assert.All(drawn.SelectMany(d => d), y => Assert.Contains(y, Enumerable.Range(0, 5).Select(c => (double)c)));
        MixedModelFit again = Fit.Refit(drawn[0]);
        Assert.Equal(Fit.Coefficients.Select(c => c.Name), again.Coefficients.Select(c => c.Name));
        BootstrapResult bootstrap = Fit.Bootstrap(4, seed: 2);
        Assert.Equal((4, 0), (bootstrap.Replicates, bootstrap.Failures.Length));
    }

    [Fact]
    public void A_refit_to_a_response_without_a_category_has_equal_thresholds_about_it()
    {
        double[] response = [.. Fit.Simulate(1, seed: 9)[0].Select(y => y == 2 ? 3 : y)];
        response[0] = 4;
        response[1] = 0;
        CoefficientCollection thresholds = Fit.Refit(response).Thresholds!;
        Assert.Equal(thresholds["2|3"].Estimate, thresholds["3|4"].Estimate);
        Assert.True(thresholds["1|2"].Estimate < thresholds["2|3"].Estimate);
    }

    [Fact]
    public void Quantile_residuals_are_standard_normal_and_the_same_for_a_seed()
    {
        ImmutableArray<double> residuals = Fit.RandomizedQuantileResiduals(3);
        Assert.Equal(residuals.AsEnumerable(), Fit.RandomizedQuantileResiduals(3));
        Assert.Equal(0, residuals.Average(), 0.25);
        Assert.Equal(1, Math.Sqrt(residuals.Average(r => r * r)), 0.3);
        Assert.Equal(0, Fit.Residuals(ResidualKind.Response).Average(), 0.1);
    }

    [Fact]
    public void What_a_response_of_categories_does_not_have_is_refused_with_a_reason()
    {
        foreach (Action question in new Action[]
        {
            () => Fit.PopulationAverageCoefficients(),
            () => Fit.PredictInterval(Wine(), PredictionOf.Mean), () => Fit.PredictInterval(Wine(), PredictionOf.NewObservation),
        })
        {
            Assert.Contains("ordinal", Assert.Throws<InvalidOperationException>(question).Message, StringComparison.Ordinal);
        }

        Assert.Contains("no categories", Assert.Throws<InvalidOperationException>(() => Fitted.Cbpp.PredictProbabilities(Wine())).Message, StringComparison.Ordinal);
        Prediction latent = Fit.PredictInterval(Rows("warm,no\n"), PredictionOf.Mean, scale: PredictionScale.Link)[0];
        Assert.Equal(Fit.Coefficients["tempwarm"].StandardError, latent.StandardError, 1e-10);
        Assert.True(Fit.PredictInterval(Wine(), PredictionOf.ConditionalMean, scale: PredictionScale.Link)[0].StandardError > 0);
    }

    private static double Logistic(double x) => 1 / (1 + Math.Exp(-x));

    private static MixedModelFit Made(string formula) => MixedModel.Fit(formula, Wine(), new FitOptions { Family = Family.Cumulative });

    private static Table Rows(string rows) => Table.ReadCsv(new StringReader("temp,contact\n" + rows));

    private static Table Wine() => Table.ReadCsv(
        Path.Combine(Root(), "tests", "Reference", "data", "wine.csv"),
        new CsvOptions { Ordered = ImmutableDictionary<string, ImmutableArray<string>>.Empty.Add("rating", ["1", "2", "3", "4", "5"]), Factors = ["judge", "bottle"] });

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "GlmmDsl.sln")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }
}
